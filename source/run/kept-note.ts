import type {ControlObservation} from '../call/observation.js';

/** What became of a note: `observation` is there where it does not come by itself, and is to be folded. */
export type KeptNote = {text: string; tone: 'good' | 'bad'; observation?: Omit<ControlObservation, 'seq'>};

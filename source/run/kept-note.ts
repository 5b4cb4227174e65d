import type {ControlObservation, Note} from '../call/observation.js';

/** What became of a note: `observation` is there where it does not come by itself, and is to be folded. */
export type KeptNote = {text: string; tone: 'good' | 'bad'; observation?: Omit<ControlObservation, 'seq'>};

/** What is noted where somebody only looks is theirs alone, which is said: `unseen` is who does not see it. `at`: when, ms since the epoch. */
export function keptHere(note: Note, unseen: string, at: number): KeptNote {
  const what = note.text === '' ? 'The note is taken away' : 'Noted';
  return {
    text: `${what} on this screen, and in what you save: ${unseen}.`,
    tone: 'good',
    observation: {source: 'control', action: 'note', at, note},
  };
}

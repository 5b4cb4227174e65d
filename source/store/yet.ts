import {stateOf} from '../world/read/state.js';
import type {Model} from './model.js';
import {chosenCall} from './select.js';

/** ` yet` where something may still come: not in what was read to its end. */
export function yet({mode, isComplete}: Pick<Model, 'mode' | 'isComplete'>): string {
  return mode === 'replay' && isComplete ? '' : ' yet';
}

/** The same of what belongs to the chosen call: nothing comes for one that has ended. */
export function yetInCall(model: Model): string {
  const call = chosenCall(model);
  return call && stateOf(call) === 'ended' ? '' : yet(model);
}

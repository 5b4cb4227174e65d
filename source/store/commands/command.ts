import type {Effect} from '../effects.js';
import type {Model} from '../model.js';
import type {ViewState} from '../view-state.js';

/** What a command does: a new view, something asked of the world outside, or both. */
export type Change = {view?: ViewState; effect?: Effect};

/**
 * One row of the command table: the only place where a key is bound. The handler, the hint bar, the help, the README and the
 * tests all read it.
 */
export type Command = {
  id: string;
  keys: readonly string[];
  /** What it does, for the help. */
  label: string;
  /** A word for the hint bar, and its place there: the higher numbers are dropped first. */
  hint?: readonly [word: string, rank: number];
  /** Why it can do nothing now: said instead of doing nothing. */
  unable?: (model: Model) => string | undefined;
  run: (model: Model) => Change;
};

/** A short message in the row above the hints. */
export function say({view}: Model, text: string, tone: 'good' | 'bad' = 'bad'): Change {
  return {view: {...view, message: {text, tone}}};
}

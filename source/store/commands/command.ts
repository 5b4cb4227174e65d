import type {Option} from '../../filter/complete.js';
import type {Effect} from '../effects.js';
import type {Model} from '../model.js';
import type {Mode} from '../modes.js';
import type {PaneId, ViewState} from '../view-state.js';
import {whyNothing} from './why-nothing.js';

/** What a command does: a new view, something asked of the world outside, or both. */
export type CommandResult = {view?: ViewState; effect?: Effect};

/** A word for the hint bar, empty where it would be of no use, and its place there: the higher numbers are dropped first. */
export type Hint = readonly [word: string | ((model: Model) => string), rank: number];

/**
 * One row of the command table: the only place where a key is bound. The handler, the hint bar, the help, the README and the
 * tests all read it.
 */
export type Command = {
  id: string;
  keys: readonly string[];
  /** What it does, for the help. */
  label: string;
  /** Its hint in the panes. */
  hint?: Hint;
  /** The modes in which it holds, with its hint there; `[]` for none. Absent: in the panes, and where their keys show through. */
  modes?: Partial<Record<Mode, Hint | readonly []>>;
  /** Where it is bound; a key may be bound again elsewhere. The first row whose `when` holds has the key. */
  when?: (model: Model) => boolean;
  /** The panes that it is about; absent where it is about all. */
  panes?: readonly PaneId[];
  /** What may be written behind its name in the palette. */
  argument?: Argument;
  /** Why it can do nothing now: said instead of doing nothing. */
  unable?: (model: Model) => string | undefined;
  /** What is said where it turns out to have nothing to do. */
  idle?: string | ((model: Model) => string);
  run: (model: Model) => CommandResult;
};

/** What a command can be told, as in `:simulate busy`. */
export type Argument = {
  /** As the palette writes it: `[SCENARIO]` where it may be left out, `WORD` where not. */
  name: string;
  /** What could be written, given what is. */
  options?: (model: Model, written: string) => readonly Option[];
  /** Nothing else than the options can be written. */
  closed?: boolean;
  run: (model: Model, written: string) => CommandResult;
};

/** An argument that is one of a few words. */
export function chosenFrom<Word extends string>(
  name: string,
  words: readonly Word[],
  change: (view: ViewState, word: Word) => ViewState,
): Argument {
  return {
    name,
    closed: true,
    options: () => words.map(text => ({text, hint: ''})),
    run({view}, written) {
      const word = words.find(each => each === written);
      return word === undefined ? {} : {view: change(view, word)};
    },
  };
}

/** Whether a command is bound in a mode by itself. */
export function holdsIn({modes}: Command, mode: Mode): boolean {
  return modes ? modes[mode] !== undefined : mode === 'panes';
}

/** Carries out a command, or says why that cannot be done now. */
export function runCommand(model: Model, command: Command): CommandResult {
  const why = command.unable?.(model);
  return why === undefined ? carryOut(model, command, command.run) : say(model, why);
}

/** Does what a command, or what is written behind its name, asks for; says so where there is nothing to do. */
export function carryOut(model: Model, {idle}: Command, run: (model: Model) => CommandResult): CommandResult {
  const change = run(model);
  const why = whyNothing(model, change, typeof idle === 'function' ? idle(model) : idle);
  return why === undefined ? change : say(model, why, 'good');
}

/** A short message in the row above the hints. */
export function say({view}: Model, text: string, tone: 'good' | 'bad' = 'bad'): CommandResult {
  return {view: {...view, message: {text, tone}}};
}

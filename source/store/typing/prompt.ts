import type {CommandResult} from '../commands/command.js';
import type {Model} from '../model.js';
import type {ViewState} from '../view-state.js';
import type {History, Past} from './history.js';
import type {TypedLine} from './line.js';

/** A line that is typed at the bottom of the screen or in the palette. */
export type Prompt = {
  /** The line as it stands; undefined while nobody types it. */
  line: (view: ViewState) => (TypedLine & {past?: Past}) | undefined;
  /** What was entered in it before. */
  history: (view: ViewState) => History;
  /** The line becomes another one. */
  change: (model: Model, line: TypedLine & {past?: Past}) => CommandResult;
  accept: (model: Model) => CommandResult;
  cancel: (model: Model) => CommandResult;
  /** Writes the next (1) or previous (-1) completion. */
  complete?: (model: Model, by: 1 | -1) => CommandResult;
};

import type {CommandResult} from '../store/commands/command.js';
import type {Model} from '../store/model.js';
import {press} from '../store/press.js';

/** What a click on something does. */
export type Click = (model: Model) => CommandResult;

/** A click does what a key does, in the mode that is in force then; nothing where the command has no key. */
export function pressing(key: string | undefined): Click {
  return model => (key === undefined ? {} : press(model, key));
}

/** The same for the first key of a command. */
export function pressingFor({keys}: Pick<Model, 'keys'>, id: string): Click {
  return pressing(keys.get(id)?.[0]);
}

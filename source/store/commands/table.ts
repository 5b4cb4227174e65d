import type {Model} from '../model.js';
import {type Change, type Command, say} from './command.js';
import {eventCommands} from './events.js';
import {goToCommands} from './go-to.js';
import {keepCommands} from './keep.js';
import {lookCommands} from './look.js';
import {moveCommands} from './move.js';
import {programCommands} from './program.js';
import {searchCommands} from './search.js';

/** The command table, in the groups that the help shows. A new key is one row in one of these files. */
export const commandGroups: readonly {name: string; commands: readonly Command[]}[] = [
  {name: 'Move', commands: moveCommands},
  {name: 'Go to', commands: goToCommands},
  {name: 'Look', commands: lookCommands},
  {name: 'Search', commands: searchCommands},
  {name: 'Events and problems', commands: eventCommands},
  {name: 'Keep', commands: keepCommands},
  {name: 'Program', commands: programCommands},
];

export const commands: readonly Command[] = commandGroups.flatMap(group => group.commands);

const byKey = new Map(commands.flatMap(command => command.keys.map(key => [key, command] as const)));

/** Carries out what a key is bound to; nothing, where it is bound to nothing. */
export function runKey(model: Model, key: string): Change {
  const command = byKey.get(key);
  if (!command) return {};
  const why = command.unable?.(model);
  return why === undefined ? command.run(model) : say(model, why);
}

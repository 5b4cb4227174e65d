import {helpSearchCommands} from '../typing/help-search.js';
import {readyListCommands} from '../typing/ready-list.js';
import {replayListCommands} from '../typing/replay-list.js';
import {saveListCommands} from '../typing/save-list.js';
import {typingCommands} from '../typing/typing-commands.js';
import type {Command} from './command.js';
import {namedGroups} from './named.js';
import {questionCommands} from './questions.js';

/** The command table, in the groups that the help shows: what holds in the panes, then what holds in other modes only. */
export const commandGroups: readonly {name: string; commands: readonly Command[]}[] = [
  ...namedGroups,
  {
    name: 'In the help, a list or a question',
    commands: [
      ...helpSearchCommands,
      ...readyListCommands,
      ...saveListCommands,
      ...replayListCommands,
      ...questionCommands,
    ],
  },
  {name: 'While a filter, a search or a command is typed', commands: typingCommands},
];

export const commands: readonly Command[] = commandGroups.flatMap(group => group.commands);

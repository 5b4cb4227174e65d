import {clearCommands} from './clear.js';
import type {Command} from './command.js';
import {comparisonCommands} from './comparison.js';
import {controlCommands} from './control.js';
import {detailCommands} from './detail.js';
import {detailSearchCommands} from './detail-search.js';
import {doctorCommands} from './doctor.js';
import {elsewhereCommands} from './elsewhere.js';
import {eventCommands} from './events.js';
import {goToCommands} from './go-to.js';
import {keepCommands} from './keep.js';
import {markCommands} from './marks.js';
import {moveCommands} from './move.js';
import {noteCommands} from './notes.js';
import {paletteCommands} from './palette.js';
import {programCommands} from './program.js';
import {replayCommands} from './replay.js';
import {searchCommands} from './search.js';
import {lookCommands} from './showing.js';
import {sinceCommands} from './since.js';
import {sortCommands} from './sort.js';
import {timeLineCommands} from './time-line.js';
import {viewCommands} from './views.js';

/** The commands of the panes, in the groups that the help shows: they can be called by name, too. A new key is one row in one of these files. */
export const namedGroups: readonly {name: string; commands: readonly Command[]}[] = [
  {name: 'Move', commands: moveCommands},
  {name: 'Go to', commands: goToCommands},
  {name: 'Look', commands: [...viewCommands, ...lookCommands]},
  {name: 'Search and sort', commands: [...searchCommands, ...sortCommands]},
  {name: 'Events and problems', commands: [...eventCommands, ...markCommands, ...noteCommands, ...comparisonCommands]},
  {name: 'Time line', commands: [...timeLineCommands, ...sinceCommands]},
  {name: 'Detail', commands: [...detailSearchCommands, ...detailCommands]},
  {name: 'Keep', commands: [...keepCommands, ...replayCommands, ...elsewhereCommands]},
  {name: 'Act on calls', commands: controlCommands},
  {name: 'Program', commands: [...paletteCommands, ...clearCommands, ...doctorCommands, ...programCommands]},
];

export const namedCommands: readonly Command[] = namedGroups.flatMap(group => group.commands);

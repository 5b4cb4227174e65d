import type {Model} from '../model.js';
import type {Movement} from '../scroll.js';
import type {Command} from './command.js';
import {move} from './moving.js';

const by = (step: Movement) => (model: Model) => ({view: move(model, step)});
const [atStart, atEnd] = ['This is the start: nothing comes before it.', 'This is the end: nothing comes behind it.'];

const modes: Command['modes'] = {panes: [], reading: [], filters: [], save: [], replay: []};
const hinted: Command['modes'] = {
  panes: [],
  reading: ['scroll', 0],
  filters: ['choose', 3],
  save: ['choose', 2],
  replay: ['choose', 1],
};

export const moveCommands: readonly Command[] = [
  {id: 'down', idle: atEnd, keys: ['j', 'Down'], label: 'down', modes: hinted, run: by({by: 1})},
  {id: 'up', idle: atStart, keys: ['k', 'Up'], label: 'up', modes: hinted, run: by({by: -1})},
  {id: 'first', idle: atStart, keys: ['g', 'Home'], label: 'first', modes, run: by({to: 'first'})},
  {id: 'last', idle: atEnd, keys: ['G', 'End'], label: 'last; in the events: follow', modes, run: by({to: 'last'})},
  {id: 'half-down', idle: atEnd, keys: ['C-d'], label: 'half a page down', modes, run: by({pages: 0.5})},
  {id: 'half-up', idle: atStart, keys: ['C-u'], label: 'half a page up', modes, run: by({pages: -0.5})},
  {id: 'page-down', idle: atEnd, keys: ['PgDn', 'C-f'], label: 'a page down', modes, run: by({pages: 1})},
  {id: 'page-up', idle: atStart, keys: ['PgUp', 'C-b'], label: 'a page up', modes, run: by({pages: -1})},
];

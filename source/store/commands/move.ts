import type {Model} from '../model.js';
import type {Step} from '../moves.js';
import type {Command} from './command.js';
import {move} from './moving.js';

const by = (step: Step) => (model: Model) => ({view: move(model, step)});

const modes: Command['modes'] = {panes: [], reading: [], filters: [], save: []};
const hinted: Command['modes'] = {panes: [], reading: ['scroll', 0], filters: ['choose', 3], save: ['choose', 2]};

export const moveCommands: readonly Command[] = [
  {id: 'down', keys: ['j', 'Down'], label: 'down', modes: hinted, run: by({by: 1})},
  {id: 'up', keys: ['k', 'Up'], label: 'up', modes: hinted, run: by({by: -1})},
  {id: 'first', keys: ['g', 'Home'], label: 'first', modes, run: by({to: 'first'})},
  {id: 'last', keys: ['G', 'End'], label: 'last; in the events: follow', modes, run: by({to: 'last'})},
  {id: 'half-down', keys: ['C-d'], label: 'half a page down', modes, run: by({pages: 0.5})},
  {id: 'half-up', keys: ['C-u'], label: 'half a page up', modes, run: by({pages: -0.5})},
  {id: 'page-down', keys: ['PgDn', 'C-f'], label: 'a page down', modes, run: by({pages: 1})},
  {id: 'page-up', keys: ['PgUp', 'C-b'], label: 'a page up', modes, run: by({pages: -1})},
];

import type {Model} from '../model.js';
import type {Step} from '../moves.js';
import type {Command} from './command.js';
import {move} from './moving.js';

const by = (step: Step) => (model: Model) => ({view: move(model, step)});

export const moveCommands: readonly Command[] = [
  {id: 'down', keys: ['j', 'Down'], label: 'down', run: by({by: 1})},
  {id: 'up', keys: ['k', 'Up'], label: 'up', run: by({by: -1})},
  {id: 'first', keys: ['g', 'Home'], label: 'first', run: by({to: 'first'})},
  {id: 'last', keys: ['G', 'End'], label: 'last; in the events: follow', run: by({to: 'last'})},
  {id: 'half-down', keys: ['C-d'], label: 'half a page down', run: by({pages: 0.5})},
  {id: 'half-up', keys: ['C-u'], label: 'half a page up', run: by({pages: -0.5})},
  {id: 'page-down', keys: ['PgDn', 'C-f'], label: 'a page down', run: by({pages: 1})},
  {id: 'page-up', keys: ['PgUp', 'C-b'], label: 'a page up', run: by({pages: -1})},
];

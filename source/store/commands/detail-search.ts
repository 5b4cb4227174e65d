import {inDetail, shown} from '../detail/tabs.js';
import type {Model} from '../model.js';
import {chosenRow} from '../select.js';
import {searchFor, startSearch, step} from '../typing/search-line.js';
import {yetInCall} from '../yet.js';
import {type Command, type CommandResult, say} from './command.js';
import {focus} from './go-to.js';
import {keyFor} from './key-names.js';

const inIt = ({view}: Model) => inDetail(view);

const ONLY_ONE = 'Nothing else is found.';

export const detailSearchCommands: readonly Command[] = [
  {
    id: 'search',
    keys: ['/'],
    label: 'search the detail, as you type: text or /regex/',
    hint: ['search', 0.7],
    when: inIt,
    argument: {name: 'TEXT', run: search},
    run: startSearch,
  },
  {
    id: 'next-hit',
    keys: ['n'],
    label: 'next place that the search finds',
    hint: ['hit', 0.5],
    when: inIt,
    unable: noSearch,
    idle: ONLY_ONE,
    run: model => step(model, 1),
  },
  {
    id: 'previous-hit',
    keys: ['N'],
    label: 'previous place that the search finds',
    hint: ['hit', 0.5],
    when: inIt,
    unable: noSearch,
    idle: ONLY_ONE,
    run: model => step(model, -1),
  },
];

function noSearch(model: Model): string | undefined {
  return model.view.detail.search === undefined
    ? `No search to go by: ${keyFor(model, 'search')} starts one.`
    : undefined;
}

function search(model: Model, text: string): CommandResult {
  if (chosenRow(model) === undefined) return say(model, `No event to search${yetInCall(model)}.`);
  const view = shown(model.view);
  return searchFor({...model, view: inDetail(view) ? view : focus(view, 'detail')}, text.trim());
}

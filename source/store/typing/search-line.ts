import {type CommandResult, say} from '../commands/command.js';
import {type Hit, type Hits, hitsOf} from '../detail/hits.js';
import {detailRows} from '../detail/rows.js';
import {readSearch} from '../detail/spans.js';
import {inDetail} from '../detail/tabs.js';
import {unfoldHits} from '../detail/unfold.js';
import type {Model} from '../model.js';
import type {SearchTyping, ViewState} from '../view-state.js';
import {remember} from './history.js';
import type {Prompt} from './prompt.js';

/** What the search of the detail finds, and which of it the cursor is on; -1 where it is on none. */
export function foundInDetail(model: Model): Hits & {at: number} {
  const {view} = model;
  const rows = detailRows(model);
  const hits = hitsOf(rows, view.detail.search);
  const inRow = hits.byRow.get(Math.min(view.scroll, rows.length - 1));
  const hit = inRow && inDetail(view) ? inRow[Math.min(view.detail.hit, inRow.length - 1)] : undefined;
  return {...hits, at: hit ? hits.list.indexOf(hit) : -1};
}

/** Begins to type a search, in an empty line: what was searched before is above it. */
export function startSearch({view}: Model): CommandResult {
  const {scroll, detail} = view;
  return {view: {...view, searching: {text: '', cursor: 0, before: {scroll, detail}}}};
}

export const searchPrompt: Prompt = {
  line: ({searching}) => searching,
  history: ({searches}) => searches,
  change: (model, line) => whileTyped(model, search => ({view: typed(model, {...search, past: undefined, ...line})})),
  accept: model => whileTyped(model, search => keep(model, search)),
  cancel: model => whileTyped(model, ({before}) => ({view: {...model.view, ...before, searching: undefined}})),
};

function whileTyped({view: {searching}}: Model, change: (search: SearchTyping) => CommandResult): CommandResult {
  return searching ? change(searching) : {};
}

/** Searches the detail, from where its cursor is. */
export function searchFor(model: Model, text: string): CommandResult {
  const {view} = model;
  const [wrong] = readSearch(text).errors;
  if (wrong) return say(model, `Not searched: ${wrong.text}`);
  const searches = remember(view.searches, text);
  return step({...model, view: {...view, searches, detail: {...view.detail, search: text}}}, 0);
}

/** Goes to the next (1) or previous (-1) place that the search finds, round the end if need be; 0: also where it is. */
export function step(model: Model, by: 1 | -1 | 0): CommandResult {
  const unfolded = unfoldHits(model);
  const {list, at} = foundInDetail(unfolded);
  const row = Math.min(unfolded.view.scroll, detailRows(unfolded).length - 1);
  const next =
    at < 0
      ? by < 0
        ? list.findLastIndex(hit => hit.row < row)
        : list.findIndex(hit => hit.row > row)
      : (at + by + list.length) % list.length;
  const hit = next < 0 ? list.at(by < 0 ? -1 : 0) : list[next];
  return hit ? {view: on(unfolded.view, hit)} : say(model, 'The search finds nothing on this tab.', 'good');
}

/** Whether keys go to a detail that is searched. */
export function isSearched(view: ViewState): boolean {
  return inDetail(view) && view.detail.search !== undefined;
}

/** The detail without a search. */
export function withoutSearch({view}: Model): ViewState {
  return {...view, detail: {...view.detail, search: undefined, hit: 0}};
}

function on(view: ViewState, {row, nth}: Hit): ViewState {
  return {...view, scroll: row, detail: {...view.detail, hit: nth}};
}

function keep(model: Model, typing: SearchTyping): CommandResult {
  const text = typing.text.trim();
  const view = {...model.view, searching: undefined};
  const [wrong] = readSearch(text).errors;
  if (wrong) return say({...model, view: {...view, ...typing.before}}, `Not searched: ${wrong.text}`);
  return {view: {...view, searches: remember(view.searches, text)}};
}

/** The search applies as it is typed, from where the cursor was. */
function typed(model: Model, searching: SearchTyping): ViewState {
  const {before, text} = searching;
  const search = text.trim() === '' ? undefined : text.trim();
  const view = {...model.view, ...before, searching, detail: {...before.detail, search, hit: 0}};
  const next = unfoldHits({...model, view});
  if (foundInDetail(next).list.length === 0) return view;
  return step(next, 0).view ?? view;
}

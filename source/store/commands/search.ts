import type {Option} from '../../filter/complete.js';
import {parseFilter} from '../../filter/parse.js';
import type {Model} from '../model.js';
import {chooseCall} from '../moves.js';
import {chosenCall, streamOf} from '../select.js';
import {listInFront} from '../typing/active.js';
import {completionOf, setFilter, startFilter} from '../typing/filter-line.js';
import {callFinder, eventFinder, shownCalls} from '../typing/found.js';
import {remember} from '../typing/history.js';
import {readyApplied, readyOpened} from '../typing/ready-list.js';
import type {ViewState} from '../view-state.js';
import {type Command, type CommandResult, say} from './command.js';
import {keyFor} from './key-names.js';
import {chooseRow} from './moving.js';

const lists = ['calls', 'events'] as const;

export const searchCommands: readonly Command[] = [
  {
    id: 'filter',
    keys: ['/'],
    label: 'filter the events, or the calls, as you type',
    hint: ['filter', 1],
    modes: {panes: [], filters: ['go on writing', 2]},
    argument: {name: '[EXPR]', options: filtersFrom, run: filterBy},
    run: model => startFilter(model.view.overlay === 'filters' ? {...model, view: readyApplied(model)} : model),
  },
  {
    id: 'ready-filters',
    keys: ['f'],
    label: 'filters to pick from: problems, digits, slow replies …',
    hint: ['ready-made', 9],
    panes: lists,
    run: ({view}) => ({view: view.overlay === 'filters' ? {...view, overlay: undefined} : readyOpened(view)}),
  },
  {
    id: 'next-match',
    keys: ['n'],
    label: 'next match of the filter',
    hint: ['match', 1],
    panes: lists,
    unable: noFilter,
    idle: 'Nothing else is found.',
    run: nextMatch(1),
  },
  {
    id: 'previous-match',
    keys: ['N'],
    label: 'previous match of the filter',
    hint: ['match', 1],
    panes: lists,
    unable: noFilter,
    idle: 'Nothing else is found.',
    run: nextMatch(-1),
  },
  {
    id: 'marks-only',
    keys: ['\\'],
    label: 'the filter only marks what it finds, or hides the rest',
    panes: lists,
    run: toggleMarks,
  },
];

/** A whole filter for each completion of its last word. */
function filtersFrom(model: Model, written: string): readonly Option[] {
  const {from, to, options} = completionOf(model, {text: written, cursor: written.length});
  return options.map(({text, hint}) => ({text: written.slice(0, from) + text + written.slice(to), hint}));
}

function filterBy(model: Model, text: string): CommandResult {
  const [wrong] = parseFilter(text).errors;
  if (wrong) return say(model, `Not filtered: ${wrong.text}`);
  const view: ViewState = {...model.view, overlay: undefined, filters: remember(model.view.filters, text)};
  return {view: setFilter({...model, view}, listInFront(view), text)};
}

/** Whether the list in front shows less than all, or marks a part of it. */
export function isFiltered(view: ViewState): boolean {
  if (listInFront(view) === 'calls') return view.callFilter !== '';
  return view.filter !== '' || view.onlyLeg !== undefined || view.onlyBookmarks;
}

/** All of the list in front again, with what is chosen still chosen. */
export function showAll(model: Model): ViewState {
  const view: ViewState = {...model.view, onlyLeg: undefined, onlyBookmarks: false, marksOnly: false};
  return setFilter({...model, view}, listInFront(view), '');
}

function toggleMarks(model: Model): CommandResult {
  const view: ViewState = {...model.view, marksOnly: !model.view.marksOnly};
  const next = setFilter({...model, view}, 'events', view.filter);
  const text = view.marksOnly
    ? `The filter marks what it finds and hides nothing: ${keyFor(model, 'next-match')} and ${keyFor(model, 'previous-match')} go there.`
    : 'The filter hides again what it does not find.';
  return say({...model, view: next}, text, 'good');
}

function noFilter(model: Model): string | undefined {
  const finds = listInFront(model.view) === 'calls' ? callFinder(model) : eventFinder(model);
  return finds ? undefined : `No filter to go by: ${keyFor(model, 'filter')} starts one.`;
}

/** Goes to the next thing that the filter finds, round the end if need be. */
function nextMatch(by: 1 | -1) {
  return (model: Model): CommandResult => {
    return listInFront(model.view) === 'calls' ? toCall(model, by) : toEvent(model, by);
  };
}

function toEvent(model: Model, by: 1 | -1): CommandResult {
  const finds = eventFinder(model);
  const rows = streamOf(model);
  const at = model.view.event ? rows.lastIndexOf(model.view.event.item) : by > 0 ? -1 : rows.length;
  const row = finds && around(rows, at, by, finds);
  if (row === undefined) return say(model, 'The filter finds none of these events.', 'good');
  return {view: {...chooseRow(model, row), focus: 'events'}};
}

function toCall(model: Model, by: 1 | -1): CommandResult {
  const finds = callFinder(model);
  const calls = shownCalls(model);
  const at = calls.findIndex(call => call.id === chosenCall(model)?.id);
  const call = finds && around(calls, at < 0 && by < 0 ? calls.length : at, by, finds);
  if (!call) return say(model, 'The filter finds none of these calls.', 'good');
  return {view: chooseCall(model, call.id, calls.indexOf(call) - at)};
}

/** The nearest item before or behind a place that passes, going on at the other end. */
function around<T>(items: readonly T[], at: number, by: 1 | -1, passes: (item: T) => boolean): T | undefined {
  for (let step = 1; step <= items.length; step++) {
    const item = items[(at + by * step + items.length * 2) % items.length];
    if (item !== undefined && passes(item)) return item;
  }
  return undefined;
}

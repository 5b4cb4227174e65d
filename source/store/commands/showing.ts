import type {Model} from '../model.js';
import {isList, modeOf} from '../modes.js';
import {stayed} from '../moves.js';
import {panesOf} from '../panes.js';
import {chosenLegs, chosenProblem, chosenRow} from '../select.js';
import {isSearched, withoutSearch} from '../typing/search-line.js';
import type {PaneId} from '../view-state.js';
import {type TimeMode, timeModes, type ViewState} from '../view-state.js';
import {yetInCall} from '../yet.js';
import {uncleared} from './clear.js';
import {type Command, type CommandResult, chosenFrom, say} from './command.js';
import {focus} from './go-to.js';
import {keyFor} from './key-names.js';
import {chooseRow} from './moving.js';
import {isFiltered, showAll} from './search.js';

export const lookCommands: readonly Command[] = [
  {
    id: 'open',
    keys: ['Enter'],
    label: 'open: an event’s detail, a call’s or a leg’s events',
    hint: ['open', 5],
    idle: 'No event to open here.',
    run: open,
  },
  {
    id: 'back',
    keys: ['Esc'],
    label: 'back: clear the search or the filter, close, follow again',
    modes: {
      panes: [],
      reading: [({view}) => (isHelpSearched(view) ? 'all' : 'close'), 1],
      filters: ['close', 4],
      save: ['close', 3],
      replay: ['close', 2],
    },
    idle: model => `Nothing to go back from: ${keyFor(model, 'quit')} quits.`,
    run: back,
  },
  {id: 'pause', keys: ['p'], label: 'freeze the display; recording goes on', hint: ['pause', 6], run: pause},
  {
    id: 'time',
    keys: ['t'],
    label: 'time: clock, UTC, since start, since previous',
    hint: ['time', 11],
    panes: ['events', 'detail'],
    argument: chosenFrom('[HOW]', timeModes, (view, time) => ({...view, time})),
    run: nextTime,
  },
  {
    id: 'stats',
    keys: ['Z'],
    label: 'figures of all calls: times, delays, outcomes, cost',
    run: ({view}) => ({view: {...view, overlay: 'stats', scroll: 0}}),
  },
  {
    id: 'zoom',
    keys: ['+'],
    label: 'the focused pane alone; the calls in all their columns',
    hint: ['full', 4.2],
    unable: model => (isAlone(model) ? 'This pane stands alone already.' : undefined),
    run: ({view}) => ({view: {...view, zoomed: true}}),
  },
  {
    id: 'unzoom',
    keys: ['_'],
    label: 'all panes again',
    hint: ['all panes', 4.2],
    unable: ({view}) => (view.zoomed ? undefined : 'No pane stands alone: all that have room are shown.'),
    run: ({view}) => ({view: {...view, zoomed: false}}),
  },
];

/** Whether one pane has all the room, for itself or for what is shown in it. */
function isAlone(model: Model): boolean {
  return panesOf(model).flatMap(({frames}) => frames).length === 1;
}

function open(model: Model): CommandResult {
  const {view} = model;
  if (view.overlay === 'detail') return {view: {...view, overlay: undefined}};
  const event = chosenRow(model);
  if (view.focus === 'events' && event === undefined) return say(model, `No event to open${yetInCall(model)}.`);
  const ways: Partial<Record<PaneId, () => ViewState>> = {
    calls: () => focus(view, 'events'),
    legs: () => ({...focus(stayed(model), 'events'), onlyLeg: view.leg ?? chosenLegs(model)[0]?.id}),
    members: () => ({...focus(view, 'events'), onlyLeg: undefined}),
    // What is read stays, whatever comes in.
    events: () => ({...(event === undefined ? view : chooseRow(model, event)), overlay: 'detail', scroll: 0}),
    problems: () => {
      const row = chosenProblem(model)?.row;
      return row === undefined ? view : {...chooseRow(model, row), focus: 'events', overlay: 'detail'};
    },
  };
  return {view: ways[view.focus]?.() ?? {...view, zoomed: !view.zoomed}};
}

function isHelpSearched({overlay, helpSearch}: ViewState): boolean {
  return overlay === 'help' && helpSearch !== undefined;
}

/** One step back each time: what covers most goes first. */
export function back(model: Model): CommandResult {
  const {view} = model;
  if (isSearched(view)) return {view: withoutSearch(model)};
  if (isHelpSearched(view)) return {view: {...view, helpSearch: undefined, scroll: 0}};
  if (isList(modeOf(view))) return {view: {...view, overlay: undefined}};
  if (view.overlay) return {view: {...view, overlay: undefined, scroll: 0}};
  if (isFiltered(view)) return {view: showAll(model)};
  if (view.zoomed) return {view: {...view, zoomed: false}};
  // Nobody has to wait for what is not read yet.
  if (model.anew) return {effect: {type: 'leave-anew'}};
  if (model.reading) return {effect: {type: 'quit'}};
  if (view.event) return {view: {...view, event: undefined}};
  if (view.cleared) return uncleared(model);
  return {view: view.focus === 'events' ? {...view, call: undefined} : focus(view, 'events')};
}

function pause({view}: Model): CommandResult {
  return {view: {...view, paused: !view.paused}};
}

const timeNames: Readonly<Record<TimeMode, string>> = {
  clock: 'by the clock of this machine',
  utc: 'UTC',
  start: 'since the start of the call',
  previous: 'since the event before',
};

/** Said, because a clock may show UTC anyway. */
function nextTime(model: Model): CommandResult {
  const {view} = model;
  const next: TimeMode = timeModes[(timeModes.indexOf(view.time) + 1) % timeModes.length] ?? 'clock';
  return say({...model, view: {...view, time: next}}, `Times are ${timeNames[next]}.`, 'good');
}

import {problemsOf} from '../world/problems.js';
import {witnessesOf} from '../world/report.js';
import {isLive} from '../world/state.js';
import type {Effect} from './effects.js';
import type {Model} from './model.js';
import {chooseCall, chooseRow, move} from './move.js';
import {callsOf, chosenCall, chosenLegs, chosenRow, openProblems, problemKey, streamOf} from './select.js';
import {type PaneId, paneIds, type TimeMode, type ViewState} from './view-state.js';

/** What a command does: a new view, something asked of the world outside, or both. */
export type Change = {view?: ViewState; effect?: Effect};

/**
 * One row of the command table: the only place where a key is bound. The handler, the hint bar, the help, the README and the
 * tests all read it.
 */
export type Command = {
  id: string;
  keys: readonly string[];
  /** What it does, for the help. */
  label: string;
  /** One or two words for the hint bar; absent when it is not worth a hint. Earlier rows are dropped last. */
  hint?: string;
  group: 'move' | 'go to' | 'look' | 'events' | 'keep' | 'program';
  run: (model: Model) => Change;
};

export const commands: readonly Command[] = [
  {id: 'help', keys: ['?', 'F1'], label: 'help: every key', hint: 'help', group: 'program', run: toggle('help')},
  {id: 'filter', keys: ['/'], label: 'filter the events as you type', hint: 'filter', group: 'look', run: startTyping},
  {id: 'next-pane', keys: ['Tab'], label: 'next pane', hint: 'pane', group: 'go to', run: nextPane(1)},
  {id: 'previous-pane', keys: ['S-Tab'], label: 'previous pane', group: 'go to', run: nextPane(-1)},
  {id: 'previous-call', keys: ['['], label: 'previous call', hint: 'call', group: 'go to', run: nextCall(-1)},
  {id: 'next-call', keys: [']'], label: 'next call', hint: 'call', group: 'go to', run: nextCall(1)},
  {
    id: 'open',
    keys: ['Enter'],
    label: 'open: the event’s detail, the call’s events',
    hint: 'open',
    group: 'look',
    run: open,
  },
  {id: 'back', keys: ['Esc'], label: 'back: close, clear the filter, follow again', group: 'look', run: back},
  {id: 'pause', keys: ['p'], label: 'freeze the display; recording goes on', hint: 'pause', group: 'look', run: pause},
  {
    id: 'snapshot',
    keys: ['s'],
    label: 'write a snapshot (JSON) of this call',
    hint: 'snap',
    group: 'keep',
    run: snapshot,
  },
  {id: 'next-problem', keys: ['e'], label: 'next problem', hint: 'problem', group: 'events', run: nextProblem(1)},
  {id: 'previous-problem', keys: ['E'], label: 'previous problem', group: 'events', run: nextProblem(-1)},
  {id: 'acknowledge', keys: ['a'], label: 'acknowledge the problem', group: 'events', run: acknowledge},
  {id: 'simulate', keys: ['n'], label: 'place a simulated call', hint: 'new call', group: 'keep', run: simulate},
  {id: 'copy', keys: ['y'], label: 'copy the id of what is selected', hint: 'copy', group: 'keep', run: copyId},
  {id: 'only-leg', keys: ['L'], label: 'only the events of this leg; again: all', group: 'events', run: onlyLeg},
  {
    id: 'time',
    keys: ['t'],
    label: 'time: clock, UTC, since start, since previous',
    hint: 'time',
    group: 'look',
    run: nextTime,
  },
  {id: 'follow', keys: ['F'], label: 'follow the newest event, on and off', group: 'events', run: follow},
  {
    id: 'zoom',
    keys: ['+'],
    label: 'the focused pane alone',
    group: 'look',
    run: m => ({view: {...m.view, zoomed: true}}),
  },
  {id: 'unzoom', keys: ['_'], label: 'all panes again', group: 'look', run: m => ({view: {...m.view, zoomed: false}})},
  {id: 'down', keys: ['j', 'Down'], label: 'down', group: 'move', run: m => ({view: move(m, {by: 1})})},
  {id: 'up', keys: ['k', 'Up'], label: 'up', group: 'move', run: m => ({view: move(m, {by: -1})})},
  {id: 'left', keys: ['h', 'Left'], label: 'the pane to the left', group: 'move', run: nextPane(-1)},
  {id: 'right', keys: ['l', 'Right'], label: 'the pane to the right', group: 'move', run: nextPane(1)},
  {id: 'first', keys: ['g', 'Home'], label: 'first', group: 'move', run: m => ({view: move(m, {to: 'first'})})},
  {
    id: 'last',
    keys: ['G', 'End'],
    label: 'last; in the events: follow',
    group: 'move',
    run: m => ({view: move(m, {to: 'last'})}),
  },
  {id: 'half-down', keys: ['C-d'], label: 'half a page down', group: 'move', run: m => ({view: move(m, {pages: 0.5})})},
  {id: 'half-up', keys: ['C-u'], label: 'half a page up', group: 'move', run: m => ({view: move(m, {pages: -0.5})})},
  {
    id: 'page-down',
    keys: ['PgDn', 'C-f'],
    label: 'a page down',
    group: 'move',
    run: m => ({view: move(m, {pages: 1})}),
  },
  {id: 'page-up', keys: ['PgUp', 'C-b'], label: 'a page up', group: 'move', run: m => ({view: move(m, {pages: -1})})},
  ...paneIds.map(
    (pane, i): Command => ({
      id: `pane-${pane}`,
      keys: [String(i + 1)],
      label: `the ${pane} pane`,
      group: 'go to',
      run: m => ({view: focus(m.view, pane)}),
    }),
  ),
  {
    id: 'redraw',
    keys: ['C-l'],
    label: 'draw the screen again',
    group: 'program',
    run: () => ({effect: {type: 'redraw'}}),
  },
  {
    id: 'suspend',
    keys: ['C-z'],
    label: 'back to the shell; fg returns',
    group: 'program',
    run: () => ({effect: {type: 'suspend'}}),
  },
  {id: 'quit', keys: ['q'], label: 'back; at the top: quit', hint: 'quit', group: 'program', run: quit},
  {id: 'quit-now', keys: ['Q', 'C-c'], label: 'quit now', group: 'program', run: () => ({effect: {type: 'quit'}})},
];

const byKey = new Map(commands.flatMap(command => command.keys.map(key => [key, command] as const)));

export function commandOf(key: string): Command | undefined {
  return byKey.get(key);
}

function focus(view: ViewState, pane: PaneId): ViewState {
  return {...view, focus: pane, overlay: undefined, scroll: 0};
}

function nextPane(by: 1 | -1) {
  return ({view}: Model): Change => {
    const at = paneIds.indexOf(view.focus);
    const pane = paneIds[(at + by + paneIds.length) % paneIds.length];
    return {view: pane ? focus(view, pane) : view};
  };
}

function nextCall(by: 1 | -1) {
  return (model: Model): Change => {
    const calls = callsOf(model.world);
    const at = calls.findIndex(call => call.id === chosenCall(model)?.id);
    const next = calls[Math.max(0, Math.min(calls.length - 1, at + by))];
    return next ? {view: chooseCall(model, next.id, by)} : say(model, 'There is no other call yet.');
  };
}

function toggle(overlay: 'help') {
  return ({view}: Model): Change => ({
    view: {...view, scroll: 0, overlay: view.overlay === overlay ? undefined : overlay},
  });
}

function open(model: Model): Change {
  const {view} = model;
  if (view.overlay === 'detail') return {view: {...view, overlay: undefined}};
  if (view.focus === 'events' && chosenRow(model) === undefined) return say(model, 'No event to open yet.');
  const ways: Partial<Record<PaneId, () => ViewState>> = {
    calls: () => focus(view, 'events'),
    legs: () => ({...focus(view, 'events'), onlyLeg: view.leg ?? chosenLegs(model)[0]?.id}),
    members: () => ({...focus(view, 'events'), onlyLeg: undefined}),
    events: () => ({...view, overlay: 'detail', scroll: 0}),
    problems: () => {
      const row = openProblems(model)[view.problem]?.row;
      return row === undefined ? view : {...chooseRow(model, row), focus: 'events', overlay: 'detail'};
    },
  };
  return {view: ways[view.focus]?.() ?? {...view, zoomed: !view.zoomed}};
}

/** One step back each time: what covers most goes first. */
function back({view}: Model): Change {
  if (view.overlay) return {view: {...view, overlay: undefined, scroll: 0}};
  if (view.filter !== '' || view.onlyLeg !== undefined)
    return {view: {...view, filter: '', onlyLeg: undefined, event: undefined}};
  if (view.zoomed) return {view: {...view, zoomed: false}};
  if (view.event) return {view: {...view, event: undefined}};
  return {view: view.focus === 'events' ? {...view, call: undefined} : focus(view, 'events')};
}

/** At the top level nothing is left to go back to; calls that are still up deserve a question. */
function quit(model: Model): Change {
  const {view, world} = model;
  if (view.overlay === 'confirm-quit') return {effect: {type: 'quit'}};
  if (view.overlay || view.zoomed || view.filter !== '' || view.onlyLeg !== undefined) return back(model);
  const live =
    model.mode !== 'replay' &&
    [...world.conversations.values()].some(call =>
      call.legs.some(id => {
        const leg = world.legs.get(id);
        return leg !== undefined && isLive(call, leg) && call.goneAt === undefined;
      }),
    );
  return live ? {view: {...view, overlay: 'confirm-quit'}} : {effect: {type: 'quit'}};
}

function startTyping({view}: Model): Change {
  return {view: {...focus(view, 'events'), typing: {text: view.filter, before: view.filter}, event: undefined}};
}

function pause({view}: Model): Change {
  return {view: {...view, paused: !view.paused}};
}

function snapshot(model: Model): Change {
  const call = chosenCall(model);
  return call ? {effect: {type: 'snapshot', conversation: call.id}} : say(model, 'No call to write a snapshot of yet.');
}

function nextProblem(by: 1 | -1) {
  return (model: Model): Change => {
    const call = chosenCall(model);
    const marked = call ? problemsOf(model.world, call).flatMap(problem => problem.row ?? []) : [];
    const rows = streamOf(model);
    const places = [...new Set(marked.map(row => shownAt(model, rows, row)))]
      .filter(at => at >= 0)
      .sort((a, b) => a - b);
    if (places.length === 0) return say(model, 'No problems in this call.', 'good');
    const at = model.view.event ? rows.lastIndexOf(model.view.event.item) : by > 0 ? -1 : rows.length;
    const next =
      by > 0
        ? (places.find(place => place > at) ?? places[0])
        : (places.findLast(place => place < at) ?? places.at(-1));
    const row = rows[next ?? 0];
    return row === undefined ? {} : {view: {...chooseRow(model, row), focus: 'events'}};
  };
}

/** A problem may point at a row that another row speaks for. */
function shownAt({world}: Model, rows: readonly number[], row: number): number {
  const at = rows.lastIndexOf(row);
  return at >= 0 ? at : rows.findIndex(each => witnessesOf(world, each).includes(row));
}

function acknowledge(model: Model): Change {
  const call = chosenCall(model);
  const open = openProblems(model);
  const problem = open[Math.min(model.view.problem, open.length - 1)];
  if (!call || !problem) return say(model, 'No problem to acknowledge.', 'good');
  return {view: {...model.view, acknowledged: new Set([...model.view.acknowledged, problemKey(call.id, problem)])}};
}

function simulate(model: Model): Change {
  if (model.can.simulate) return {effect: {type: 'simulate'}};
  return say(model, 'Simulated calls are placed by: convo-monitor demo');
}

function copyId(model: Model): Change {
  const {view, world} = model;
  const call = chosenCall(model);
  const row = chosenRow(model);
  const ids: Partial<Record<PaneId, [string, string | undefined]>> = {
    legs: ['leg id', view.leg ?? chosenLegs(model)[0]?.id],
    members: ['member id', view.member],
    events: ['leg id', row === undefined ? undefined : world.log.legOf(row)],
  };
  const [what, text] = ids[view.focus] ?? [];
  if (what && text) return {effect: {type: 'copy', what, text}};
  return call?.id
    ? {effect: {type: 'copy', what: 'conversation id', text: call.id}}
    : say(model, 'Nothing to copy yet.');
}

function onlyLeg(model: Model): Change {
  const {view, world} = model;
  if (view.onlyLeg !== undefined) return {view: {...view, onlyLeg: undefined}};
  const row = chosenRow(model);
  const leg =
    view.focus === 'legs'
      ? (view.leg ?? chosenLegs(model)[0]?.id)
      : row === undefined
        ? undefined
        : world.log.legOf(row);
  return leg === undefined ? say(model, 'This event is not about a leg.') : {view: {...view, onlyLeg: leg}};
}

const times: readonly TimeMode[] = ['clock', 'utc', 'start', 'previous'];

function nextTime({view}: Model): Change {
  return {view: {...view, time: times[(times.indexOf(view.time) + 1) % times.length] ?? 'clock'}};
}

function follow(model: Model): Change {
  const {view} = model;
  if (view.event) return {view: {...view, event: undefined}};
  const row = chosenRow(model);
  return row === undefined ? {} : {view: chooseRow(model, row)};
}

/** A short message in the hint line. */
export function say({view}: Model, text: string, tone: 'good' | 'bad' = 'bad'): Change {
  return {view: {...view, message: {text, tone}}};
}

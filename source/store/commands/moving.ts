import type {Model} from '../model.js';
import {scrolledBy} from '../scroll.js';
import {
  chosenCall,
  chosenLegs,
  chosenMembers,
  chosenRow,
  openProblems,
  placeOf,
  streamOf,
  wholeStream,
} from '../select.js';
import {shownCalls} from '../typing/found.js';
import type {PaneId, ViewState} from '../view-state.js';
import {moveInDetail} from './detail.js';

/** How far a key moves: rows, or a part of what the pane shows. */
export type Step = {by: number} | {pages: number} | {to: 'first' | 'last'};

/** Moves the selection, or the scroll, of the focused pane. */
export function move(model: Model, step: Step): ViewState {
  const {view} = model;
  const covering = view.overlay === 'explain' ? 'help' : view.overlay;
  return movers[covering === 'detail' || covering === 'help' ? covering : view.focus](model, step);
}

const movers: Record<PaneId | 'help', (model: Model, step: Step) => ViewState> = {
  calls: (model, step) => {
    const calls = shownCalls(model);
    const at = calls.findIndex(call => call.id === chosenCall(model)?.id);
    const next = calls[target(step, at, calls.length, pageOf(model, 'calls'))];
    return next ? chooseCall(model, next.id, target(step, at, calls.length, pageOf(model, 'calls')) - at) : model.view;
  },
  legs: (model, step) => {
    const ids = chosenLegs(model).map(leg => leg.id);
    return {...stayed(model), leg: choose(ids, model.view.leg, step, pageOf(model, 'legs'))};
  },
  members: (model, step) => {
    const ids = chosenMembers(model).map(member => member.id);
    return {...stayed(model), member: choose(ids, model.view.member, step, pageOf(model, 'members'))};
  },
  events: (model, step) => (model.view.eventsAs === 'json' ? scrollJson(model, step) : moveInStream(model, step)),
  problems: (model, step) => {
    const count = openProblems(model).length;
    return {...model.view, problem: Math.max(0, target(step, model.view.problem, count, pageOf(model, 'problems')))};
  },
  detail: (model, step) =>
    moveInDetail(model, (at, count) => target(step, at, count, Math.max(1, model.view.rows - 8))),
  ncco: scroll,
  session: scroll,
  help: scroll,
};

/** The shown call as the chosen one: who looks at a part of it is not taken to the next call that comes in. */
export function stayed(model: Model): ViewState {
  const id = chosenCall(model)?.id;
  const {view} = model;
  return view.call || id === undefined ? view : {...view, call: {item: id, anchor: view.rows}};
}

/** Makes a call the chosen one, and follows its stream. */
export function chooseCall(model: Model, id: string, moved: number): ViewState {
  const anchor = Math.max(0, (model.view.call?.anchor ?? model.view.rows) + moved);
  return {
    ...model.view,
    call: {item: id, anchor},
    event: undefined,
    leg: undefined,
    member: undefined,
    problem: 0,
    scroll: 0,
  };
}

/** Going up stops following; arriving at the end follows again. */
export function moveInStream(model: Model, step: Step): ViewState {
  const rows = 'to' in step ? wholeStream(model) : streamOf(model);
  if (rows.length === 0) return model.view;
  const page = pageOf(model, 'events');
  const {event} = model.view;
  const chosen = event && chosenRow(model);
  const at = chosen === undefined ? rows.length - 1 : placeOf(model, rows, chosen);
  const next = target(step, at, rows.length, page);
  const row = rows[next];
  if (row === undefined) return model.view;
  if (next === rows.length - 1 && !('by' in step && step.by < 0)) return {...model.view, event: undefined, scroll: 0};
  const anchor = Math.max(0, Math.min(page - 1, (event?.anchor ?? page - 1) + next - at));
  const unfollowedAt = event ? model.view.unfollowedAt : rows.at(-1);
  return {...model.view, event: {item: row, anchor}, unfollowedAt, scroll: 0};
}

/** Chooses one row of the stream, wherever it is. */
export function chooseRow(model: Model, row: number): ViewState {
  const {event, unfollowedAt} = model.view;
  const page = pageOf(model, 'events');
  const rows = streamOf(model);
  const anchor = event?.anchor ?? Math.floor(page / 2);
  return {...model.view, event: {item: row, anchor}, unfollowedAt: event ? unfollowedAt : rows.at(-1), scroll: 0};
}

function scrollJson(model: Model, step: Step): ViewState {
  return scrollBy(model, step, pageOf(model, 'events'));
}

function scroll(model: Model, step: Step): ViewState {
  return scrollBy(model, step, Math.max(1, model.view.rows - 6));
}

function scrollBy({view}: Model, step: Step, page: number): ViewState {
  const rows = 'pages' in step ? {by: step.pages * page} : step;
  return {...view, scroll: scrolledBy(view.scroll, rows)};
}

function choose(ids: readonly string[], now: string | undefined, step: Step, page: number): string | undefined {
  const at = Math.max(0, now === undefined ? 0 : ids.indexOf(now));
  return ids[target(step, at, ids.length, page)];
}

function target(step: Step, at: number, count: number, page: number): number {
  const wanted =
    'to' in step
      ? step.to === 'first'
        ? 0
        : count - 1
      : 'by' in step
        ? at + step.by
        : at + Math.trunc(step.pages * page);
  return Math.max(0, Math.min(count - 1, wanted));
}

/** Roughly how many rows a pane shows: what a page key moves by. */
function pageOf({view}: Model, pane: PaneId): number {
  const share = view.zoomed || view.columns >= 100 ? 0.6 : pane === 'events' ? 0.3 : 0.15;
  return Math.max(2, Math.floor(view.rows * share));
}

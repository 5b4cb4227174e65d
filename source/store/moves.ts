import {detailRows} from './detail/rows.js';
import type {Inside} from './layout.js';
import type {Model} from './model.js';
import {type Movement, scrolledBy} from './scroll.js';
import {chosenCall, streamOf} from './select.js';
import type {ViewState} from './view-state.js';
import {eventsWindow} from './windows.js';

/** Where a step leads from place `at` of `count`, where a page is so many. */
export function target(step: Movement, at: number, count: number, page: number): number {
  const last = count - 1;
  if ('to' in step) return step.to === 'first' ? 0 : Math.max(0, last);
  const by = 'by' in step ? step.by : Math.trunc(step.pages * Math.max(1, page));
  return Math.max(0, Math.min(last, at + by));
}

/** The same in a list of ids of which the first is chosen until another is. */
export function chooseId(ids: readonly string[], now: string | undefined, step: Movement, page: number) {
  return ids[target(step, Math.max(0, now === undefined ? 0 : ids.indexOf(now)), ids.length, page)];
}

/**
 * How far from the top of its window an item stands after a step from `at` to `next`. A page turns the window with the item in
 * it, so that no row is passed over and none is seen twice.
 */
export function anchorAfter(step: Movement, {at, start}: {at: number; start: number}, next: number): number {
  return Math.max(0, at - start + ('pages' in step ? 0 : next - at));
}

/** Scrolls a text of which a page is so many rows. */
export function scrollBy({view}: Model, step: Movement, page: number): ViewState {
  return {...view, scroll: scrolledBy(view.scroll, 'pages' in step ? {by: step.pages * Math.max(1, page)} : step)};
}

/** The shown call as the chosen one: a newer call does not take its place. */
export function stayed(model: Model): ViewState {
  const id = chosenCall(model)?.id;
  const {view} = model;
  return view.call || id === undefined ? view : {...view, call: {item: id, anchor: view.rows}};
}

/** Makes a call the chosen one, `moved` rows further down than the one before, and follows its stream. */
export function chooseCall({view}: Model, id: string, moved: number): ViewState {
  return callAt(view, {item: id, anchor: Math.max(0, (view.call?.anchor ?? view.rows) + moved)});
}

/** Makes the call at a place of the list the chosen one. */
export function callAt(view: ViewState, call: NonNullable<ViewState['call']>): ViewState {
  return {
    ...view,
    call,
    event: undefined,
    leg: undefined,
    member: undefined,
    problem: 0,
    scroll: 0,
  };
}

/** Going up stops following; arriving at the end follows again. */
export function moveInStream(model: Model, step: Movement, inside: Inside): ViewState {
  const {view} = model;
  // The ends are those of the whole stream, however far it has been searched.
  const window = eventsWindow('to' in step ? {...model, hasTime: undefined} : model, inside);
  const {rows, at, height} = window;
  const next = target(step, at, rows.length, height);
  const row = rows[next];
  if (row === undefined) return view;
  if (next === rows.length - 1 && !('by' in step && step.by < 0)) return {...view, event: undefined, scroll: 0};
  return readRow(model, row, Math.min(height - 1, anchorAfter(step, window, next)));
}

/** Makes a row of the stream the one that is read: it stays `anchor` rows from the top, whatever comes. */
export function readRow(model: Model, row: number, anchor: number): ViewState {
  const {event, unfollowedAt} = model.view;
  const from = event ? unfollowedAt : streamOf(model).at(-1);
  return {...model.view, event: {item: row, anchor}, unfollowedAt: from, scroll: 0};
}

/** Moves the detail's cursor, which is as far down as there are rows. */
export function moveInDetail(model: Model, step: Movement, page: number): ViewState {
  const {view} = model;
  const count = detailRows(model).length;
  const scroll = target(step, Math.min(view.scroll, count - 1), count, page);
  return {...view, scroll, detail: {...view.detail, hit: 0}};
}

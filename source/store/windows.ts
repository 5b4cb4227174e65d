import {type Print, printable, type Safe, wrap} from '../text/printable.js';
import {legLabel} from '../world/read/event-view.js';
import {type NccoRun, nccoRuns} from '../world/read/ncco-progress.js';
import {type Problem, saidOf} from '../world/read/problems.js';
import {type Inside, isStacked} from './layout.js';
import type {Model} from './model.js';
import {chosenCall, chosenLegs, chosenMembers, chosenRow, placeOf, streamOf, windowStart} from './select.js';
import {shownCalls} from './typing/found.js';
import type {ViewState} from './view-state.js';

/** Which part of what a pane holds can be seen: for whoever draws it, for the keys that turn a page, and for the mouse. */

/** Below this many cells a call has a second row for its parties. */
export const NARROW = 58;

/** The calls that can be seen: which they are, where they begin, and how many rows each has. */
export function callsWindow(model: Model, {width, height}: Inside) {
  const calls = shownCalls(model);
  const chosen = chosenCall(model);
  const perCall = width < NARROW && height > 1 ? 2 : 1;
  const shown = Math.floor(height / perCall);
  const at = chosen ? calls.indexOf(chosen) : -1;
  return {calls, perCall, shown, at, start: windowStart(calls.length, at, model.view.call?.anchor ?? shown - 1, shown)};
}

/** From this height on, a row for the names of the columns is worth what it takes. */
const TITLED = 14;

/** Rows above the ladder: names and states. */
const LADDER_HEAD = 2;

/** The part of the stream that can be seen: its rows, the first of them, how many fit, and how many rows stand above. */
export function eventsWindow(model: Model, inside: Inside) {
  const {event, eventsAs} = model.view;
  const rows = streamOf(model);
  const chosen = chosenRow(model);
  const top = eventsAs === 'ladder' ? LADDER_HEAD : eventsAs === 'list' && inside.height >= TITLED ? 1 : 0;
  const height = Math.max(1, inside.height - top);
  const at = event && chosen !== undefined ? placeOf(model, rows, chosen) : rows.length - 1;
  return {rows, chosen, height, top, at, start: windowStart(rows.length, at, event?.anchor ?? height - 1, height)};
}

/** The rows of the screen that a problem takes: its text, then its advice further to the right. */
export function problemRows(model: Model, problem: Problem, width: number, print: Print = printable) {
  const rows = (text: string | undefined, width: number): Safe[] =>
    text ? wrap(print(text, 600), Math.max(1, width)) : [];
  const label = legLabel(model.world, problem.leg);
  return {
    text: rows(`${label ? `${label} ` : ''}${saidOf(problem)}`, width - 3),
    advice: rows(problem.advice, width - 5),
  };
}

/** Which of the two tables about who takes part a pane has; on a narrow screen one is under the other. */
export type TakingPart = 'legs' | 'members' | 'both';

export function takingPart(view: ViewState, pane: 'legs' | 'members'): TakingPart {
  return isStacked(view) && !view.zoomed ? 'both' : pane;
}

/** The NCCOs of the chosen call. */
export function nccoLane(model: Model): readonly NccoRun[] {
  const call = chosenCall(model);
  return call ? nccoRuns(model.world, call) : [];
}

/** How the rows of a pane of `height` are shared out among those who take part; without `both`, a row is for the titles. */
export function takingPartRows(model: Model, show: TakingPart, height: number) {
  const [legs, members] = [chosenLegs(model).length, chosenMembers(model).length];
  const lane = Math.min(1, nccoLane(model).length);
  if (show === 'members') return {legs: 0, lane: 0, members: height - 1, isAside: false, isCut: members > height - 1};
  const isFocused = model.view.focus === 'members';
  const isBoth = show === 'both';
  // The lane stands beside the members: its two rows need two of them, and all must fit.
  const isAside = isBoth && members >= 2 && (isFocused || legs + members <= height);
  const room = isBoth ? height - (isFocused ? Math.min(members, height - 1) : 0) : height - 1;
  // Where not all fits, the members go first; the lane keeps its row below the legs.
  const laneRows = isAside || room <= Math.min(2, legs) ? 0 : lane;
  const legRows = Math.min(legs, room - laneRows);
  const isCut = legs + (isAside ? 0 : lane) + (isBoth ? members : 0) > height - (isBoth ? 0 : 1);
  return {legs: legRows, lane: laneRows, members: isBoth ? height - legRows - laneRows : 0, isAside, isCut};
}

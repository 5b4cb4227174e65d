import type {Finding} from '../call/finding.js';
import type {HealthObservation} from '../call/observation.js';
import {type Print, printable, type Safe, safe, wrap} from '../text/printable.js';
import {legLabel} from '../world/read/event-view.js';
import {type NccoRun, nccoRuns} from '../world/read/ncco-progress.js';
import {type Problem, saidOf} from '../world/read/problems.js';
import {type Inside, isStacked} from './layout.js';
import type {Model} from './model.js';
import {
  answeredRow,
  chosenCall,
  chosenLegs,
  chosenMembers,
  chosenRow,
  indexOfRow,
  streamOf,
  windowStart,
} from './select.js';
import type {SessionFact} from './session-facts.js';
import {shownCalls} from './typing/found.js';
import type {ViewState} from './view-state.js';

/** Which part of what a pane holds can be seen: for whoever draws it, for the keys that turn a page, and for the mouse. */

/** Below this many cells a call has a second row for its parties. */
const NARROW = 58;

/** The rows of a call in a list of so many cells. */
export function rowsPerCall(width: number): 1 | 2 {
  return width < NARROW ? 2 : 1;
}

/** From this height on, a row for the names of the columns is worth what it takes. */
const TITLED = 14;

/** The calls that can be seen: which they are, where they begin, how many rows each has, and how many stand above. */
export function callsWindow(model: Model, {width, height}: Inside) {
  const calls = shownCalls(model);
  const chosen = chosenCall(model);
  const perCall = height > 1 ? rowsPerCall(width) : 1;
  const top = perCall === 1 && height > 1 && (model.view.zoomed || height >= TITLED) ? 1 : 0;
  const shown = Math.floor((height - top) / perCall);
  const at = calls.findIndex(({id}) => id === chosen?.id);
  const start = windowStart(calls.length, at, model.view.call?.anchor ?? shown - 1, shown);
  return {calls, perCall, shown, at, start, top};
}

/** Rows above the ladder: names and states. */
const LADDER_HEAD = 2;

/** The part of the stream that can be seen: its rows, the first of them, how many fit, and how many rows stand above. */
export function eventsWindow(model: Model, inside: Inside) {
  const {event, eventsAs} = model.view;
  const rows = streamOf(model);
  const chosen = chosenRow(model);
  const top = eventsAs === 'ladder' ? LADDER_HEAD : eventsAs === 'list' && inside.height >= TITLED ? 1 : 0;
  const height = Math.max(1, inside.height - top);
  const at = event && chosen !== undefined ? indexOfRow(model, rows, chosen) : rows.length - 1;
  // Events of the ladder may take several rows: how many fill the room to the end is not known here.
  const start =
    eventsAs === 'ladder' && event
      ? Math.max(0, at - Math.min(event.anchor, height - 1))
      : windowStart(rows.length, at, event?.anchor ?? height - 1, height);
  return {rows, chosen, height, top, at, start};
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

/** Cells for the name of a row of the session, and a blank before it. */
export const FACT_NAME = 12;

/** What a row of the session says in words, in as many rows as it takes; numbers have one, which is not made here. */
export function factRows(fact: SessionFact, width: number, print: Print = printable): readonly Safe[] {
  const rows = (text: string, sign = 0) => wrap(print(text, 300), Math.max(1, width - FACT_NAME - sign));
  if (fact.kind === 'text' || fact.kind === 'path') return rows(fact.text);
  if (fact.kind === 'health') return rows(fact.health.text, 2);
  return fact.kind === 'file' && fact.file !== undefined ? rows(fact.file) : [safe``];
}

/** A part of the monitor that fails, behind a sign. */
export function healthRows({part, text}: HealthObservation, width: number, print: Print = printable): readonly Safe[] {
  return wrap(print(`${part}: ${text}`, 600), Math.max(1, width - 3));
}

/** An action of an NCCO, behind its number. */
export function actionRows(text: string, place: number, width: number, print: Print = printable): readonly Safe[] {
  return wrap(print(text, 200), Math.max(1, width - String(place).length - 2));
}

/** What the check of an NCCO found, behind a sign. */
export function findingRows({path, text}: Finding, width: number, print: Print = printable): readonly Safe[] {
  return wrap(print(`${path ?? ''} ${text}`.trim(), 600), Math.max(1, width - 3));
}

/** The rows of what the chosen call was answered with; of actions that the World does not keep, one each. */
export function nccoRowCount(model: Model, width: number): number {
  const row = answeredRow(model);
  if (row === undefined) return 0;
  const {actions, count} = model.world.log.nccos.get(row) ?? {actions: [], count: 0};
  const reply = model.payloads.get(model.world.log.replyOf(row) ?? -1);
  const findings = (reply?.source === 'reply' && reply.findings) || [];
  const rows = [
    ...actions.map(({text}, i) => actionRows(text, i + 1, width)),
    ...findings.map(each => findingRows(each, width)),
  ];
  return rows.reduce((sum, each) => sum + each.length, count - actions.length + 1);
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

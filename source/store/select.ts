import {firstIndex} from '../call/first-index.js';
import type {HealthObservation} from '../call/observation.js';
import {narrows} from '../filter/narrows.js';
import {parseFilter} from '../filter/parse.js';
import {rowFilter} from '../filter/row-filter.js';
import type {EventLog} from '../world/event-log.js';
import {membersOf} from '../world/fold/member.js';
import {compareRows} from '../world/fold/order.js';
import {legsOf} from '../world/read/history.js';
import {legOfRow} from '../world/read/leg-of-row.js';
import {isSerious, type Problem, problemsOf} from '../world/read/problems.js';
import {movedTo} from '../world/read/state.js';
import type {Conversation, Leg, Member, World} from '../world/world.js';
import {callsOf} from './call-order.js';
import {isShown} from './cleared.js';
import type {Model} from './model.js';
import {type Question, type Sifted, sift} from './stream.js';
import {activeFilter, contextKey, contextOf} from './typing/active.js';
import type {ViewState} from './view-state.js';

/** What the screen shows, derived from World and view: each list once per change, each choice by id. */

/**
 * The call that the other panes are about: the chosen one, or the one whose event somebody reads; else the newest, or the
 * one that the newest went on in.
 */
export function chosenCall({world, view}: Model): Conversation | undefined {
  const id = view.call?.item ?? (view.event && world.log.conversationOf(primaryOf(world, view.event.item)));
  const chosen = id === undefined ? undefined : readOf(world, id);
  if (chosen) return chosen;
  const calls = callsOf(world);
  const isHere = (call: Conversation) => isShown({view}, call);
  const newest = calls.findLast(call => call.id !== '' && isHere(call));
  const read = newest && readOf(world, newest.id);
  return read ? (movedTo(world, read) ?? read) : calls.findLast(isHere);
}

/** A call by its events as far as they are here; else by its summary. */
function readOf({conversations, summed}: World, id: string): Conversation | undefined {
  return conversations.get(id) ?? summed.get(id);
}

/** The rows of the stream of the chosen call that pass the filter, in order: as far as they have been found by now. */
export function streamOf(model: Model): readonly number[] {
  return siftedOf(model).rows;
}

/** All of it, for a command that would be wrong about a part: the rest is searched at once. */
export function wholeStream(model: Model): readonly number[] {
  return streamOf({...model, hasTime: undefined});
}

/** How much of the chosen call has been searched for what passes the filter, in whole per cent; undefined once all of it has. */
export function searchedOf(model: Model): number | undefined {
  const {searched} = siftedOf(model);
  return searched === 1 ? undefined : Math.floor(searched * 100);
}

/** Whether the stream shows a row, or will when the search gets there. */
export function isInStream(model: Model, row: number): boolean {
  const call = chosenCall(model);
  if (!call || indexOfRow(model, call.rows, row) < 0) return false;
  return questionOf(model, call)?.testOf()(row) ?? true;
}

function siftedOf(model: Model): Sifted {
  const call = chosenCall(model);
  const question = call && questionOf(model, call);
  return question ? sift(call.rows, question) : {rows: call?.rows ?? [], searched: 1};
}

/** What the rows of a call are asked for; undefined where all are shown. */
function questionOf({view, world, hasTime, memo}: Model, call: Conversation): Question | undefined {
  const text = view.marksOnly ? '' : activeFilter(view, 'events');
  const leg = view.onlyLeg;
  const from = view.cleared?.rows ?? 0;
  if (text.trim() === '' && leg === undefined && !view.onlyBookmarks && from === 0) return undefined;
  const bookmarks = view.onlyBookmarks ? shownBookmarks(world, view) : undefined;
  // `leg:L2` is another leg once an earlier one has come to light.
  const legs = legsOf(world, call).map(({id}) => id);
  const {filter} = parseFilter(text);
  return {
    text,
    memo,
    context: JSON.stringify([contextKey(view, text), leg, from, bookmarks && [...bookmarks], legs]),
    version: call.version,
    rowCount: world.log.length,
    hasTime,
    isNarrower(text) {
      const before = parseFilter(text).filter;
      return filter !== undefined && before !== undefined && narrows(filter, before);
    },
    testOf() {
      const passes = filter && rowFilter(world, call, filter, contextOf(world, view));
      return row =>
        row >= from &&
        (leg === undefined || legOfRow(world, call, row) === leg) &&
        (!bookmarks || bookmarks.has(row)) &&
        (!passes || passes(row));
    },
  };
}

/** The row that speaks for the fact of `row`. */
export function primaryOf({log}: World, row: number): number {
  return log.speakerOf(row);
}

/** Bookmarked rows; one that another row has come to speak for stands for that row. */
export function shownBookmarks(world: World, {bookmarks}: Pick<ViewState, 'bookmarks'>): ReadonlySet<number> {
  return new Set([...bookmarks].map(row => primaryOf(world, row)));
}

/** Where a row stands in (a part of) a stream, -1 where it does not: rows are sorted, so that nobody has to walk a million. */
export function indexOfRow({world: {log}}: Model, rows: readonly number[], row: number): number {
  for (let i = placeFor(log, rows, row); i < rows.length && compareRows(log, rows[i] ?? 0, row) === 0; i++)
    if (rows[i] === row) return i;
  return rows.lastIndexOf(row);
}

/** How many rows of (a part of) a stream stand below a row, whether it is one of them or not. */
export function countBelow({world: {log}}: Model, rows: readonly number[], row: number): number {
  let at = placeFor(log, rows, row);
  while (at < rows.length && compareRows(log, rows[at] ?? 0, row) === 0) at++;
  return rows.length - at;
}

/** The first place at which a row could stand. */
function placeFor(log: EventLog, rows: readonly number[], row: number): number {
  return firstIndex(rows.length, i => compareRows(log, rows[i] ?? 0, row) < 0);
}

/** The event that the detail shows: the chosen one, or the one that has come to speak for it; else the last of the stream. */
export function chosenRow(model: Model): number | undefined {
  const rows = streamOf(model);
  const {event} = model.view;
  const chosen = event && primaryOf(model.world, event.item);
  return chosen !== undefined && indexOfRow(model, rows, chosen) >= 0 ? chosen : rows.at(-1);
}

/** The leg that the chosen event is about. */
export function legOfChosenRow(model: Model): string | undefined {
  const call = chosenCall(model);
  const row = chosenRow(model);
  return call && row !== undefined ? legOfRow(model.world, call, row) : undefined;
}

type Answers = {upTo: number; rows: number[]};
const answers = new WeakMap<EventLog, Answers>();

/** Answer webhooks of all calls, as they came: only what is new in the log is looked at. */
function answersOf(log: EventLog): readonly number[] {
  const known = answers.get(log) ?? {upTo: 0, rows: []};
  for (; known.upTo < log.length; known.upTo++) if (log.typeOf(known.upTo) === 'answer') known.rows.push(known.upTo);
  answers.set(log, known);
  return known.rows;
}

/** The row of the chosen call's answer webhook that was answered last. */
export function answeredRow(model: Model): number | undefined {
  const {log} = model.world;
  const id = chosenCall(model)?.id;
  return answersOf(log).findLast(row => log.replyOf(row) !== undefined && log.conversationOf(row) === id);
}

/** The seq of the reply that it got. */
export function nccoReplySeq(model: Model): number | undefined {
  const row = answeredRow(model);
  return row === undefined ? undefined : model.world.log.replyOf(row);
}

export function chosenLegs(model: Model): readonly Leg[] {
  const call = chosenCall(model);
  return call ? legsOf(model.world, call) : [];
}

export function chosenMembers(model: Model): readonly Member[] {
  const call = chosenCall(model);
  return call ? membersOf(model.world, call) : [];
}

/** Parts of the monitor itself that fail now, the newest first; what fails for one call alone is that call's problem. */
export function failingHealth({world}: Model): readonly HealthObservation[] {
  return [...world.health.values()]
    .filter(({state, conversation}) => state === 'failing' && conversation === undefined)
    .sort((a, b) => b.at - a.at);
}

/** A problem is known again by what it is about, not by its place. */
export function problemKey(call: string, problem: Problem): string {
  const {code, key, leg = '', row = '', text} = problem;
  return `${call} ${key ?? `${code} ${leg} ${row} ${text}`}`;
}

/** The problems of a call, the chosen one by default, that nobody has acknowledged. */
export function openProblems(model: Model, call = chosenCall(model)): readonly Problem[] {
  if (!call) return [];
  const {acknowledged} = model.view;
  return problemsOf(model.world, call).filter(problem => !acknowledged.has(problemKey(call.id, problem)));
}

/**
 * The problem that is acknowledged next: the chosen one in its pane; else what is marked at the chosen event, and what the row
 * of judgement tells of.
 */
export function chosenProblem(model: Model): Problem | undefined {
  const {view, world} = model;
  const open = openProblems(model);
  if (view.focus === 'problems') return open[Math.min(view.problem, open.length - 1)];
  const row = view.event && chosenRow(model);
  const here = open.find(
    problem => row !== undefined && problem.row !== undefined && primaryOf(world, problem.row) === row,
  );
  return here ?? open.findLast(isSerious) ?? open.at(-1);
}

/** First item of a window of `height` over `count` items in which item `index` stands `anchor` rows from the top. */
export function windowStart(count: number, index: number, anchor: number, height: number): number {
  const at = Math.max(0, Math.min(anchor, height - 1));
  return Math.max(0, Math.min(index - at, count - height));
}

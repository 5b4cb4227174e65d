import {legsOf} from '../world/history.js';
import {membersOf} from '../world/member.js';
import {type Problem, problemsOf} from '../world/problems.js';
import type {Conversation, Leg, Member, World} from '../world/world.js';
import {parseFilter} from './filter/parse.js';
import {rowFilter} from './filter/rows.js';
import type {Model} from './model.js';
import {activeFilter, clockOf} from './typing/active.js';

/** What the screen shows, derived from World and view: each list once per change, each choice by id. */

const callLists = new WeakMap<World, readonly Conversation[]>();

/** The calls in order of first sight; what belongs to no call comes last, and only when there is something. */
export function callsOf(world: World): readonly Conversation[] {
  const known = callLists.get(world);
  if (known) return known;
  const calls = [...world.conversations.values()].sort((a, b) => (a.index || Infinity) - (b.index || Infinity));
  callLists.set(world, calls);
  return calls;
}

/** The call that the other panes are about: the chosen one, else the newest. */
export function chosenCall({world, view}: Model): Conversation | undefined {
  const chosen = view.call && world.conversations.get(view.call.item);
  return chosen ?? callsOf(world).findLast(call => call.id !== '') ?? callsOf(world).at(-1);
}

type Filtered = {version: number; text: string; utc: boolean; onlyLeg: string | undefined; rows: readonly number[]};
const filtered = new WeakMap<readonly number[], Filtered>();

/** The rows of the stream of the chosen call that pass the filter, in order. */
export function streamOf(model: Model): readonly number[] {
  const call = chosenCall(model);
  if (!call) return [];
  const {view, world} = model;
  const text = view.marksOnly ? '' : activeFilter(view, 'events');
  if (text.trim() === '' && view.onlyLeg === undefined) return call.rows;
  const known = filtered.get(call.rows);
  const utc = view.time === 'utc';
  const isKnown = known?.version === call.version && known.text === text && known.onlyLeg === view.onlyLeg;
  if (isKnown && known.utc === utc) return known.rows;
  const {filter} = parseFilter(text);
  const passes = filter && rowFilter(world, call, filter, clockOf(view));
  const leg = view.onlyLeg;
  const rows = call.rows.filter(row => (leg === undefined || world.log.legOf(row) === leg) && (!passes || passes(row)));
  filtered.set(call.rows, {version: call.version, text, utc, onlyLeg: view.onlyLeg, rows});
  return rows;
}

/** The event that the detail shows: the chosen one, else the last of the stream. */
export function chosenRow(model: Model): number | undefined {
  const rows = streamOf(model);
  const chosen = model.view.event?.item;
  return chosen !== undefined && rows.includes(chosen) ? chosen : rows.at(-1);
}

/** The seq of the reply that the chosen call's answer webhook got last. */
export function nccoReplySeq(model: Model): number | undefined {
  const {log} = model.world;
  const answered = chosenCall(model)?.rows.findLast(row => log.typeOf(row) === 'answer' && log.replies.has(row));
  return answered === undefined ? undefined : log.replies.get(answered);
}

export function chosenLegs(model: Model): readonly Leg[] {
  const call = chosenCall(model);
  return call ? legsOf(model.world, call) : [];
}

export function chosenMembers(model: Model): readonly Member[] {
  const call = chosenCall(model);
  return call ? membersOf(model.world, call) : [];
}

/** A problem is known again by what it is about, not by its place. */
export function problemKey(call: string, problem: Problem): string {
  return `${call} ${problem.code} ${problem.leg ?? ''} ${problem.row ?? ''} ${problem.text}`;
}

/** The problems of the chosen call that nobody has acknowledged. */
export function openProblems(model: Model): readonly Problem[] {
  const call = chosenCall(model);
  if (!call) return [];
  const {acknowledged} = model.view;
  return problemsOf(model.world, call).filter(problem => !acknowledged.has(problemKey(call.id, problem)));
}

/** First item of a window of `height` over `count` items in which item `index` stands `anchor` rows from the top. */
export function windowStart(count: number, index: number, anchor: number, height: number): number {
  const at = Math.max(0, Math.min(anchor, height - 1));
  return Math.max(0, Math.min(index - at, count - height));
}

import {isSerious, problemsOf} from '../world/read/problems.js';
import {callStatus, stateOf} from '../world/read/state.js';
import {span, spanOf} from '../world/read/timings.js';
import type {Conversation, World} from '../world/world.js';
import type {CallSort} from './view-state.js';

/** The calls in an order of the person's choice. What is known of a call is worked out once until the call changes. */

const callLists = new WeakMap<World, readonly Conversation[]>();

/** The calls in order of first sight; what belongs to no call comes last, and only when there is something. */
export function callsOf(world: World): readonly Conversation[] {
  const known = callLists.get(world);
  if (known) return known;
  const {conversations, summed} = world;
  // Both maps are in that order already.
  const calls = [...summed.values()].map(each => newerOf(conversations.get(each.id), each));
  for (const [id, call] of conversations) if (id !== '' && !summed.has(id)) calls.push(call);
  const others = conversations.get('');
  if (others) calls.push(others);
  callLists.set(world, calls);
  return calls;
}

/** A call as the list has it. */
function callOf({conversations, summed}: World, id: string): Conversation | undefined {
  const [read, told] = [conversations.get(id), summed.get(id)];
  return told ? newerOf(read, told) : read;
}

/** Of a call that is read no more, or of which not all has been read, a summary may have heard later. */
function newerOf(read: Conversation | undefined, told: Conversation): Conversation {
  return read && read.lastSeenAt >= told.lastSeenAt ? read : told;
}

const liveCounts = new WeakMap<World, number>();

/** How many calls are up. */
export function liveCount(world: World): number {
  const known = liveCounts.get(world);
  if (known !== undefined) return known;
  let count = 0;
  for (const call of callsOf(world)) if (isUp(call)) count++;
  liveCounts.set(world, count);
  return count;
}

/** Whether a call is up. */
export function isUp(call: Conversation): boolean {
  return call.id !== '' && stateOf(call) === 'active';
}

/** How long a call has lasted, or lasted, ms: from its first stamp to its last, or to `now`; undefined before the first. */
export function durationOf(world: World, call: Conversation, now: number): number | undefined {
  const {from, to} = spanMemo(world, call);
  if (from === undefined) return undefined;
  if (to !== undefined) return span(from, to);
  return Math.max(0, (isUp(call) ? now : call.lastSeenAt) - (call.lag ?? 0) - from);
}

const spans = new WeakMap<Conversation, ReturnType<typeof spanOf>>();

function spanMemo(world: World, call: Conversation): ReturnType<typeof spanOf> {
  const known = spans.get(call) ?? spanOf(world, call);
  spans.set(call, known);
  return known;
}

/** How many problems of a call are more than a hint. */
function problemCount(world: World, call: Conversation): number {
  return call.summed?.problems ?? problemsOf(world, call).filter(isSerious).length;
}

/** What is up comes first, then what went wrong. */
function stateRank(world: World, call: Conversation): number {
  if (call.id === '') return 3;
  if (isUp(call)) return 0;
  return callStatus(world, call) === 'completed' ? 2 : 1;
}

/** The smaller comes first; equal calls stay in order of first sight. */
const keys: Readonly<Record<Exclude<CallSort, 'start'>, (world: World, call: Conversation) => number>> = {
  duration: (world, call) => -(durationOf(world, call, world.now) ?? -1),
  state: stateRank,
  problems: (world, call) => -problemCount(world, call),
};

/** Keys that no clock moves. */
const memos = {state: new WeakMap<Conversation, number>(), problems: new WeakMap<Conversation, number>()};

function keyOf(world: World, call: Conversation, sort: Exclude<CallSort, 'start'>): number {
  if (sort === 'duration') return keys.duration(world, call);
  const known = memos[sort].get(call) ?? keys[sort](world, call);
  memos[sort].set(call, known);
  return known;
}

type Sorted = {sort: CallSort; calls: readonly Conversation[]};
const sorted = new WeakMap<World, Sorted>();

/** An order that was found lasts so long, ms of the World's time: rows that change places all the time cannot be read. */
const ORDER_MS = 1000;

type Order = {sort: CallSort; at: number; ids: readonly string[]};
/** The order before this one: sorting what is nearly sorted costs little more than looking at it. */
const orders = new WeakMap<World['conversations'], Order>();

/** The calls as the list shows them. */
export function sortedCalls(world: World, sort: CallSort): readonly Conversation[] {
  if (sort === 'start') return callsOf(world);
  const known = sorted.get(world);
  if (known?.sort === sort) return known.calls;
  const order = orders.get(world.conversations);
  const calls = inOrder(world, order?.ids ?? []);
  const isFresh = order?.sort === sort && order.ids.length === calls.length && world.now - order.at < ORDER_MS;
  if (!isFresh) {
    const rank = new Map(calls.map(call => [call, keyOf(world, call, sort)]));
    calls.sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0) || (a.index || Infinity) - (b.index || Infinity));
    orders.set(world.conversations, {sort, at: world.now, ids: calls.map(({id}) => id)});
  }
  sorted.set(world, {sort, calls});
  return calls;
}

/** The calls in an order of their ids, those that it does not name behind the others. */
function inOrder(world: World, ids: readonly string[]): Conversation[] {
  const all = callsOf(world);
  const calls = ids.flatMap(id => callOf(world, id) ?? []);
  if (calls.length === all.length) return calls;
  const placed = new Set(ids);
  for (const call of all) if (!placed.has(call.id)) calls.push(call);
  return calls;
}

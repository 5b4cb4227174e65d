import {statuses, statusNames} from '../../call/status.js';
import {API, RTC, WEBHOOK} from '../event-log.js';
import {statusRows, witnessesOf} from '../fold/enter.js';
import type {Conversation, HistoryEntry, Leg, LegOrder, Witness, World} from '../world.js';

/** Every status of a leg, by Vonage's stamp and then rank, with who reported it. Of a flood of one status, the first. */
export function historyOf(world: World, leg: Leg): readonly HistoryEntry[] {
  const known = world.memo.histories.get(leg.id);
  if (known) return known;
  const {log} = world;
  const history: HistoryEntry[] = [];
  for (const status of statusNames) {
    const rows = statusRows(world, leg.id, status);
    for (const row of rows) {
      if (log.primary[row]) continue;
      let bits = 0;
      for (const each of rows) if (each === row || log.primary[each] === row + 1) bits |= log.flags[each] ?? 0;
      history.push({status, at: log.at[row] ?? 0, arrivedAt: log.arrived[row] ?? 0, witnesses: namesOf(bits), row});
    }
  }
  history.sort((a, b) => a.at - b.at || statuses[a.status].rank - statuses[b.status].rank);
  return world.memo.histories.set(leg.id, history);
}

/** Who reported the fact of a row, the absorbed rows' witnesses included. */
export function witnessNames(world: World, row: number): Witness[] {
  return namesOf(witnessBits(world, row));
}

function namesOf(bits: number): Witness[] {
  const names: Witness[] = [];
  if (bits & WEBHOOK) names.push('webhook');
  if (bits & RTC) names.push('rtc');
  if (bits & API) names.push('api');
  return names;
}

/** The same as bits of `EventLog`. */
export function witnessBits(world: World, row: number): number {
  let bits = 0;
  for (const each of witnessesOf(world, row)) bits |= world.log.flags[each] ?? 0;
  return bits & (WEBHOOK | RTC | API);
}

/** The legs of a conversation in the order in which they began: L1, L2, … */
export function legsOf(world: World, conversation: Conversation): readonly Leg[] {
  const known = memo.get(conversation);
  if (known) return known;
  const legs = orderOf(world, conversation)
    .ids.map(id => world.legs.get(id))
    .filter(leg => leg !== undefined);
  memo.set(conversation, legs);
  return legs;
}

const memo = new WeakMap<Conversation, readonly Leg[]>();

/** A leg's place among the legs of a conversation, from 0; undefined when it is none of them. */
export function placeOfLeg(world: World, conversation: Conversation, leg: string): number | undefined {
  return orderOf(world, conversation).places.get(leg);
}

/** Kept up to date by what changed: a room of many legs costs no more for each event than a call of two. */
function orderOf(world: World, conversation: Conversation): LegOrder {
  let order = world.memo.orders.get(conversation.id);
  if (!order) {
    order = {ids: [], begins: [], places: new Map(), stale: new Set(conversation.legs)};
    world.memo.orders.set(conversation.id, order);
  }
  for (const id of order.stale) {
    const leg = world.legs.get(id);
    if (leg) settle(order, id, beginOf(world, leg));
  }
  order.stale.clear();
  return order;
}

const beginOf = (world: World, leg: Leg): number => historyOf(world, leg)[0]?.at ?? leg.startTime ?? leg.firstSeenAt;

/** Puts a leg where its beginning says that it belongs; nothing is moved where it stands there already. */
function settle({ids, begins, places}: LegOrder, id: string, begin: number): void {
  const from = places.get(id);
  if (from !== undefined && begins[from] === begin) return;
  if (from !== undefined) {
    ids.splice(from, 1);
    begins.splice(from, 1);
  }
  let to = ids.length;
  const isBehind = (i: number) => (begins[i] === begin ? (ids[i] ?? '') > id : (begins[i] ?? 0) > begin);
  while (to > 0 && isBehind(to - 1)) to--;
  ids.splice(to, 0, id);
  begins.splice(to, 0, begin);
  for (let i = Math.min(from ?? to, to); i < ids.length; i++) places.set(ids[i] ?? '', i);
}

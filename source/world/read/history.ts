import {type Status, statuses, statusNames} from '../../call/status.js';
import {API, RTC, WEBHOOK} from '../event-log.js';
import {statusRows, witnessesOf} from '../fold/enter.js';
import type {Conversation, Leg, World} from '../world.js';

export type Witness = 'webhook' | 'rtc' | 'api';

/** One status in the life of a leg. Times in ms since the epoch. */
export type HistoryEntry = {status: Status; at: number; arrivedAt: number; witnesses: Witness[]; row: number};

const memo = new WeakMap<Leg, {version: number; history: readonly HistoryEntry[]}>();

/** Every status of a leg, by Vonage's stamp and then rank, with who reported it. */
export function historyOf(world: World, leg: Leg): readonly HistoryEntry[] {
  const version = world.conversations.get(leg.conversation)?.version ?? 0;
  const known = memo.get(leg);
  if (known?.version === version) return known.history;
  const history = statusNames
    .flatMap(status => statusRows(world, leg.id, status).map(row => entry(world, status, row)))
    .sort((a, b) => a.at - b.at || statuses[a.status].rank - statuses[b.status].rank);
  memo.set(leg, {version, history});
  return history;
}

function entry(world: World, status: Status, row: number): HistoryEntry {
  const {log} = world;
  return {status, at: log.at[row] ?? 0, arrivedAt: log.arrived[row] ?? 0, witnesses: witnessNames(world, row), row};
}

/** Who reported the fact of a row, the absorbed rows' witnesses included. */
export function witnessNames(world: World, row: number): Witness[] {
  const bits = witnessBits(world, row);
  return [
    ...(bits & WEBHOOK ? (['webhook'] as const) : []),
    ...(bits & RTC ? (['rtc'] as const) : []),
    ...(bits & API ? (['api'] as const) : []),
  ];
}

/** The same as bits of `EventLog`. */
export function witnessBits(world: World, row: number): number {
  let bits = 0;
  for (const each of witnessesOf(world, row)) bits |= world.log.flags[each] ?? 0;
  return bits & (WEBHOOK | RTC | API);
}

/** The legs of a conversation in the order in which they began: L1, L2, … */
export function legsOf(world: World, conversation: Conversation): readonly Leg[] {
  const known = legMemo.get(conversation);
  if (known) return known;
  const legs = conversation.legs
    .map(id => world.legs.get(id))
    .filter(leg => leg !== undefined)
    .map(leg => ({leg, first: historyOf(world, leg)[0]?.at ?? leg.startTime ?? leg.firstSeenAt}))
    .sort((a, b) => a.first - b.first || (a.leg.id < b.leg.id ? -1 : 1))
    .map(({leg}) => leg);
  legMemo.set(conversation, legs);
  return legs;
}

const legMemo = new WeakMap<Conversation, readonly Leg[]>();

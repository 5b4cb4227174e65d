import {statuses, statusNames} from '../../call/status.js';
import {API, MEDIA, RTC, WEBHOOK} from '../event-log.js';
import {statusRows, witnessesOf} from '../fold/enter.js';
import type {Conversation, HistoryEntry, Leg, Witness, World} from '../world.js';

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

/** The witnesses in the bits of `EventLog`. */
export function namesOf(bits: number): Witness[] {
  const names: Witness[] = [];
  if (bits & WEBHOOK) names.push('webhook');
  if (bits & RTC) names.push('rtc');
  if (bits & API) names.push('api');
  if (bits & MEDIA) names.push('media');
  return names;
}

/** The same as bits of `EventLog`. */
export function witnessBits(world: World, row: number): number {
  let bits = 0;
  for (const each of witnessesOf(world, row)) bits |= world.log.flags[each] ?? 0;
  return bits & (WEBHOOK | RTC | API | MEDIA);
}

/** The legs of a conversation, by their numbers. */
export function legsOf(world: World, conversation: Conversation): readonly Leg[] {
  const known = memo.get(conversation);
  if (known) return known;
  const legs = conversation.legs.map(id => world.legs.get(id)).filter(leg => leg !== undefined);
  legs.sort((a, b) => a.number - b.number);
  memo.set(conversation, legs);
  return legs;
}

const memo = new WeakMap<Conversation, readonly Leg[]>();

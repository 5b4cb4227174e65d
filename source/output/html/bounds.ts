import {isSerious, problemsOf} from '../../world/read/problems.js';
import type {Conversation, World} from '../../world/world.js';

/**
 * How much a report holds at most, so that it can be attached to a ticket and a browser opens it at once: about ten megabytes, whatever the
 * recording has. Events and payloads are of all calls together, a payload and the events of a call of one.
 */
export const MOST = {
  calls: 200,
  events: 4000,
  eventsOfCall: 1000,
  /** Characters. */
  payloads: 3_000_000,
  payload: 16_000,
  /** Parties with a lane of their own in the ladder. */
  lanes: 24,
} as const;

/** The calls that have room: those with problems before the others, and newer ones before older ones. In their order. */
export function callsWithRoom(world: World, calls: readonly Conversation[]): readonly Conversation[] {
  if (calls.length <= MOST.calls) return calls;
  const isBad = (call: Conversation) => problemsOf(world, call).some(isSerious);
  const [bad, good] = [calls.filter(isBad), calls.filter(call => !isBad(call))];
  const wanted = new Set([...bad.slice(-MOST.calls), ...good.slice(-(MOST.calls - bad.length))].slice(0, MOST.calls));
  return calls.filter(call => wanted.has(call));
}

/** How many events each call may have at most, so that all of them together have room: where one has few, the others have more. */
export function eventsEach(counts: readonly number[]): number {
  let [rest, left] = [MOST.events, counts.length];
  for (const count of [...counts].sort((a, b) => a - b)) {
    const share = Math.floor(rest / left);
    if (count > share) return Math.min(MOST.eventsOfCall, Math.max(2, share));
    rest -= count;
    left--;
  }
  return MOST.eventsOfCall;
}

/** The first and the last of some rows, `most` in all: how a call began and how it ended. */
export function bothEnds(rows: readonly number[], most: number): readonly number[] {
  if (rows.length <= most) return rows;
  const head = Math.ceil(most / 2);
  return [...rows.slice(0, head), ...rows.slice(rows.length - (most - head))];
}

import {type EventLog, UNSTAMPED} from '../event-log.js';
import {witnessesOf} from '../fold/enter.js';
import type {World} from '../world.js';

/** A stamp and an arrival further apart, ms, are of two times: a call that is replayed, or one that was over before it was asked for. */
const MOST_MS = 3_600_000;

/**
 * How long something took to get here, ms, clocks apart included; undefined where its stamp is not of the time at which it came,
 * or where the clock that stamped it is ahead of this one: nothing comes before it was sent.
 */
export function delayBetween(at: number, arrivedAt: number): number | undefined {
  const delay = arrivedAt - at;
  return delay >= 0 && delay <= MOST_MS ? delay : undefined;
}

/** The same of one report, whoever else reported that; undefined also where it has no stamp. */
export function delayOfReport(log: EventLog, row: number): number | undefined {
  return log.has(row, UNSTAMPED) ? undefined : delayBetween(log.at[row] ?? 0, log.arrived[row] ?? 0);
}

/** The same of an event, by whoever reported it first. */
export function delayOf(world: World, row: number): number | undefined {
  const {log} = world;
  if (log.has(row, UNSTAMPED)) return undefined;
  const arrivals = witnessesOf(world, row).map(each => log.arrived[each] ?? 0);
  return delayBetween(
    log.at[row] ?? 0,
    arrivals.reduce((least, each) => Math.min(least, each)),
  );
}

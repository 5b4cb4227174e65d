import {type EventLog, UNSTAMPED, WEBHOOK} from '../world/event-log.js';
import {delayOfReport} from '../world/read/delay.js';
import type {World} from '../world/world.js';

/** How many webhooks count, and how many rows are looked at for them: this is asked for with every frame. */
const WEBHOOKS = 200;
const ROWS = 1000;

/**
 * From Vonage's stamp to the arrival of its webhook, ms, over the last webhooks: half of them are faster than `p50`. There is
 * neither where the stamps are not of now.
 */
export type Delays = {p50?: number; p95?: number; count: number};

const memo = new WeakMap<World, Delays | undefined>();

/** How long webhooks take to get here, clocks apart included; undefined before the first with a stamp. */
export function webhookDelays(world: World): Delays | undefined {
  if (!memo.has(world)) memo.set(world, delaysOf(world.log));
  return memo.get(world);
}

function delaysOf(log: EventLog): Delays | undefined {
  const delays: number[] = [];
  let isStamped = false;
  for (let row = log.length - 1; row >= Math.max(0, log.length - ROWS) && delays.length < WEBHOOKS; row--) {
    if (!log.has(row, WEBHOOK) || log.has(row, UNSTAMPED)) continue;
    const delay = delayOfReport(log, row);
    isStamped = true;
    if (delay !== undefined) delays.push(delay);
  }
  if (delays.length === 0) return isStamped ? {count: 0} : undefined;
  delays.sort((a, b) => a - b);
  const at = (share: number) => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? 0;
  return {p50: at(0.5), p95: at(0.95), count: delays.length};
}

import {legsOf} from '../world/read/history.js';
import {isLive, partyOf, typeOf} from '../world/read/state.js';
import {costOf, timingsOf} from '../world/read/timings.js';
import type {Conversation, Leg, World} from '../world/world.js';
import {callsOf} from './call-order.js';

/** How many calls back a rate is looked for: somebody who tests calls the same few numbers all day. */
const LOOK_BACK = 50;

/** What a call costs, in EUR: exact where each price is known; `isEstimate` while a leg is still talking at a rate known. */
export type Cost = {eur: string; isEstimate: boolean};

/**
 * Vonage gives `rate` (EUR a minute) and `price` only with `completed`. Until then a leg's rate is that of the last leg to or from the same
 * party; where there was none, nothing is guessed. `now` in ms.
 */
export function costShown(world: World, call: Conversation, now: number): Cost | undefined {
  const exact = costOf(world, call);
  const talking = legsOf(world, call).filter(leg => leg.price === undefined && isLive(call, leg));
  const rates = talking.length > 0 && call.goneAt === undefined ? ratesOf(world) : undefined;
  let running = 0;
  let isEstimate = false;
  for (const leg of talking) {
    const rate = Number(leg.rate ?? rates?.get(rateKey(leg)));
    const {answeredAt} = timingsOf(world, leg);
    if (!rates || !Number.isFinite(rate) || answeredAt === undefined) continue;
    isEstimate = true;
    running += (rate * Math.max(0, now - (call.lag ?? 0) - answeredAt)) / 60_000;
  }
  if (isEstimate) return {eur: (running + Number(exact ?? 0)).toFixed(4), isEstimate};
  return exact === undefined ? undefined : {eur: exact, isEstimate};
}

/** EUR a minute of a call to a number, as the last one there was charged; undefined where there was none. */
export function rateTo(world: World, number: string): string | undefined {
  return ratesOf(world).get(`outbound phone ${number}`);
}

/** EUR a minute of a leg, as Vonage said, or as the last one to or from the same party was charged. */
export function rateOf(world: World, leg: Leg): string | undefined {
  return leg.rate ?? ratesOf(world).get(rateKey(leg));
}

const memo = new WeakMap<World, ReadonlyMap<string, string>>();

/** Rates of late, by who was called or called. */
function ratesOf(world: World): ReadonlyMap<string, string> {
  const known = memo.get(world);
  if (known) return known;
  const rates = new Map<string, string>();
  for (const call of callsOf(world).slice(-LOOK_BACK)) {
    for (const leg of legsOf(world, call)) if (leg.rate !== undefined) rates.set(rateKey(leg), leg.rate);
  }
  memo.set(world, rates);
  return rates;
}

function rateKey(leg: Leg): string {
  return `${leg.direction} ${typeOf(leg)} ${partyOf(leg)}`;
}

import {duration} from '../../call/duration.js';
import {statuses} from '../../call/status.js';
import {hasLeft} from '../fold/leg.js';
import type {Conversation, Leg, World} from '../world.js';
import {historyOf, legsOf} from './history.js';

/** Spans of a leg's life in ms; absent where an end of the span is not known (yet). */
export type Timings = {
  /** started → ringing, or → answered on legs that never ring (apps). */
  postDialMs?: number;
  /** ringing → answered, or → the unhappy end. */
  ringMs?: number;
  /** answered → completed. Vonage's `duration` is rounded to seconds and may differ. */
  talkMs?: number;
  startedAt?: number;
  ringingAt?: number;
  answeredAt?: number;
  endedAt?: number;
};

export function timingsOf(world: World, leg: Leg): Timings {
  const first: Partial<Record<'started' | 'ringing' | 'answered', number>> = {};
  let endedAt: number | undefined;
  for (const {status, at} of historyOf(world, leg)) {
    if (status === 'started' || status === 'ringing' || status === 'answered') first[status] ??= at;
    else if (statuses[status].phase === 'ended') endedAt ??= at;
  }
  if (hasLeft(leg)) endedAt ??= leg.left?.at;
  const {started, ringing, answered} = first;
  return {
    postDialMs: span(started, ringing ?? answered),
    ringMs: span(ringing, answered ?? endedAt),
    // Where nobody saw the answer, Vonage's own duration is what is known.
    talkMs: span(answered, endedAt) ?? (answered === undefined && leg.durationMs ? leg.durationMs : undefined),
    startedAt: started,
    ringingAt: ringing,
    answeredAt: answered,
    endedAt,
  };
}

/** Stamps of one moment may differ by so much, ms; Vonage rounds `start_time`, `end_time` and `duration` to seconds. */
const SAME_MS = 100;
const ROUNDED_MS = 2000;

/** `end_time` and the stamp of `completed` are seconds apart on real calls; more is another clock, or another zone, ms. */
const APART_MS = 60_000;

/** The time between two stamps; not known where they contradict each other. */
export function span(from: number | undefined, to: number | undefined): number | undefined {
  if (from === undefined || to === undefined || to < from - SAME_MS) return undefined;
  return Math.max(0, to - from);
}

/** Where the times of a leg contradict each other, in words; undefined where they do not. */
export function contradiction(world: World, leg: Leg): string | undefined {
  const {startedAt, ringingAt, answeredAt, endedAt} = timingsOf(world, leg);
  const {startTime, endTime, durationMs} = leg;
  const stages = [
    ['it started', startedAt],
    ['it rang', ringingAt],
    ['it was answered', answeredAt],
    ['it ended', endedAt],
  ] as const;
  let latest: (typeof stages)[number] | undefined;
  for (const stage of stages) {
    const [name, at] = stage;
    const before = latest?.[1];
    if (at !== undefined && before !== undefined && at < before - SAME_MS)
      return `${name} ${duration(before - at)} before ${latest?.[0]}`;
    if (at !== undefined && (before === undefined || at > before)) latest = stage;
  }
  const apart = endTime === undefined || endedAt === undefined ? 0 : endTime - endedAt;
  if (Math.abs(apart) > APART_MS)
    return `end_time is ${duration(Math.abs(apart))} ${apart < 0 ? 'before' : 'after'} the time at which it ended`;
  if (startTime === undefined || endTime === undefined) return undefined;
  if (endTime < startTime) return `end_time is ${duration(startTime - endTime)} before start_time`;
  const differs = durationMs !== undefined && Math.abs(endTime - startTime - durationMs) > ROUNDED_MS;
  return differs
    ? `duration is ${duration(durationMs)}, from start_time to end_time it is ${duration(endTime - startTime)}`
    : undefined;
}

/** The first and last stamp of a call's legs, ms; `to` is absent while a leg is up. */
export function spanOf(world: World, conversation: Conversation): {from?: number; answered?: number; to?: number} {
  const {summed} = conversation;
  if (summed) return {from: summed.startedAt, to: summed.endedAt};
  return spanOfLegs(world, legsOf(world, conversation));
}

function spanOfLegs(world: World, legs: readonly Leg[]): {from?: number; answered?: number; to?: number} {
  const all = legs.map(leg => timingsOf(world, leg));
  const known = (values: (number | undefined)[]) => values.filter(value => value !== undefined);
  const starts = known(all.flatMap(t => [t.startedAt, t.ringingAt, t.answeredAt]));
  const ends = known(all.map(t => t.endedAt));
  const answers = known(all.map(t => t.answeredAt));
  return {
    from: earliest(starts),
    answered: earliest(answers),
    to: ends.length === all.length && ends.length > 0 ? ends.reduce((a, b) => Math.max(a, b)) : undefined,
  };
}

function earliest(times: readonly number[]): number | undefined {
  return times.length > 0 ? times.reduce((a, b) => Math.min(a, b)) : undefined;
}

/** How long a call was talked, ms: from the first answer to the last end; else as long as the longest of its legs says that it was. */
export function talkOf(world: World, conversation: Conversation): number | undefined {
  return talkOfLegs(world, legsOf(world, conversation));
}

/** The same of some legs. */
export function talkOfLegs(world: World, legs: readonly Leg[]): number | undefined {
  const {answered, to} = spanOfLegs(world, legs);
  if (answered !== undefined) return span(answered, to);
  return legs.reduce((longest, leg) => Math.max(longest, leg.durationMs ?? 0), 0) || undefined;
}

/** What the legs that are over have cost, in EUR, to the digits that Vonage gives; undefined when no price is known. */
export function costOf(world: World, conversation: Conversation): string | undefined {
  return conversation.summed ? conversation.summed.cost : costOfLegs(legsOf(world, conversation));
}

/** The same of some legs. */
export function costOfLegs(legs: readonly Leg[]): string | undefined {
  const prices = legs
    .map(leg => leg.price)
    .filter(price => price !== undefined && /^\d{1,12}(\.\d{1,12})?$/.test(price)) as string[];
  if (prices.length === 0) return undefined;
  const digits = prices.reduce((most, price) => Math.max(most, price.split('.')[1]?.length ?? 0), 0);
  const unit = 10n ** BigInt(digits);
  const total = prices.reduce((sum, price) => {
    const [whole = '0', part = ''] = price.split('.');
    return sum + BigInt(whole) * unit + BigInt(part.padEnd(digits, '0') || '0');
  }, 0n);
  return digits === 0 ? String(total) : `${total / unit}.${String(total % unit).padStart(digits, '0')}`;
}

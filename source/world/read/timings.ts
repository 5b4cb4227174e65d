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

function span(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}

/** The first and last stamp of a call's legs, ms; `to` is absent while a leg is up. */
export function spanOf(world: World, conversation: Conversation): {from?: number; answered?: number; to?: number} {
  const all = legsOf(world, conversation).map(leg => timingsOf(world, leg));
  const known = (values: (number | undefined)[]) => values.filter(value => value !== undefined);
  const starts = known(all.flatMap(t => [t.startedAt, t.ringingAt, t.answeredAt]));
  const ends = known(all.map(t => t.endedAt));
  const answers = known(all.map(t => t.answeredAt));
  return {
    from: starts.length > 0 ? Math.min(...starts) : undefined,
    answered: answers.length > 0 ? Math.min(...answers) : undefined,
    to: ends.length > 0 && ends.length === all.length ? Math.max(...ends) : undefined,
  };
}

/** How long a call was talked, ms: from the first answer to the last end; else as long as the longest of its legs says that it was. */
export function talkOf(world: World, conversation: Conversation): number | undefined {
  const {answered, to} = spanOf(world, conversation);
  if (answered !== undefined) return to === undefined ? undefined : to - answered;
  const known = legsOf(world, conversation).map(leg => leg.durationMs ?? 0);
  return Math.max(...known, 0) || undefined;
}

/** What the legs that are over have cost, in EUR, to the digits that Vonage gives; undefined when no price is known. */
export function costOf(world: World, conversation: Conversation): string | undefined {
  const prices = legsOf(world, conversation)
    .map(leg => leg.price)
    .filter(price => price !== undefined && /^\d{1,12}(\.\d{1,12})?$/.test(price)) as string[];
  if (prices.length === 0) return undefined;
  const digits = Math.max(...prices.map(price => price.split('.')[1]?.length ?? 0));
  const unit = 10n ** BigInt(digits);
  const total = prices.reduce((sum, price) => {
    const [whole = '0', part = ''] = price.split('.');
    return sum + BigInt(whole) * unit + BigInt(part.padEnd(digits, '0') || '0');
  }, 0n);
  return digits === 0 ? String(total) : `${total / unit}.${String(total % unit).padStart(digits, '0')}`;
}

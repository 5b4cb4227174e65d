import type {Fate, Tampering} from './delivery/outbox.js';
import type {MediaFaults} from './media/options.js';
import type {Random} from './random.js';
import {rateLimited, unavailable} from './rest/errors.js';
import type {ApiFate} from './rest/fate.js';

/**
 * What goes wrong, and how often: a share is 0 (never) to 1 (always). All can be combined; the same seed makes the same
 * things go wrong.
 */
export type Faults = MediaFaults & {
  /** Share of event and RTC webhooks that are overtaken by later ones. */
  reorder?: number;
  /** Share that are delivered twice. */
  duplicate?: number;
  /** Share that never arrive. */
  drop?: number;
  /** Every event and RTC webhook leaves this much late, simulated ms. */
  delayMs?: number;
  /** Share of webhooks that leave without a signature, and with a wrong one, where webhooks are signed. */
  unsigned?: number;
  badSignature?: number;
  /** Share of webhooks and API replies whose connection breaks. */
  cut?: number;
  /** Share of event webhooks whose body is not JSON. */
  malformed?: number;
  /** Every API reply takes this much longer, real ms. */
  slowApiMs?: number;
  /** Share of API replies that are errors: 500 and 503. */
  apiErrors?: number;
  /** Share of API replies that are 429. */
  rateLimit?: number;
  /** How far the platform's clock is ahead of the real one, ms. */
  clockSkewMs?: number;
};

/** Simulated ms within which an overtaken webhook arrives. */
const latestMs = 3000;

/** What becomes of each webhook. */
export function tamperWebhooks(faults: Faults, random: Random): Tampering {
  const happens = (share = 0) => random() < share;
  return ({kind, payload}): Fate => {
    const pushed = kind === 'event' || kind === 'rtc';
    // All dice are thrown for every webhook, so that adding one fault does not change where the others strike.
    const [reordered, duplicated, dropped, unsigned, badSignature, cut, malformed] = [
      happens(faults.reorder),
      happens(faults.duplicate),
      happens(faults.drop),
      happens(faults.unsigned),
      happens(faults.badSignature),
      happens(faults.cut),
      happens(faults.malformed),
    ];
    const lateMs = random() * latestMs;
    if (!pushed) return {copies: 1, unsigned, badSignature, cut};
    const delayMs = (faults.delayMs ?? 0) + (reordered ? lateMs : 0);
    const text = JSON.stringify(payload);
    return {
      copies: dropped ? 0 : duplicated ? 2 : 1,
      ...(delayMs > 0 && {delayMs}),
      unsigned,
      badSignature,
      cut,
      ...(malformed && {malformed: text.slice(0, text.length / 2)}),
    };
  };
}

/** What becomes of each request to the API. */
export function tamperApi(faults: Faults, random: Random): () => ApiFate {
  const happens = (share = 0) => random() < share;
  return () => {
    const [broken, limited, cut] = [happens(faults.apiErrors), happens(faults.rateLimit), happens(faults.cut)];
    const instance = 'simulated-fault';
    const error = limited
      ? rateLimited(instance)
      : broken
        ? unavailable(random() < 0.5 ? 500 : 503, instance)
        : undefined;
    return {delayMs: faults.slowApiMs, cut, ...(error && {error})};
  };
}

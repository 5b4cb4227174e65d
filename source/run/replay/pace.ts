import {setTimeout as wait} from 'node:timers/promises';

/** How fast webhooks follow each other: a factor of the time that was between them, or at once. */
export type Speed = number | 'max';

/** A gap that is longer, ms, is cut to this: whoever was on hold for an hour need not be waited for. */
export const LONGEST_GAP = 60_000;

/** How long after the last webhook the next is due, ms; their times are ms since the epoch, and clocks may have been set. */
export function gapBetween(last: number, next: number, speed: Speed): number {
  return speed === 'max' ? 0 : Math.min(Math.max(0, next - last), LONGEST_GAP) / speed;
}

/**
 * Waits before each webhook so long that the gaps are those of then: from sending to sending, so that an answer that takes its time delays
 * only what is due meanwhile. Resolves early when the signal comes.
 */
export function pacer(speed: Speed, signal: AbortSignal, now: () => number = () => performance.now()) {
  let last: {at: number; sent: number} | undefined;
  return {
    async turn({at}: {at: number}): Promise<'send'> {
      const rest = last ? last.sent + gapBetween(last.at, at, speed) - now() : 0;
      if (rest > 0) await wait(rest, undefined, {signal}).catch(() => undefined);
      last = {at, sent: now()};
      return 'send';
    },
    close: () => undefined,
  };
}

/**
 * A token bucket: Vonage documents no limit for the Conversation API, and 15 requests a second for the Voice API, which the
 * application itself needs as well. A burst of 10 and 5 a second stay below 15 in any second, and leave the application room.
 */
export function createBucket(start: number, {burst = 10, perSecond = 5} = {}) {
  let level = burst;
  let filledAt = start;
  return {
    /** Takes one request's share and returns 0, or returns how long to wait for it, in ms. */
    take(now: number): number {
      level = Math.min(burst, level + ((now - filledAt) * perSecond) / 1000);
      filledAt = now;
      if (level < 1) return Math.ceil(((1 - level) * 1000) / perSecond);
      level -= 1;
      return 0;
    },
  };
}

/**
 * A token bucket: Vonage documents no limit for the Conversation API, and 15 requests a second for the Voice API, which the
 * application itself needs as well. A burst of 8 and 5 a second stay below 15 in any second, also where some that were held up arrive
 * together, and leave the application room.
 */
export function createBucket(start: number, {burst = 8, perSecond = 5} = {}) {
  // Counted in ms of credit, so that whole ms stay exact.
  const cost = 1000 / perSecond;
  let credit = burst * cost;
  let filledAt = start;
  return {
    /** Takes one request's share and returns 0, or returns how long to wait for it, in ms. */
    take(now: number): number {
      credit = Math.min(burst * cost, credit + now - filledAt);
      filledAt = now;
      if (credit < cost) return Math.ceil(cost - credit);
      credit -= cost;
      return 0;
    },
    /** An answer costs as much as a request for each 64 kB of it: reading many large ones would hold the webhooks up. */
    answered(bytes: number): void {
      credit -= cost * Math.floor(bytes / ANSWER_BYTES);
    },
  };
}

const ANSWER_BYTES = 64 * 1024;

import type {Leg} from '../state.js';

/** Lets something go on beside the NCCO of a call's first leg: the call is not over before it is. */
export function besides(leg: Leg, life: Promise<unknown>): void {
  const done = life.then(() => undefined);
  // Whoever waits for the call sees a failure; until then it must not count as unhandled.
  done.catch(() => undefined);
  leg.call.lives.push(done);
}

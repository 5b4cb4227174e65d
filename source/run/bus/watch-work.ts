import type {StreamExtent} from '../../bus/subscribe.js';
import {WORK} from '../../bus/summaries.js';
import {LEASE} from '../worker/lease.js';

/** How often it is looked whether anybody counts, ms; and after how long without a word nobody does. */
const LOOK_EVERY = 2000;
const NOBODY_AFTER = LEASE + LOOK_EVERY;

type Watching = {
  /** Rejects where it cannot be said. */
  holds(stream: string): Promise<Pick<StreamExtent, 'last'>>;
  /** Whether somebody counts, each time that it is another way; first, where nobody does. */
  tell(isThere: boolean): void;
  clock?: () => number;
};

/** Watches whether leases are renewed: whoever counts does that every second. Returns a look at it, for each `LOOK_EVERY`. */
export function createWorkWatch({holds, tell, clock = () => performance.now()}: Watching): () => Promise<void> {
  let seen: {last: number; since: number} | undefined;
  let isThere = true;
  return async () => {
    const last = await holds(WORK).then(
      extent => extent.last,
      () => undefined,
    );
    // As long as the bus is not reached, nobody knows.
    if (last === undefined) seen = undefined;
    else if (seen?.last !== last) {
      if (seen && !isThere) tell(true);
      if (seen) isThere = true;
      seen = {last, since: clock()};
    } else if (isThere && clock() - seen.since >= NOBODY_AFTER) {
      isThere = false;
      tell(false);
    }
  };
}

/** Looks from now on, until the function that it returns is called. */
export function watchWork(watching: Watching): () => void {
  const look = createWorkWatch(watching);
  void look();
  const timer = setInterval(look, LOOK_EVERY);
  return () => clearInterval(timer);
}

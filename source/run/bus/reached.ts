import type {Start} from '../../bus/consumer.js';
import type {StreamExtent} from '../../bus/subscribe.js';
import {counted} from '../../text/counted.js';

/** How a stream is found by a new connection: `lost` where it lacks what was read of it, `anew` where it is another one; both are read from their beginning. */
export type Beginning = 'first' | 'again' | 'lost' | 'anew';

/** How far a stream was read, whatever becomes of it. Sentences about that are about `url`. */
export type Reached = {
  /** From where on it is to be read. */
  start(): Start;
  /** It is read by a new connection. */
  begins(extent: StreamExtent): Beginning;
  /** A message of that number has come: whether numbers before it are missing. */
  skips(number: number): boolean;
  read(number: number): void;
  /** Once all is read that was there at the beginning: up to which message nothing that is wanted is missing. */
  upTo(): number;
  /** What the stream has dropped of what was to come next, in a sentence; undefined where that is nothing. */
  dropped(extent: StreamExtent): string | undefined;
};

/** `since`: only what came from then on is wanted, ms since the epoch. */
export function createReached(url: string, since: number | undefined): Reached {
  let created: string | undefined;
  /** The last message that was there when the newest connection began. */
  let held = 0;
  /** The number of the message that comes next, where that is known. */
  let next = since === undefined ? 1 : undefined;
  return {
    start: () => (next === undefined ? {since: since ?? 0} : {after: next - 1}),
    begins(extent) {
      const before = created;
      const isShort = extent.last < (next ?? 1) - 1;
      created = extent.created;
      held = extent.last;
      if (before !== undefined && (before !== created || isShort)) next = 1;
      // What came between then and its first message, if anything did, is not there any more.
      else if (next === undefined && extent.firstAt > (since ?? 0)) next = 1;
      if (before === undefined) return 'first';
      if (before !== created) return 'anew';
      return isShort ? 'lost' : 'again';
    },
    skips: number => next !== undefined && number > next,
    read(number) {
      next = number + 1;
    },
    upTo: () => Math.max(held, (next ?? 1) - 1),
    dropped({first, last, firstAt}) {
      if (next === undefined || first <= next) return undefined;
      const count = first - next;
      next = first;
      const what = `${counted(count, 'older message')} at ${url} ${count === 1 ? 'was' : 'were'} dropped by the stream`;
      return `${what}: it is seen from here on${first > last ? '' : `, of ${new Date(firstAt).toISOString()}`}.`;
    },
  };
}

import {duration} from '../call/duration.js';
import {sizeText} from '../text/size.js';

/** How far a recording, or a bus, has been read. */
export type Reading = {
  /** Bytes that were read, or messages, and of how many; absent where nobody knows, such as of a pipe. */
  done: number;
  of?: number;
  unit: 'bytes' | 'messages';
  /** How long it has been read, and how long the rest will probably take, ms. */
  forMs: number;
  leftMs?: number;
};

/** A bus that is read again beside what is shown of it: from when on, ms since the epoch, or all of it; and how far. */
export type Anew = {since?: number; reading?: Reading};

/** A recording that is read within this time, ms, was there at once. */
const AT_ONCE = 500;

export function isLong(reading: Reading | undefined): reading is Reading {
  return reading !== undefined && reading.forMs >= AT_ONCE;
}

/** How much of it has been read, from 0 to 1. */
export function shareOf({done, of}: Pick<Reading, 'done' | 'of'>): number | undefined {
  return of === undefined ? undefined : of === 0 ? 1 : Math.min(1, done / of);
}

/** `43 % of 47.2 MB · 12 s left`, `43 % of 56,000 messages`, or `12.3 MB` where nobody knows of how much. */
export function readingText(reading: Reading): string {
  const {done, of, unit, leftMs} = reading;
  const amount = (count: number) =>
    unit === 'bytes' ? sizeText(count) : `${count.toLocaleString('en')} ${count === 1 ? 'message' : 'messages'}`;
  const share = shareOf(reading);
  if (of === undefined || share === undefined) return amount(done);
  // Seconds, not parts of them: it is a guess. Behind the last of it there is still work, of which nobody knows how much.
  const left =
    leftMs === undefined || share === 1 ? '' : ` · ${duration(Math.max(1, Math.ceil(leftMs / 1000)) * 1000)} left`;
  return `${Math.floor(share * 100)} % of ${amount(of)}${left}`;
}

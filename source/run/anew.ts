import type {Anew} from '../store/reading.js';
import {messageOf} from '../text/system-error.js';
import type {SecondReading, Source} from './source.js';

type Options<Known> = {
  /** Begins to read from another time on, ms since the epoch, or all. */
  begin: Exclude<Source['anew'], string | undefined>;
  /** Has all that follows what is read follow this; it is shown by nobody yet. */
  follow(beside: SecondReading): Known & {feed: {take: Parameters<SecondReading['listen']>[0]}; close(): void};
  /** It has caught up: it is to be shown from now on. */
  show(known: Known, since: number | undefined): void;
  /** It came to nothing, in words. */
  fail(text: string): void;
};

/** What is read again beside what is shown: one thing at a time. */
export type ReadingAnew = {
  /** Reads from then on, ms since the epoch, or all; what was read before to the same end is left. */
  begin(since: number | undefined): void;
  /** Leaves it; whether there was something to leave. */
  leave(): boolean;
  look(): Anew | undefined;
};

type Attempt = {since: number | undefined; beside?: SecondReading; isLeft?: boolean};

export function createReadingAnew<Known>({begin, follow, show, fail}: Options<Known>): ReadingAnew {
  let now: Attempt | undefined;

  function leave(): boolean {
    if (!now) return false;
    now.isLeft = true;
    void now.beside?.close();
    now = undefined;
    return true;
  }

  async function read(attempt: Attempt): Promise<void> {
    const beside = await begin(attempt.since);
    if (attempt.isLeft) return beside.close();
    attempt.beside = beside;
    const known = follow(beside);
    const end = beside.listen(batch => known.feed.take(batch));
    const hasCaughtUp = await Promise.race([beside.caughtUp.then(() => true), end.then(() => false)]).catch(error => {
      known.close();
      throw error;
    });
    if (attempt.isLeft || !hasCaughtUp) return known.close();
    now = undefined;
    // Of what comes later, whoever listens to the source learns.
    end.catch(() => undefined);
    beside.takePlace();
    show(known, attempt.since);
  }

  return {
    begin(since) {
      leave();
      const attempt: Attempt = {since};
      now = attempt;
      read(attempt).catch(error => {
        if (attempt.isLeft) return;
        leave();
        fail(messageOf(error));
      });
    },
    leave,
    look: () => now && {since: now.since, reading: now.beside?.reading?.()},
  };
}

import {setImmediate} from 'node:timers/promises';
import type {Observation} from '../../call/observation.js';
import type {LookedAt} from '../../store/looked-at.js';
import type {Reading} from '../../store/reading.js';
import type {Taking} from '../session.js';
import {createTimeThere} from '../time-there.js';
import {withResolvers} from '../with-resolvers.js';
import type {Presence} from './presence.js';
import type {BusReading} from './read.js';
import {keepRecent} from './recent.js';

/** How often it is looked after lines of which a part has not come, ms. */
const LOOKED_AFTER_EVERY = 10_000;

/** Another reading of the same bus is waited for so long at most, ms, once all is read that was there: what it has seen may be purged by then. */
const PATIENCE = 10_000;

/** One reading of a bus with the time that it is there: what comes, and what time brings, one behind the other. */
export type TimedReading = Pick<BusReading, 'upTo' | 'waiting' | 'holds'> & {
  /** Called once; called again, it gives the same promise, which resolves when it was closed. */
  listen(take: Taking): Promise<void>;
  payload(seq: number): Promise<Observation | undefined>;
  /** How far it has come, until it has caught up. */
  reading(): Reading | undefined;
  /** Resolves once it has caught up: with what was there, and with the other reading. */
  caughtUp: Promise<void>;
  look?(calls: readonly LookedAt[]): void;
  /** When the newest observation was seen, ms since the epoch. */
  last(): number;
  /** When a tick is wanted next, ms since the epoch. */
  wait(due?: number): void;
  close(): Promise<void>;
};

type Options = {
  presence: Presence;
  /** Bytes of the newest observations that stay in memory. */
  most: number;
  /** It takes the place of this one, and is to have seen what that has. */
  behind?: Pick<TimedReading, 'upTo'>;
};

export function timed(bus: BusReading, {presence, most, behind}: Options): TimedReading {
  const recent = keepRecent(bus, most);
  const {promise: caughtUp, resolve: catchUp} = withResolvers<void>();
  let take: Taking = () => undefined;
  let listening: Promise<void> | undefined;
  let given: Promise<void> = Promise.resolve();
  let far: Reading | undefined;
  let hasCaughtUp = false;
  let patience: NodeJS.Timeout | undefined;

  function give(batch: readonly Observation[]): Promise<void> {
    given = given.then(async () => {
      if (batch.length === 0) return;
      time.heard(batch);
      recent.add(batch);
      await take(batch);
    });
    return given;
  }

  // Each listener tells of the time that its own part of a call waits for.
  const time = createTimeThere(tick => void give([tick]));
  const looking = setInterval(() => void give(bus.overdue()), LOOKED_AFTER_EVERY);

  function isOver(): void {
    hasCaughtUp = true;
    clearTimeout(patience);
    catchUp();
  }

  function lookBehind(): void {
    if (hasCaughtUp || bus.reading()) return;
    if (!behind || isAsFar(bus.upTo(), behind.upTo())) isOver();
    else patience ??= setTimeout(isOver, PATIENCE);
  }

  async function run(onObservations: Taking): Promise<void> {
    take = onObservations;
    let isHistory = true;
    for await (const batch of bus.batches) {
      presence.published(listenersIn(batch), !isHistory);
      isHistory = bus.reading() !== undefined;
      await give(batch);
      lookBehind();
      // Keys, signals and frames come between.
      await setImmediate();
    }
  }

  return {
    listen(onObservations) {
      listening ??= run(onObservations);
      return listening;
    },
    payload: recent.payload,
    reading() {
      far = hasCaughtUp ? undefined : (bus.reading() ?? (behind && far));
      return far;
    },
    caughtUp,
    upTo: bus.upTo,
    waiting: bus.waiting,
    holds: bus.holds,
    look: bus.look,
    last: time.last,
    wait: due => time.wait(bus.reading() ? undefined : due),
    async close() {
      clearInterval(looking);
      clearTimeout(patience);
      time.close();
      await recent.close();
      // Whoever still holds this holds nothing of what was made of it.
      take = () => undefined;
    },
  };
}

/** Whether one has read each stream as far as the other one. */
const isAsFar = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean =>
  [...other].every(([stream, number]) => (one.get(stream) ?? 0) >= number);

const listenersIn = (batch: readonly Observation[]): Set<string> =>
  new Set(batch.flatMap(({origin}) => (origin ? [origin.listener] : [])));

import type {Observation, TickObservation} from '../call/observation.js';
import {createTicker} from './ticker.js';

/** The time of those who wrote what is read, whose clocks are not this one: that of the newest observation, and what has passed since it came. */
export type TimeThere = {
  /** Hears of what came. */
  heard(batch: readonly Observation[]): void;
  /** When the newest observation was seen, ms since the epoch. */
  last(): number;
  /** When a tick is wanted next, ms since the epoch there; nothing without. */
  wait(due?: number): void;
  close(): void;
};

/** `tick` is called with what says that it is that time. `slackMs`: they say so themselves, and are given so long. */
export function createTimeThere(tick: (tick: TickObservation) => void, {slackMs = 0} = {}): TimeThere {
  let [last, heardAt] = [0, 0];
  const now = (): number => last + (performance.now() - heardAt) - slackMs;
  const ticker = createTicker(now, due => tick({source: 'tick', seq: 0, at: Math.max(due, now())}));
  return {
    heard(batch) {
      const newest = batch.reduce((at, each) => Math.max(at, each.at), last);
      if (newest > last) [last, heardAt] = [newest, performance.now()];
    },
    last: () => last,
    wait: ticker.wait,
    close: ticker.close,
  };
}

import {describe, expect, it, onTestFinished} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {createGathering} from '../../../source/run/bus/gathering.js';
import {createPresence} from '../../../source/run/bus/presence.js';
import type {BusReading} from '../../../source/run/bus/read.js';
import {timed} from '../../../source/run/bus/timed.js';
import {eventObservation} from '../../recording/examples.js';

const history = {done: 1, of: 2, unit: 'messages', forMs: 1} as const;

/** A bus whose history ends, and whose streams are read, as the test says. */
function reading(behind?: Map<string, number>) {
  const {give, items, close} = createGathering<Observation[]>();
  const state = {isHistory: true, upTo: new Map<string, number>()};
  const bus: BusReading = {
    batches: items,
    payload: async () => undefined,
    overdue: () => [],
    reading: () => (state.isHistory ? history : undefined),
    waiting: 0,
    upTo: () => state.upTo,
    holds: async () => {
      throw new Error('nobody asks');
    },
    close: async () => close(),
  };
  const one = timed(bus, {presence: createPresence(() => 0), most: 1e6, behind: behind && {upTo: () => behind}});
  onTestFinished(() => one.close());
  const seen: Observation[] = [];
  let isThere = false;
  one.caughtUp.then(() => {
    isThere = true;
  });
  const listening = one.listen(batch => void seen.push(...batch));
  return {
    one,
    seen,
    listening,
    /** A batch comes; up to where the streams are read with it, and whether that is the last one of what was there. */
    async comes(batch: Observation[], upTo: Record<string, number>, isHistory: boolean) {
      Object.assign(state, {upTo: new Map(Object.entries(upTo)), isHistory});
      await give(batch);
    },
    isThere: () => isThere,
  };
}

const first = eventObservation(1, '{}');

describe('a bus that is read again', () => {
  it('has caught up once it has seen what was there, and what the other one has seen meanwhile', async () => {
    const other = new Map([['CONVO', 7]]);
    const {one, seen, comes, isThere} = reading(other);
    await comes([first], {CONVO: 7}, true);
    expect([seen.length, isThere(), one.reading()]).toEqual([1, false, history]);
    other.set('CONVO', 9);
    await comes([first], {CONVO: 8}, false);
    expect([isThere(), one.reading()]).toEqual([false, history]);
    await comes([], {CONVO: 9}, false);
    await one.caughtUp;
    expect(one.reading()).toBeUndefined();
    other.set('CONVO', 20);
    expect(one.reading()).toBeUndefined();
  });

  it('waits for each of several streams', async () => {
    const {one, comes, isThere} = reading(
      new Map([
        ['CONVO', 3],
        ['CONVO-2', 4],
      ]),
    );
    await comes([], {CONVO: 90}, false);
    await comes([], {CONVO: 90, 'CONVO-2': 3}, false);
    expect(isThere()).toBe(false);
    await comes([], {CONVO: 90, 'CONVO-2': 4}, false);
    await one.caughtUp;
  });

  it('need not be as far as any other one where it is the first', async () => {
    const {one, comes} = reading();
    await comes([], {}, false);
    await one.caughtUp;
    expect(one.reading()).toBeUndefined();
  });

  it('gives whoever asks again what was begun, and ends when it is closed', async () => {
    const {one, seen, listening, comes} = reading();
    expect(one.listen(() => undefined)).toBe(listening);
    await comes([first], {}, false);
    expect(seen).toHaveLength(1);
    await one.close();
    await listening;
  });
});

import fc from 'fast-check';
import {afterEach, describe, expect, it, vi} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {type Done, doneBy} from '../../source/run/done.js';
import {untilDone} from '../../source/run/until-done.js';
import {createFeed} from '../../source/store/feed.js';
import {factOf} from '../../source/vonage/facts.js';
import {CON, callee, caller, news, observed} from '../helpers/calls.js';
import {calls} from '../helpers/several-calls.js';

const anna = caller('a', '447700900001');
const bert = callee('b', '447700900002');
const firstCall = [news(anna, 'answered', 0), news(anna, 'completed', 5)];
const secondCall = [news(bert, 'started', 6), news(bert, 'answered', 7)];

/** What the poller is told to have ended, of observations that come in batches. */
function endedIn(...batches: ReturnType<typeof news>[][]): string[][] {
  const feed = createFeed(factOf);
  const told: string[][] = [];
  void untilDone({
    feed,
    source: {attend: ended => told.push([...ended])},
    conditions: {startedAt: 0},
  });
  const all = observed(...batches.flat());
  // Each webhook has its reply.
  for (const {length} of batches) feed.take(all.splice(0, 2 * length));
  return told.slice(1);
}

describe('The observer', () => {
  it('is told which conversation has ended', () => {
    expect(endedIn(firstCall)).toEqual([[CON]]);
  });

  it('is told nothing of a conversation that ended and was called again before anybody looked', () => {
    expect(endedIn([...firstCall, ...secondCall])).toEqual([[]]);
  });

  it('is told that it ended when it is called again later', () => {
    expect(endedIn(firstCall, secondCall)).toEqual([[CON], []]);
  });
});

describe('A run that waits for calls', () => {
  const all = calls(['talked', 0], ['busy', 1], ['moved', 3], ['menu', 2]);
  const last = all.at(-1) as Observation;
  /** What is over only because time has passed. */
  const ticks = [5, 10, 30].map(
    (s, i): Observation => ({source: 'tick', seq: last.seq + i + 1, at: last.at + s * 1000}),
  );
  const goal = fc.constantFrom('ended', 'answered', 'completed', 'busy', 'rejected');

  it('is done with the batch with which a look at all calls says so', async () => {
    await fc.assert(
      fc.asyncProperty(goal, fc.integer({min: 1, max: 5}), fc.integer({min: 1, max: 9}), async (until, calls, size) => {
        const conditions = {until, calls, startedAt: 0} as const;
        const feed = createFeed(factOf);
        let done: Done | undefined;
        void untilDone({feed, source: {}, conditions}).then(why => {
          done = why;
        });
        let expected: Done | undefined;
        const rest = [...all, ...ticks];
        while (rest.length > 0 && !expected) {
          feed.take(rest.splice(0, size));
          expected = doneBy(feed.world(), conditions);
          await Promise.resolve();
          expect(done).toEqual(expected);
        }
        // Time that passes ends nothing that is still waited for.
        expect(expected?.exit).toBe(doneBy(feed.world(), conditions)?.exit);
      }),
      {numRuns: 200},
    );
  });
});

describe('--timeout', () => {
  afterEach(() => void vi.useRealTimers());

  /** What a run is done by that nothing comes to, whatever the clock of what came before says. */
  async function doneAfter(ms: number, at: number): Promise<Done | undefined> {
    vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
    const feed = createFeed(factOf);
    let done: Done | undefined;
    void untilDone({
      feed,
      source: {},
      conditions: {until: 'ended', timeoutMs: 15_000, startedAt: performance.now()},
    }).then(by => {
      done = by;
    });
    feed.take([{source: 'tick', seq: 1, at}]);
    await vi.advanceTimersByTimeAsync(ms);
    return done;
  }

  it.each([0, Date.UTC(2040, 0, 1)])(
    'holds where nothing comes any more, by the clock of this machine (%d)',
    async at => {
      expect(await doneAfter(14_999, at)).toBeUndefined();
      expect(await doneAfter(15_000, at)).toEqual({exit: 1, reason: '15 s have passed, and 0 of 1 call ended.'});
    },
  );
});

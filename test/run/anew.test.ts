import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {createReadingAnew} from '../../source/run/anew.js';
import type {SecondReading} from '../../source/run/source.js';
import {withResolvers} from '../../source/run/with-resolvers.js';
import {until} from '../helpers/until.js';

const tick: Observation = {source: 'tick', seq: 1, at: 1};

/** What reads again, with all that is done about it; each reading goes on as the test says. */
function reading() {
  const told: string[] = [];
  const begun: {
    since?: number;
    connected(): void;
    refused(why: string): void;
    batch(): void;
    caughtUp(): void;
    fails(why: string): void;
  }[] = [];
  const anew = createReadingAnew<{since?: number}>({
    begin(since) {
      const {promise, resolve, reject} = withResolvers<SecondReading>();
      const caughtUp = withResolvers<void>();
      const end = withResolvers<void>();
      let take: Parameters<SecondReading['listen']>[0] = () => undefined;
      const beside: SecondReading = {
        listen(onObservations) {
          take = onObservations;
          return end.promise;
        },
        payload: async () => undefined,
        reading: () => ({done: 1, of: 2, unit: 'messages', forMs: 3}),
        caughtUp: caughtUp.promise,
        takePlace: () => void told.push(`${since} takes its place`),
        async close() {
          told.push(`${since} is closed`);
          end.resolve();
        },
      };
      begun.push({
        since,
        connected: () => resolve(beside),
        refused: why => reject(new Error(why)),
        batch: () => void take([tick]),
        caughtUp: caughtUp.resolve,
        fails: why => end.reject(new Error(why)),
      });
      return promise;
    },
    follow: () => ({
      feed: {take: batch => void told.push(`${batch.length} folded`)},
      close: () => void told.push('let go'),
    }),
    show: (_, since) => void told.push(`${since} is shown`),
    fail: text => void told.push(text),
  });
  const at = (place: number) => {
    const one = begun[place];
    if (!one) throw new Error('it was not begun');
    return one;
  };
  /** What follows from promises has followed. */
  const settled = () => new Promise(resolve => setImmediate(resolve));
  return {anew, at, told, settled};
}

describe('reading a bus again', () => {
  it('shows it once it has caught up, and not before', async () => {
    const {anew, at, told, settled} = reading();
    expect(anew.look()).toBeUndefined();
    anew.begin(100);
    expect(anew.look()).toEqual({since: 100, reading: undefined});
    at(0).connected();
    await until(() => expect(anew.look()?.reading).toMatchObject({done: 1}));
    at(0).batch();
    await settled();
    expect(told).toEqual(['1 folded']);
    at(0).caughtUp();
    await settled();
    expect(told).toEqual(['1 folded', '100 takes its place', '100 is shown']);
    expect(anew.look()).toBeUndefined();
    // It goes on, as the one that is shown; nobody leaves it any more.
    at(0).batch();
    expect(anew.leave()).toBe(false);
    expect(told.at(-1)).toBe('1 folded');
  });

  it('gives a second one the place of the first, wherever that is', async () => {
    const {anew, at, told, settled} = reading();
    anew.begin(1);
    anew.begin(2);
    at(1).connected();
    await settled();
    anew.begin(3);
    at(0).connected();
    at(2).connected();
    await settled();
    expect(anew.look()).toMatchObject({since: 3});
    for (const place of [0, 1, 2]) at(place).caughtUp();
    await settled();
    expect(told.filter(each => /shown|place/.test(each))).toEqual(['3 takes its place', '3 is shown']);
    expect(told.filter(each => /closed/.test(each)).sort()).toEqual(['1 is closed', '2 is closed']);
    // What follows the one that had begun follows it no more; nothing had begun to follow the first.
    expect(told.filter(each => each === 'let go')).toHaveLength(1);
  });

  it('leaves what was when it is left, and says nothing', async () => {
    const {anew, at, told, settled} = reading();
    anew.begin(undefined);
    at(0).connected();
    await settled();
    expect(anew.leave()).toBe(true);
    at(0).caughtUp();
    await settled();
    expect([anew.leave(), anew.look(), told]).toEqual([false, undefined, ['undefined is closed', 'let go']]);
  });

  it('leaves what was, and says why, where it cannot begin or go on', async () => {
    const {anew, at, told, settled} = reading();
    anew.begin(1);
    at(0).refused('No server.');
    await settled();
    expect([anew.look(), told.splice(0)]).toEqual([undefined, ['No server.']]);
    anew.begin(2);
    at(1).connected();
    await settled();
    at(1).fails('It broke.');
    await settled();
    expect([anew.look(), told.splice(0)]).toEqual([undefined, ['let go', '2 is closed', 'It broke.']]);
    // One that was left is not asked why.
    anew.begin(3);
    anew.leave();
    at(2).refused('No server.');
    await settled();
    expect(told).toEqual([]);
  });
});

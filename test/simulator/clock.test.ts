import {describe, expect, it, vi} from 'vitest';
import {createClock} from '../../source/simulator/clock.js';

/** Keeps the process from noticing that time passes. */
function beBusy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('the simulated clock', () => {
  it.each([1000, Number.POSITIVE_INFINITY])(
    'lets what is due first have its way, however late, at speed %d',
    async speed => {
      const clock = createClock(speed, 0);
      const began = clock.begin();
      const gone = new AbortController();
      const hangUp = clock.until(began + 100).then(() => gone.abort(new Error('hung up')));
      const answered = clock.until(began + 200, gone.signal);
      beBusy(20);
      await hangUp;
      await expect(answered).rejects.toThrow('hung up');
      clock.close();
    },
  );

  it('wakes in the order of time, and for the same time in the order of asking', async () => {
    const clock = createClock(1000, 0);
    const began = clock.begin();
    const woken: string[] = [];
    const wait = async (name: string, ms: number) => {
      await clock.until(began + ms);
      woken.push(name);
    };
    const all = [wait('third', 30), wait('first', 10), wait('second', 10), wait('fourth', 5000)];
    await Promise.all(all);
    expect(woken).toEqual(['first', 'second', 'third', 'fourth']);
    clock.close();
  });

  it('stands still for applications at work, and goes on when there is no end of that', async () => {
    vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
    const clock = createClock(Number.POSITIVE_INFINITY, 0);
    try {
      const began = clock.begin();
      const release = clock.hold();
      let reached = 0;
      const times = [100, 200].map(ms => clock.until(began + ms).then(time => (reached = time - began)));
      await vi.advanceTimersByTimeAsync(29_000);
      expect(reached).toBe(0);
      await vi.advanceTimersByTimeAsync(2000);
      await Promise.all(times);
      expect(reached).toBe(200);
      release();
    } finally {
      vi.useRealTimers();
      clock.close();
    }
  });

  it.each([0.1, 1, 1000])('is never earlier than what has happened, at speed %d', async speed => {
    const clock = createClock(speed, 0);
    const began = clock.begin();
    for (let ms = 1; ms <= 20; ms++) {
      const happened = await clock.until(began + ms * speed);
      expect(clock.now()).toBeGreaterThanOrEqual(happened);
    }
    clock.close();
  });

  it.each([1000, Number.POSITIVE_INFINITY])(
    'passes as it really does while somebody talks, at speed %d',
    async speed => {
      const clock = createClock(speed, 0);
      const began = clock.begin();
      await clock.until(began + 1000);
      const stops = [clock.live(), clock.live()];
      const [real, simulated] = [performance.now(), clock.now()];
      const due = simulated + 60;
      await clock.until(due);
      // Timers may be a fraction of a millisecond early.
      expect(performance.now() - real).toBeGreaterThan(55);
      stops[0]?.();
      stops[0]?.();
      expect(clock.jumps).toBe(false);
      stops[1]?.();
      expect(clock.jumps).toBe(speed === Number.POSITIVE_INFINITY);
      const after = clock.now();
      expect(after).toBeGreaterThanOrEqual(due);
      expect(await clock.until(after + 5000)).toBe(after + 5000);
      expect(performance.now() - real).toBeLessThan(5000);
      clock.close();
    },
  );

  it('goes on by steps alone, whoever talks', () => {
    const clock = createClock('step', 0);
    clock.begin();
    clock.live();
    expect(clock.jumps).toBe(true);
    clock.close();
  });
});

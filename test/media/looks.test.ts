import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {createLooks} from '../../source/media/looks.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('looks', () => {
  it('come to everyone once in their time, a few together, and end with the last', () => {
    const looks = createLooks(100);
    const times = new Map<number, number>();
    const counts = Array.from({length: 40}, () => 0);
    const ends = counts.map((_, i) =>
      looks.add(() => {
        counts[i] = (counts[i] ?? 0) + 1;
        times.set(Date.now(), (times.get(Date.now()) ?? 0) + 1);
      }),
    );
    vi.advanceTimersByTime(1000);
    expect(new Set(counts)).toEqual(new Set([10]));
    expect(new Set(times.values())).toEqual(new Set([10]));
    for (const end of ends) end();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are spread evenly where there are many', () => {
    const looks = createLooks(100);
    const times = new Map<number, number>();
    for (let i = 0; i < 240; i++) looks.add(() => times.set(Date.now(), (times.get(Date.now()) ?? 0) + 1));
    vi.advanceTimersByTime(1000);
    expect(new Set(times.values())).toEqual(new Set([12]));
  });

  it('let others go first after a while, and come to everyone all the same', async () => {
    vi.useRealTimers();
    vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
    const looks = createLooks(100);
    const seen: number[] = [];
    for (const i of [1, 2, 3])
      looks.add(() => {
        seen.push(i);
        for (const began = performance.now(); performance.now() - began < 1; );
      });
    vi.advanceTimersByTime(100);
    expect(seen).toEqual([1]);
    for (let n = 0; n < 2; n++) await new Promise(setImmediate);
    expect(seen).toEqual([1, 2, 3]);
  });
});

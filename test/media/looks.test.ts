import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {createLooks} from '../../source/media/looks.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('looks', () => {
  it('come to everyone once in their time, not all at once, and end with the last', () => {
    const looks = createLooks(100);
    const counts = Array.from({length: 20}, () => 0);
    const ends = counts.map((_, i) =>
      looks.add(() => {
        counts[i] = (counts[i] ?? 0) + 1;
      }),
    );
    vi.advanceTimersByTime(20);
    expect(counts.filter(each => each === 1)).toHaveLength(4);
    vi.advanceTimersByTime(980);
    expect(new Set(counts)).toEqual(new Set([10]));
    for (const end of ends) end();
    expect(vi.getTimerCount()).toBe(0);
  });
});

import {describe, expect, it} from 'vitest';
import {gapBetween, LONGEST_GAP, pacer, type Speed} from '../../../source/run/replay/pace.js';

describe('the gaps of a replay', () => {
  it.each<[last: number, next: number, speed: Speed, gap: number]>([
    [1000, 3000, 1, 2000],
    [1000, 3000, 10, 200],
    [1000, 3000, 0.5, 4000],
    [1000, 3000, 'max', 0],
    // The clock was set back meanwhile.
    [3000, 1000, 1, 0],
    // An hour on hold.
    [0, 3_600_000, 1, LONGEST_GAP],
    [0, 3_600_000, 10, LONGEST_GAP / 10],
  ])('from %d to %d at %s: %d ms', (last, next, speed, gap) => {
    expect(gapBetween(last, next, speed)).toBe(gap);
  });

  it('waits for nothing once it is stopped', async () => {
    const stopping = new AbortController();
    const {turn} = pacer(1, stopping.signal, () => 0);
    await turn({at: 0});
    const waiting = turn({at: 50_000});
    stopping.abort();
    expect(await waiting).toBe('send');
  });
});

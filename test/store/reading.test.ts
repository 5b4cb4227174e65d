import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Reading, readingText, shareOf} from '../../source/store/reading.js';

describe('how far a recording has been read, in words', () => {
  it.each<[Partial<Reading>, string]>([
    [{done: 20e6, of: 47.2e6, leftMs: 11_300}, '42 % of 47.2 MB · 12 s left'],
    [{done: 1e6, of: 900e6, leftMs: 125_000}, '0 % of 900.0 MB · 2 min 5 s left'],
    [{done: 47.1e6, of: 47.2e6, leftMs: 3}, '99 % of 47.2 MB · 1 s left'],
    [{done: 0, of: 1e6}, '0 % of 1.0 MB'],
    [{done: 12.34e6}, '12.3 MB'],
    [{done: 5120}, '6 kB'],
    [{done: 12_000, of: 56_000, unit: 'messages', leftMs: 1200}, '21 % of 56,000 messages · 2 s left'],
    [{done: 1, unit: 'messages'}, '1 message'],
  ])('%o', (reading, text) => {
    expect(readingText({done: 0, unit: 'bytes', forMs: 1000, ...reading})).toBe(text);
  });

  it('is never more than all of it, also where the file grows meanwhile', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (done, of) => {
        const share = shareOf({done, of}) ?? Number.NaN;
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }),
    );
  });
});

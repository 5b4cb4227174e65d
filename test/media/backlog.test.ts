import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createBacklog} from '../../source/media/backlog.js';

const pieces = fc.array(fc.record({from: fc.constantFrom('vonage', 'application'), size: fc.nat(9000)} as const), {
  maxLength: 20,
});

describe('What has passed and is not looked at yet', () => {
  it('is given as it came, as often as it is asked for', () => {
    fc.assert(
      fc.property(fc.array(pieces, {maxLength: 4}), rounds => {
        const backlog = createBacklog(Number.POSITIVE_INFINITY);
        for (const round of rounds) {
          const added = round.map(({from, size}, index) => ({from, bytes: Buffer.alloc(size, index + 1), at: index}));
          for (const {from, bytes, at} of added) backlog.add(from, bytes, at);
          const taken: typeof added = [];
          backlog.take(Number.POSITIVE_INFINITY, (from, bytes, start, end, at) => {
            taken.push({from, bytes: Buffer.from(bytes.subarray(start, end)), at});
            // Whoever looks may write there.
            bytes.fill(0, start, end);
          });
          expect(taken).toEqual(added);
        }
      }),
      {numRuns: 50},
    );
  });

  it('is given up to a time, and the rest when that is asked for', () => {
    const backlog = createBacklog(1000);
    const taken: number[] = [];
    const takeUntil = (until: number) => backlog.take(until, (_, __, ___, ____, at) => void taken.push(at));
    for (const at of [10, 20, 30]) backlog.add('vonage', Buffer.alloc(10), at);
    takeUntil(20);
    expect(taken).toEqual([10]);
    backlog.add('application', Buffer.alloc(10), 40);
    takeUntil(40);
    expect(taken).toEqual([10, 20, 30]);
    takeUntil(41);
    expect(taken).toEqual([10, 20, 30, 40]);
  });

  it('has room for so much', () => {
    const backlog = createBacklog(1000);
    backlog.add('vonage', Buffer.alloc(900), 0);
    expect([100, 101].map(size => backlog.hasRoomFor(Buffer.alloc(size)))).toEqual([true, false]);
    backlog.take(1, () => {});
    expect(backlog.hasRoomFor(Buffer.alloc(1000))).toBe(true);
  });
});

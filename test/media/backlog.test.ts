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
          backlog.take((from, bytes, at) => {
            taken.push({from, bytes: Buffer.from(bytes), at});
            // Whoever looks may write there.
            bytes.fill(0);
          });
          expect(taken).toEqual(added);
        }
      }),
      {numRuns: 50},
    );
  });

  it('has room for so much', () => {
    const backlog = createBacklog(1000);
    backlog.add('vonage', Buffer.alloc(900), 0);
    expect([100, 101].map(size => backlog.hasRoomFor(Buffer.alloc(size)))).toEqual([true, false]);
    backlog.take(() => {});
    expect(backlog.hasRoomFor(Buffer.alloc(1000))).toBe(true);
  });
});

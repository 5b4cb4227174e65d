import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {digest} from '../../source/world/fold/digest.js';
import {NumberMap} from '../../source/world/number-map.js';

/** The keys that the World uses: legs and statuses, conversations and event ids, digests. */
const key = fc.oneof(
  fc.nat({max: 500}),
  fc.nat({max: 2 ** 31 - 1}),
  fc.maxSafeNat(),
  fc.string().map(digest),
  fc.tuple(fc.nat({max: 100_000}), fc.nat({max: 40})).map(([code, id]) => code * 0x200000 + id),
);

describe('a map from numbers to rows', () => {
  it('holds what a Map would hold', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.nat({max: 2 ** 32 - 2})), {maxLength: 600}), entries => {
        const [ours, known] = [new NumberMap(), new Map<number, number>()];
        for (const [each, row] of entries) {
          expect(ours.get(each)).toBe(known.get(each));
          ours.set(each, row);
          known.set(each, row);
        }
        for (const [each, row] of known) expect(ours.get(each)).toBe(row);
        expect(ours.size).toBe(known.size);
      }),
    );
  });

  it('finds the first hundred events of a thousand conversations, and no others', () => {
    const map = new NumberMap();
    for (let code = 1; code <= 1000; code++) for (let id = 1; id <= 100; id++) map.set(code * 0x200000 + id, code + id);
    expect(map.get(1000 * 0x200000 + 100)).toBe(1100);
    expect(map.get(1 * 0x200000 + 1)).toBe(2);
    expect(map.get(1 * 0x200000 + 101)).toBeUndefined();
    expect(map.size).toBe(100_000);
  });
});

import fc from 'fast-check';
import {expect, it} from 'vitest';
import {Seqs} from '../../source/store/seqs.js';

it('finds each seq where it came, in whatever order they came', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({min: 1, max: 4000}), {maxLength: 3000}), fc.boolean(), (some, isSorted) => {
      const all = isSorted ? [...new Set(some)].sort((a, b) => a - b) : some;
      const seqs = new Seqs();
      for (const each of all) seqs.push(each);
      expect(seqs.length).toBe(all.length);
      for (const each of [...all.slice(0, 50), 0, 4001]) expect(seqs.indexOf(each)).toBe(all.lastIndexOf(each));
    }),
    {numRuns: 30},
  );
});

import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Claim, shareOut} from '../../source/store/share.js';

const claim = (least: number, wish: number, weight = 1, step?: number): Claim => ({least, wish, weight, step});

describe('Sharing out rows', () => {
  it.each<[string, number, Claim[], number[]]>([
    ['the filler has what nobody wishes', 20, [claim(1, 3), claim(1, 5)], [15, 5]],
    ['what is short is shared by weight', 9, [claim(1, 99, 2), claim(1, 99, 1)], [6, 3]],
    ['who wishes little has that, and the others the rest', 12, [claim(1, 99), claim(1, 2), claim(1, 99)], [5, 2, 5]],
    ['nobody has half an item while another has use for the row', 7, [claim(1, 8, 2, 2), claim(1, 9)], [4, 3]],
    ['a last item may be less than a step', 8, [claim(1, 5, 1, 2), claim(1, 2)], [6, 2]],
  ])('%s', (_, total, claims, shares) => {
    expect(shareOut(total, claims, 0)).toEqual(shares);
  });

  const claims = fc.array(
    fc.record({
      least: fc.nat(5),
      more: fc.nat(60),
      weight: fc.integer({min: 1, max: 9}),
      step: fc.integer({min: 1, max: 3}),
    }),
    {minLength: 1, maxLength: 6},
  );

  it('leaves nothing over, and nobody blank rows while another has use for them', () => {
    fc.assert(
      fc.property(claims, fc.nat(120), fc.nat(5), (list, extra, place) => {
        const all = list.map(({least, more, weight, step}): Claim => ({least, wish: least + more, weight, step}));
        const total = all.reduce((sum, {least}) => sum + least, extra);
        const filler = place % all.length;
        const shares = shareOut(total, all, filler);
        expect(shares.reduce((a, b) => a + b, 0)).toBe(total);
        const blank = shares.map((share, i) => share - (all[i]?.wish ?? 0));
        for (const [i, {least, wish, step = 1}] of all.entries()) {
          const share = shares[i] ?? 0;
          expect(share).toBeGreaterThanOrEqual(least);
          if (i !== filler) expect(share).toBeLessThanOrEqual(wish);
          const next = Math.min(wish - share, step - (share % step));
          if (share < wish) expect(Math.max(0, ...blank)).toBeLessThan(next);
        }
      }),
    );
  });
});

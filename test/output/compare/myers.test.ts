import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {matchesOf} from '../../../source/output/compare/myers.js';

const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), {maxLength: 40});

/** The length of the longest common subsequence, the slow way. */
function longest(left: readonly string[], right: readonly string[]): number {
  let above = new Array<number>(right.length + 1).fill(0);
  for (const letter of left) {
    const row = [0];
    for (const [j, other] of right.entries())
      row.push(letter === other ? (above[j] ?? 0) + 1 : Math.max(row[j] ?? 0, above[j + 1] ?? 0));
    above = row;
  }
  return above.at(-1) ?? 0;
}

describe('what two lists have in common', () => {
  it.each([
    ['', '', ''],
    ['abc', 'abc', '00 11 22'],
    ['abc', 'xyz', ''],
    ['abcabba', 'cbabac', '20 31 43 54'],
    ['4711', '711', '10 21 32'],
  ])('of %j and %j is %j', (left, right, expected) => {
    const {matches, isWhole} = matchesOf([...left], [...right]);
    expect(isWhole).toBe(true);
    expect(matches.every(([i, j]) => left[i] === right[j])).toBe(true);
    if (left.length < 5) expect(matches.map(([i, j]) => `${i}${j}`).join(' ')).toBe(expected);
    else expect(matches).toHaveLength(expected.split(' ').length);
  });

  it('is in order, equal, and as much as there can be', () => {
    fc.assert(
      fc.property(letters, letters, (left, right) => {
        const {matches, isWhole} = matchesOf(left, right);
        expect(isWhole).toBe(true);
        expect(matches.every(([i, j]) => left[i] === right[j])).toBe(true);
        expect(
          matches.every(([i, j], n) => n === 0 || (i > (matches[n - 1]?.[0] ?? 0) && j > (matches[n - 1]?.[1] ?? 0))),
        ).toBe(true);
        expect(matches).toHaveLength(longest(left, right));
      }),
    );
  });

  it('within a bound is in order and equal still', () => {
    fc.assert(
      fc.property(letters, letters, fc.integer({min: 0, max: 10}), (left, right, edits) => {
        const {matches, isWhole} = matchesOf(left, right, {edits, steps: 1000});
        expect(matches.every(([i, j]) => left[i] === right[j])).toBe(true);
        expect(
          matches.every(([i, j], n) => n === 0 || (i > (matches[n - 1]?.[0] ?? 0) && j > (matches[n - 1]?.[1] ?? 0))),
        ).toBe(true);
        if (isWhole) expect(matches).toHaveLength(longest(left, right));
      }),
    );
  });
});

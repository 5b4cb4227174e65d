import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {fuzzy} from '../../source/text/fuzzy.js';

const commands = [
  'snapshot JSON now',
  'dismiss job',
  'next problem',
  'previous problem',
  'pause',
  'save as',
  'Theme: dark',
];
const found = (query: string) => fuzzy(query, commands).map(({index}) => commands[index]);

describe('fuzzy', () => {
  it.each([
    ['sj', ['snapshot JSON now', 'dismiss job']],
    ['snap', ['snapshot JSON now']],
    ['np', ['next problem', 'snapshot JSON now']],
    ['p p', ['previous problem']],
    ['td', ['Theme: dark']],
    ['THEMED', ['Theme: dark']],
    ['pau', ['pause']],
    ['xyz', []],
  ])('%s finds the best first', (query, expected) => {
    expect(found(query).slice(0, expected.length)).toEqual(expected);
    if (expected.length === 0) expect(found(query)).toEqual([]);
  });

  it('finds everything, as it stands, for an empty query', () => {
    expect(found('  ')).toEqual(commands);
  });

  it('prefers letters in a row over scattered ones, and the shorter of two equals', () => {
    expect(fuzzy('rec', ['r e cord it', 'recording'])[0]?.index).toBe(0);
    expect(fuzzy('cor', ['cxoxr', 'record'])[0]?.index).toBe(1);
    expect(fuzzy('save', ['save as', 'save'])[0]?.index).toBe(1);
  });

  it('points at the letters', () => {
    expect(fuzzy('sj', commands)[0]?.positions).toEqual([0, 9]);
    expect(fuzzy('jn', ['adjust Json Now'])[0]?.positions).toEqual([7, 12]);
  });

  it('finds exactly the texts that hold the letters in order, at rising positions', () => {
    const letters = fc.string({unit: fc.constantFrom('a', 'b', 'C', 'İ', ' ', '-', '😀'), maxLength: 12});
    fc.assert(
      fc.property(letters, fc.array(letters, {maxLength: 4}), (query, candidates) => {
        const wanted = query.replaceAll(' ', '').toLowerCase();
        const matches = fuzzy(query, candidates);
        for (const {index, positions} of matches) {
          const text = candidates[index] ?? '';
          const at = positions.map(position => text[position] ?? '').join('');
          expect(at.toLowerCase()).toBe(wanted);
          expect(positions).toEqual([...positions].sort((a, b) => a - b));
        }
        const indices = matches.map(({index}) => index);
        for (const [index, text] of candidates.entries()) {
          expect(indices.includes(index)).toBe(isSubsequence([...wanted], text.toLowerCase()));
        }
      }),
      {numRuns: 500},
    );
  });
});

function isSubsequence(letters: string[], text: string): boolean {
  let from = 0;
  return letters.every(letter => {
    const at = text.indexOf(letter, from);
    from = at + letter.length;
    return at >= 0;
  });
}

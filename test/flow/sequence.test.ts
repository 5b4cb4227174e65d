import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {partingOf, readSequence, sequenceText} from '../../source/flow/file/sequence.js';
import {globOf} from '../../source/text/glob.js';

const parting = (due: unknown, ...seen: readonly string[]) =>
  partingOf(
    readSequence(due),
    seen.map(word => [word]),
  );

describe('a sequence', () => {
  it.each([
    ['started ringing answered'],
    ['started, ringing, answered'],
    ['started → ringing → answered'],
    ['started -> ringing -> answered'],
    [['started', 'ringing', 'answered']],
  ])('is a list, or a text: %j', given => {
    expect(sequenceText(readSequence(given))).toBe('started → ringing → answered');
  });

  it.each<[due: string, seen: string[], at: number | undefined, expected?: string[]]>([
    ['started ringing', ['started', 'ringing'], undefined],
    ['started ringing', ['started'], 1, ['ringing']],
    ['started ringing', ['started', 'ringing', 'busy'], 2, ['the end']],
    ['started ringing', ['started', 'busy'], 1, ['ringing']],
    ['started ringing? answered', ['started', 'answered'], undefined],
    ['started ringing? answered', ['started', 'busy'], 1, ['ringing', 'answered']],
    ['started busy|failed', ['started', 'failed'], undefined],
    ['started busy|failed', ['started', 'answered'], 1, ['busy or failed']],
    ['started ... completed', ['started', 'completed'], undefined],
    ['started ... completed', ['started', 'ringing', 'busy', 'completed'], undefined],
    ['started ... completed', ['started', 'ringing'], 2, ['completed']],
    ['none', [], undefined],
    ['none', ['started'], 0, ['the end']],
    ['a*', ['Answered'], undefined],
  ])('%s, of %j', (due, seen, at, expected) => {
    expect(parting(due, ...seen)).toEqual(at === undefined ? undefined : {at, expected});
  });

  it('is found where a regular expression finds it', () => {
    const letter = fc.constantFrom('a', 'b', 'c');
    const step = fc.constantFrom('a', 'b', 'c', 'a?', 'b?', 'a|b', '...');
    fc.assert(
      fc.property(fc.array(step, {maxLength: 6}), fc.array(letter, {maxLength: 8}), (due, seen) => {
        const regex = due.map(each => (each === '...' ? '[abc]*' : each.includes('|') ? '[ab]' : each)).join('');
        expect(parting(due, ...seen) === undefined).toBe(new RegExp(`^${regex}$`).test(seen.join('')));
      }),
    );
  });

  it('has no empty places', () => {
    expect(() => readSequence(['busy|'])).toThrow('"busy|" has an empty place: write a word there.');
    expect(() => readSequence([['a']])).toThrow('Each of the list must be a word.');
    expect(() => readSequence({a: 1})).toThrow('Write a list of words, or one text.');
  });
});

describe('a text with *', () => {
  it('is like what a regular expression finds, in no more time than the text is long', () => {
    const part = fc.string({unit: fc.constantFrom('a', 'b'), maxLength: 3});
    fc.assert(
      fc.property(
        fc.array(part, {minLength: 1, maxLength: 4}),
        fc.string({unit: fc.constantFrom('a', 'b')}),
        (parts, text) => {
          expect(globOf(parts.join('*'))(text)).toBe(new RegExp(`^${parts.join('.*')}$`).test(text));
        },
      ),
    );
    expect(globOf(`${'*a'.repeat(200)}*b`)('a'.repeat(100_000))).toBe(false);
  });
});

import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {regex} from '../../source/filter/regex/match.js';
import {RegexError} from '../../source/filter/regex/syntax.js';

describe('regex', () => {
  it.each([
    ['busy|timeout', 'L2 timeout', true],
    ['^sip:', 'sip:ringing', true],
    ['^sip:', 'a sip:ringing', false],
    ['ing$', 'ringing', true],
    ['\\bL1\\b', 'leg L1 answered', true],
    ['\\bL1\\b', 'leg L10 answered', false],
    ['\\+?44\\d{10}', 'from 447700900123', true],
    ['[^a-z]', 'abc', false],
    ['a{2,3}b', 'aab', true],
    ['(?:ab)+c', 'ababc', true],
    ['(?<digits>\\d+)', 'x7', true],
    ['\\x41\\u0042', 'AB', true],
    ['.', '\n', false],
    ['^$', '', true],
  ])('/%s/ in %j: %s', (source, text, expected) => {
    expect(regex(source, '').test(text)).toBe(expected);
  });

  it('ignores case only where asked to', () => {
    expect(regex('BUSY', '').test('busy')).toBe(false);
    expect(regex('BUSY', 'i').test('busy')).toBe(true);
    expect(regex('[^b]', 'i').test('B')).toBe(false);
  });

  it.each([
    ['(a', 'a ( is not closed'],
    ['a)', 'closes nothing'],
    ['[a', 'a [ is not closed'],
    ['*a', 'nothing to repeat before *'],
    ['a**', 'two quantifiers'],
    ['a{3,2}', 'wrong order'],
    ['[z-a]', 'wrong order'],
    ['(a)\\1', 'back-references'],
    ['(?=a)', 'look-around'],
    ['(?<!a)b', 'look-around'],
    ['a\\', 'ends in a backslash'],
    ['\\q', 'not known here'],
    ['((a{99}){99}){99}', 'too large'],
    ['((){9999}){9999}', 'too large'],
    ['a'.repeat(201), 'longer than'],
  ])('refuses /%s/: %s', (source, why) => {
    expect(() => regex(source, '')).toThrow(RegexError);
    expect(() => regex(source, '')).toThrow(why);
  });

  const piece = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '\\w',
    '\\W',
    '\\d',
    '\\b',
    '\\B',
    '^',
    '$',
    '-',
    'B',
    '\\s',
  );
  const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}', '{0,1}', '*?', '{2,}');
  const {expression} = fc.letrec<{expression: string; item: string}>(tie => ({
    expression: fc
      .array(fc.array(tie('item'), {maxLength: 4}), {minLength: 1, maxLength: 2})
      .map(alternatives => alternatives.map(items => items.join('')).join('|')),
    item: fc.oneof(
      {depthSize: 'small', withCrossShrink: true},
      fc
        .tuple(piece, quantifier)
        .map(([what, times]) => (/^(\\b|\\B|\^|\$)$/i.test(what) && what !== 'B' ? what : what + times)),
      fc.tuple(tie('expression'), quantifier).map(([inside, times]) => `(${inside})${times}`),
    ),
  }));
  const subject = fc.string({unit: fc.constantFrom('a', 'b', 'A', 'B', '-', ' ', '1', '\n', 'é'), maxLength: 8});

  it('says the same as JavaScript’s own expressions', () => {
    fc.assert(
      fc.property(expression, subject, fc.constantFrom('' as const, 'i' as const), (source, text, flags) => {
        fc.pre(source.length < 60);
        expect(regex(source, flags).test(text)).toBe(new RegExp(source, flags).test(text));
      }),
      {numRuns: 3000},
    );
  });

  it('looks at no more than (length + 1) × size states, also for patterns that other matchers never finish', () => {
    const evil = ['(a+)+$', '^(a|a)*$', '(a|aa)+$', 'a*a*a*a*a*a*a*a*b', '(.*)*x', '(\\w+\\s?)+$', '((a*)*)*c'];
    const text = `${'a'.repeat(5000)}!`;
    for (const source of evil) {
      const steps = {count: 0};
      const compiled = regex(source, '');
      expect(compiled.test(text, steps)).toBe(false);
      expect(steps.count).toBeLessThanOrEqual((text.length + 1) * compiled.size);
    }
    fc.assert(
      fc.property(expression, fc.string({unit: fc.constantFrom('a', 'b', '\u4e00'), maxLength: 60}), (source, long) => {
        fc.pre(source.length < 60);
        const steps = {count: 0};
        const compiled = regex(source, '');
        compiled.test(long, steps);
        expect(steps.count).toBeLessThanOrEqual((long.length + 1) * compiled.size);
      }),
    );
  });
});

import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {isInRange, readDuration, readMoment, readNumber} from '../../source/filter/measure.js';
import {type Manner, textTest} from '../../source/filter/text-test.js';

describe('textTest', () => {
  it.each<[Manner, string, string, boolean]>([
    ['segment', 'dtmf', 'audio:dtmf', true],
    ['segment', 'record', 'audio:record:done', true],
    ['segment', 'mf', 'audio:dtmf', false],
    ['segment', 'member:*', 'member:joined', true],
    ['segment', '*:done', 'audio:say:done', true],
    ['segment', '*:done', 'audio:say', false],
    ['segment', 'a*b*a', 'aba', true],
    ['segment', 'ab*ba', 'aba', false],
    ['start', 'un', 'unanswered', true],
    ['start', 'answered', 'unanswered', false],
    ['label', 'L1', 'L1', true],
    ['label', 'l1', 'L10', false],
    ['label', 'L', 'L10', true],
    ['label', 'MEM-2', 'MEM-25cc', true],
    ['party', '+44 (7700) 900-123', '447700900123', true],
    ['party', '0123', '+447700900123', true],
    ['party', 'ANNA', 'anna@example.com', true],
    ['party', '*0123', '447700900123', true],
    ['part', '*', 'a*b', true],
    ['part', '*', 'ab', false],
  ])('as %s, %s in %s: %s', (manner, wanted, text, expected) => {
    expect(textTest({text: wanted}, manner)(text)).toBe(expected);
  });

  it('means exactly that with =', () => {
    expect(textTest({text: 'answer'}, 'segment', '=')('answered')).toBe(false);
    expect(textTest({text: 'ANSWER'}, 'segment', '=')('answer')).toBe(true);
    expect(textTest({text: '+447700900123'}, 'party', '=')('447700900123')).toBe(true);
  });

  it('finds with stars what a regular expression finds', () => {
    const text = fc.string({unit: fc.constantFrom('a', 'b', ':'), maxLength: 8});
    fc.assert(
      fc.property(fc.array(text, {minLength: 2, maxLength: 4}), text, (pieces, subject) => {
        const expected = new RegExp(`^${pieces.join('.*')}$`).test(subject);
        expect(textTest({text: pieces.join('*')}, 'start')(subject)).toBe(expected);
      }),
      {numRuns: 500},
    );
  });
});

describe('measures', () => {
  it.each<[string, number | undefined]>([
    ['500', 500],
    ['500ms', 500],
    ['1.5s', 1500],
    ['2min', 120_000],
    ['2M', 120_000],
    ['1h', 3_600_000],
    ['1 s', undefined],
    ['-1', undefined],
    ['1e9', undefined],
    ['', undefined],
  ])('reads the time span %j as %s ms', (text, expected) => {
    expect(readDuration(text)?.from).toBe(expected);
  });

  it.each([
    ['12:04', {of: 'clock', from: 43_440_000, to: 43_500_000}],
    ['12:04:11', {of: 'clock', from: 43_451_000, to: 43_452_000}],
    ['0:00:00.25', {of: 'clock', from: 250, to: 260}],
    ['+10s', {of: 'sinceStart', from: 10_000, to: 10_000}],
    ['2026-11-20T12:00:00Z', {of: 'at', from: 1_795_176_000_000, to: 1_795_176_000_000}],
    ['2026-11-20T13:00:00+01:00', {of: 'at', from: 1_795_176_000_000, to: 1_795_176_000_000}],
    ['24:00', undefined],
    ['12:60', undefined],
    ['2026-13-20T12:00:00Z', undefined],
    ['noon', undefined],
  ])('reads the time %s', (text, expected) => {
    expect(readMoment(text)).toEqual(expected);
  });

  it('takes 5xx for a hundred numbers', () => {
    const span = readNumber('5xx') ?? {from: 0, to: 0};
    expect([499, 500, 599, 600].map(status => isInRange(status, ':', span))).toEqual([false, true, true, false]);
    expect(readNumber('6xx')).toBeUndefined();
  });

  it('splits all values at a moment, whichever sign is asked first', () => {
    fc.assert(
      fc.property(fc.integer({min: 0, max: 99}), fc.integer({min: 0, max: 99}), (value, at) => {
        const span = {from: at, to: at};
        expect(isInRange(value, '>', span)).toBe(!isInRange(value, '<=', span));
        expect(isInRange(value, '<', span)).toBe(!isInRange(value, '>=', span));
      }),
    );
  });

  it('finds nothing in a value that is not there', () => {
    for (const op of [':', '=', '>', '>=', '<', '<='] as const) {
      expect(isInRange(undefined, op, {from: 0, to: 0})).toBe(false);
    }
  });
});

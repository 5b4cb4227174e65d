import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {boundsText, isWithin, readBounds, type Unit} from '../../source/flow/file/bounds.js';

describe('bounds', () => {
  it.each<[given: string, unit: Unit, read: string]>([
    ['under 3 s', 'time', 'under 3 s'],
    ['< 3s', 'time', 'under 3 s'],
    ['at most 500 ms', 'time', 'at most 500 ms'],
    ['<= 3 s', 'time', 'at most 3 s'],
    ['over 1 s and under 3 s', 'time', 'over 1 s and under 3 s'],
    ['at least 1 s, at most 2 min', 'time', '1 s to 2 min 0 s'],
    ['2 s to 5 s', 'time', '2 s to 5 s'],
    ['2 to 5 s', 'time', '2 s to 5 s'],
    ['2s-5s', 'time', '2 s to 5 s'],
    ['between 1 s and 1 h', 'time', '1 s to 1 h 0 min'],
    ['about 4 s', 'time', '3 s to 5 s'],
    ['none', 'count', 'none'],
    ['any', 'count', 'any'],
    ['2', 'count', '2'],
    ['2 to 4', 'count', '2 to 4'],
    ['0.01 to 0.03 EUR', 'money', '0.01 EUR to 0.03 EUR'],
    ['200 to 299', 'number', '200 to 299'],
  ])('%s (%s)', (given, unit, read) => expect(boundsText(readBounds(given, unit))).toBe(read));

  it.each<[given: string, unit: Unit, why: RegExp]>([
    ['3 s', 'time', /^No time is exactly 3 s: write about 3 s, or bounds/],
    ['3', 'time', /^"3" lacks a unit: write 3 s or 3 ms\./],
    ['under 3 sec', 'time', /^"sec" is no unit of time: take ms, s, min or h\./],
    ['fast', 'time', /^"fast" says no bounds: write one such as under 3 s/],
    ['over 5 s and under 3 s', 'time', /can never hold: no time is both\./],
    ['over 3 and under 3', 'count', /can never hold: no number is both\./],
    ['5 to 2', 'count', /can never hold/],
    ['under 0', 'count', /can never hold: nothing is less than 0\./],
    ['2 legs', 'count', /has a unit: leave legs out\./],
    ['', 'count', /says no bounds/],
  ])('%s (%s) cannot be', (given, unit, why) => expect(() => readBounds(given, unit)).toThrow(why));

  it('hold what is within, and nothing else', () => {
    const number = fc.integer({min: 0, max: 1000});
    fc.assert(
      fc.property(number, number, number, (a, b, value) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const holds = (text: string) => isWithin(readBounds(text, 'count'), value);
        expect(holds(`${low} to ${high}`)).toBe(value >= low && value <= high);
        expect(holds(`at least ${low}`)).toBe(value >= low);
        expect(holds(`over ${low}`)).toBe(value > low);
        expect(holds(`at most ${high}`)).toBe(value <= high);
        if (high > 0) expect(holds(`under ${high}`)).toBe(value < high);
      }),
    );
  });

  it.each(['under 3 s', '2 s to 5 s', 'over 1 s and under 9 s', 'at least 700 ms'])(
    'are read again as they are said: %s',
    text => expect(boundsText(readBounds(boundsText(readBounds(text, 'time')), 'time'))).toBe(text),
  );
});

import {describe, expect, it} from 'vitest';
import {port, positive, seconds, share, speed, whole} from '../../source/program/values.js';

describe('A number on the command line', () => {
  it.each([
    [positive, '2.5', 2.5],
    [positive, 'Infinity', Number.POSITIVE_INFINITY],
    [seconds, '0.5', 0.5],
    [share, '0.25', 0.25],
    [speed, 'max', 'max'],
    [speed, '8', 8],
    [port, '0', 0],
    [whole, '-3', -3],
  ])('is read: %o of %s', (read, text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each([
    [positive, '0', /above 0/],
    [positive, 'many', /above 0/],
    [seconds, 'Infinity', /above 0/],
    [share, '1.5', /from 0 to 1/],
    [speed, 'Infinity', /above 0, or max/],
    [port, '65536', /from 0 to 65535/],
    [whole, '1.5', /whole number/],
    [whole, ' ', /whole number/],
  ])('is refused: %o of %s', (read, text, why) => {
    expect(() => read(text)).toThrow(why);
  });
});

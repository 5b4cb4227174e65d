import {describe, expect, it} from 'vitest';
import {age, count, port, positive, seconds, share, size, speed, whole} from '../../source/program/values.js';

describe('A number on the command line', () => {
  it.each([
    [positive, '2', 2],
    [positive, 'Infinity', Number.POSITIVE_INFINITY],
    [seconds, '0.5', 0.5],
    [share, '0.25', 0.25],
    [speed, 'max', 'max'],
    [speed, '8', 8],
    [port, '0', 0],
    [whole, '-3', -3],
    [age, '30d', 30 * 86_400_000],
    [age, '2w', 14 * 86_400_000],
    [age, '12h', 12 * 3_600_000],
    [size, '200MB', 200e6],
    [size, '1.5 GB', 1.5e9],
    [count, '0', 0],
  ])('is read: %o of %s', (read, text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each([
    [positive, '0', /above 0/],
    [positive, '1.5', /whole number above 0/],
    [positive, 'many', /above 0/],
    [seconds, 'Infinity', /above 0/],
    [share, '1.5', /from 0 to 1/],
    [speed, 'Infinity', /above 0, or max/],
    [port, '65536', /from 0 to 65535/],
    [whole, '1.5', /whole number/],
    [whole, ' ', /whole number/],
    [age, '30', /with its unit/],
    [age, '-1d', /with its unit/],
    [size, '200', /with its unit/],
    [count, '-1', /0 or more/],
  ])('is refused: %o of %s', (read, text, why) => {
    expect(() => read(text)).toThrow(why);
  });
});

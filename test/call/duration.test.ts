import {describe, expect, it} from 'vitest';
import {duration} from '../../source/call/duration.js';
import {seconds, stamp} from '../../source/output/format.js';
import {span} from '../../source/text/time.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('a span of time', () => {
  it.each([
    [0, '0 ms', '0ms', '0.0'],
    [38.4, '38 ms', '38ms', '0.0'],
    [999.6, '1 s', '1.0s', '1.0'],
    [11_300, '11.3 s', '11.3s', '11.3'],
    [59_960, '1 min 0 s', '1m00s', '60.0'],
    [75 * second, '1 min 15 s', '1m15s', '75.0'],
    [5 * minute + 4 * second, '5 min 4 s', '5m04s', '5m04'],
    [42 * minute, '42 min 0 s', '42m00s', '42m'],
    [2 * hour + 5 * minute + 59 * second, '2 h 5 min', '2h05m', '2h'],
    [241_545_928, '2 d 19 h', '2d19h', '67h'],
    [9 * day, '9 d 0 h', '9d00h', '9d'],
  ])('%d ms is said as people say it', (ms, sentence, word, cells) => {
    expect([duration(ms), span(ms), seconds(ms)]).toEqual([sentence, word, cells]);
  });

  it('is never less than nothing', () => {
    expect([-64_077, -3, -0.2].map(span)).toEqual(['0ms', '0ms', '0ms']);
  });

  it.each([
    [250, '+0.250'],
    [-1500, '+0.000'],
    [75_250, '+1:15.250'],
    [2 * hour + 5 * minute + 250, '+2:05:00.250'],
    [241_545_928, '+2d19:05:45'],
  ])('since the call’s start: %d ms', (ms, text) => {
    expect(stamp('start', ms, 0, undefined).trim()).toBe(text);
  });
});

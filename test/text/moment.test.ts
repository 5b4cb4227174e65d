import {describe, expect, it} from 'vitest';
import {momentIn, msIn} from '../../source/text/moment.js';

const now = Date.UTC(2026, 10, 26, 12);

describe('a moment as people write it', () => {
  it.each([
    ['2h', now - 7_200_000],
    ['90m', now - 5_400_000],
    ['1.5d', now - 129_600_000],
    ['7d', now - 604_800_000],
    ['0s', now],
    ['2026-11-26T09:00Z', Date.UTC(2026, 10, 26, 9)],
    ['2026-11-26T09:00:30+01:00', Date.UTC(2026, 10, 26, 8, 0, 30)],
    ['2026-11-26 09:00', new Date('2026-11-26T09:00').getTime()],
    ['2026-11-26', Date.UTC(2026, 10, 26)],
    // Nothing was stored before the epoch, and further back no calendar goes.
    ['99999999999999w', 0],
  ])('is read: %s', (text, at) => {
    expect(momentIn(text, now)).toBe(at);
  });

  it.each(['', '2', '-2h', '2 h', '2y', 'yesterday', '09:00', '2026-13-40T09:00', '2026-11-26T9', 'h'])(
    'is none: "%s"',
    text => {
      expect(momentIn(text, now)).toBeNaN();
    },
  );

  it('has the unit that is given where it says none', () => {
    expect([msIn('5', 's'), msIn('5', 'ms'), msIn('-1h', 'ms'), msIn('5')]).toEqual([5000, 5, -3_600_000, Number.NaN]);
  });
});

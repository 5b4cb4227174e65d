import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {asFlag, asTime} from '../../source/vonage/loose.js';

const noon = Date.UTC(2026, 10, 28, 12, 0, 1, 500);

describe('A stamp', () => {
  it.each([
    '2026-11-28T12:00:01.500Z',
    '2026-11-28t12:00:01.500z',
    '2026-11-28T12:00:01.5',
    '2026-11-28 12:00:01.500000',
    '2026-11-28 12:00:01,5',
    '2026-11-28 12:00:01.5 UTC',
    '2026-11-28 12:00:01.5 GMT',
    '2026-11-28 12:00:01.5 Z',
    '2026-11-28 12:00:01.5 +0000',
    '2026-11-28T14:00:01.5+02',
    '2026-11-28T14:00:01.5+0200',
    '2026-11-28T14:00:01.5+02:00',
    '2026-11-28T06:30:01.5-05:30',
    ' 2026-11-28T12:00:01.500Z ',
  ])('is the same moment however it is printed: %s', stamp => {
    expect(asTime(stamp)).toBe(noon);
  });

  it.each([
    '',
    '1795867201',
    1795867201000,
    '2026-11-28',
    '20261128T120001Z',
    '2026-11-28T12:00:01+25:00',
    '2026-11-28T12:00:01[Europe/Berlin]',
    '2026-11-28T12:00:01Z+02:00',
    '2026-11-28T12:00:01.Z',
    '2026-13-45T99:99:99Z',
    '1969-12-31T23:59:59Z',
    '9999-12-31T23:59:59Z',
    null,
    {},
    ['2026-11-28T12:00:01Z'],
  ])('is none where it is no time of a call: %j', stamp => {
    expect(asTime(stamp)).toBeUndefined();
  });

  it('comes back from any zone of the world', () => {
    const zone = fc.record({sign: fc.constantFrom('+', '-'), hours: fc.nat(14), minutes: fc.constantFrom(0, 30, 45)});
    fc.assert(
      fc.property(fc.integer({min: 1e12, max: 3e12}), zone, (ms, {sign, hours, minutes}) => {
        const offset = (sign === '+' ? 1 : -1) * (hours * 60 + minutes) * 60_000;
        const [two, more] = [String(hours).padStart(2, '0'), String(minutes).padStart(2, '0')];
        const local = new Date(ms + offset).toISOString().slice(0, -1);
        for (const colon of ['', ':']) expect(asTime(`${local}${sign}${two}${colon}${more}`)).toBe(ms);
      }),
    );
  });
});

describe('A flag', () => {
  it.each([
    [true, [true, 'true', 'True', 'TRUE', ' true ', 1, '1']],
    [false, [false, 'false', 'False', 0, '0']],
    [undefined, ['', 'yes', 2, '01', null, {}, [true]]],
  ])('is %s', (flag, spellings) => {
    expect(spellings.map(asFlag)).toEqual(spellings.map(() => flag));
  });
});

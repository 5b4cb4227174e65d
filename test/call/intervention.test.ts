import {describe, expect, it} from 'vitest';
import {asPhoneNumber, whyUndialable, whyUnspeakable} from '../../source/call/intervention.js';

describe('a number to call', () => {
  it.each([
    ['447700900001', '447700900001'],
    ['+44 7700 900001', '447700900001'],
    ['+44 (7700) 900-001', '447700900001'],
    ['+1.555.010.0199', '15550100199'],
    ['07700900001', undefined],
    ['123456', undefined],
    ['4477009000011234', undefined],
    ['44770090000\u0007', undefined],
    ['4477009\t00001', undefined],
    ['447700900001\u001b[2J', undefined],
    ['٤٤٧٧٠٠٩٠٠٠٠١', undefined],
    ['anna', undefined],
    ['', undefined],
  ])('%j is %s', (text, number) => {
    expect(asPhoneNumber(text)).toBe(number);
  });
});

describe('what is sent or spoken', () => {
  it.each([
    ['12p#*', undefined],
    ['', /0 to 9/],
    ['12 3', /0 to 9/],
    ['1'.repeat(101), /100 are sent at most/],
  ])('takes digits: %j', (digits, why) => {
    const said = whyUndialable(digits);
    if (why) expect(said).toMatch(why);
    else expect(said).toBe(undefined);
  });

  it.each([
    ['Guten Tag', undefined],
    ['  ', /nothing to say/],
    ['a\u0000b', /control characters/],
    ['x'.repeat(1501), /1501 characters/],
  ])('takes a text: %j', (text, why) => {
    const said = whyUnspeakable(text);
    if (why) expect(said).toMatch(why);
    else expect(said).toBe(undefined);
  });
});

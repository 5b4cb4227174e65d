import {describe, expect, it} from 'vitest';
import {whyNotAnew} from '../../../source/run/bus/why-not-anew.js';

describe('a bus is not read again beside', () => {
  it.each([
    [{record: 'r.ndjson'}, /^--record .*: attach again with --since TIME/],
    [{serve: '4600'}, /^--serve .*: attach again with --since TIME/],
    [{until: 'ended'} as const, /^--until counts what it has seen/],
    [{expect: ['flow.yaml']}, /^--expect counts what it has seen/],
  ])('%o', (given, why) => {
    expect(whyNotAnew(given)).toMatch(why);
  });

  it('is read again otherwise', () => {
    expect(whyNotAnew({})).toBeUndefined();
  });
});

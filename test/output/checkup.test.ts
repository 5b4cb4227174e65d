import {describe, expect, it} from 'vitest';
import {type Checkup, checkupOutcome, firstToMend, type HopVerdict} from '../../source/call/checkup.js';
import {checkupJson, checkupText} from '../../source/output/checkup.js';

const hop = (verdict: HopVerdict, more: object = {}) => ({
  id: verdict,
  title: verdict,
  verdict,
  seen: 'Seen.',
  ...more,
});
const checkup = (...verdicts: HopVerdict[]): Checkup => ({at: 0, ms: 1234.5, hops: verdicts.map(each => hop(each))});
const plain = {paint: (_: string, text: string) => text};

describe('a checkup', () => {
  it.each<[HopVerdict[], string, string | undefined]>([
    [['ok', 'unused', 'odd'], 'well', undefined],
    [['unknown', 'broken', 'broken'], 'broken', 'broken'],
    [['ok', 'unknown'], 'unknown', 'unknown'],
    [[], 'well', undefined],
  ])('of %j is %s', (verdicts, outcome, first) => {
    expect([checkupOutcome(checkup(...verdicts)), firstToMend(checkup(...verdicts))?.id]).toEqual([outcome, first]);
  });

  it('is a line a hop, with what was asked and the advice where it is not well', () => {
    const asked = {asked: 'GET https://api.example/a', ms: 42, advice: 'Mend it.'};
    const all = {...checkup(), hops: [hop('ok', {asked: 'GET x', ms: 7}), hop('broken', asked), hop('unused')]};
    expect(checkupText(all, plain).split('\n')).toEqual([
      '✓ ok            Seen. (7ms)',
      '✗ broken        Seen.',
      '                GET https://api.example/a, 42ms',
      '                → Mend it.',
      '– unused        Seen.',
      '',
      'First: broken. Mend it.',
      '1 well, 1 broken, 1 not in use (1.2s).',
      '',
    ]);
  });

  it.each([20, 40, 60, 80, 120])('is no wider than %i columns', width => {
    const long = {
      seen: 'Much was seen there. '.repeat(9),
      asked: `GET https://${'x'.repeat(200)}`,
      advice: 'Do it. '.repeat(30),
    };
    const all = {
      ...checkup('ok', 'odd', 'unknown', 'unused'),
      hops: [hop('broken', long), ...checkup('ok', 'odd').hops],
    };
    // What is said of a hop has twenty cells at least.
    const most = Math.max(width, 36);
    for (const line of checkupText(all, {...plain, width}).split('\n')) expect(line.length).toBeLessThanOrEqual(most);
  });

  it('has null in JSON for what there is not', () => {
    expect(JSON.parse(checkupJson(checkup('ok')))).toEqual({
      ...{
        schema: 'convo-monitor/doctor@1',
        takenAt: '1970-01-01T00:00:00.000Z',
        ms: 1235,
        outcome: 'well',
        first: null,
      },
      hops: [{id: 'ok', title: 'ok', verdict: 'ok', asked: null, seen: 'Seen.', advice: null, ms: null}],
    });
  });
});

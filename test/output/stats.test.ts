import {describe, expect, it} from 'vitest';
import {statsDocument} from '../../source/output/stats/document.js';
import {statsText} from '../../source/output/stats/text.js';
import {widthOf} from '../../source/text/printable.js';
import {figuresOf} from '../../source/world/read/stats.js';
import {agentCall} from '../helpers/agent-call.js';
import {busy, talked} from '../helpers/calls.js';
import {worldOf} from './seed-call.js';

const calls = [agentCall, busy, talked].flatMap((call, i) =>
  figuresOf(worldOf(call)).map(each => ({...each, recording: `call-${i}.ndjson`})),
);
const document = statsDocument(calls, ['call-0.ndjson', 'call-1.ndjson', 'call-2.ndjson'], 'recording');
const widest = (text: string) => Math.max(...text.split('\n').map(row => widthOf(row)));

describe('the figures of calls, as text', () => {
  const whole = statsText(document);

  it.each([70, 78, 80, 100, 120, 160, 200])('fit into %i cells, and name what they had no room for', width => {
    const text = statsText(document, width);
    expect(widest(text)).toBeLessThanOrEqual(width);
    const lost = ['min', 'p90', 'p99', 'max'].filter(share => !text.includes(`  ${share}  `));
    for (const share of lost) expect(text).toMatch(new RegExp(`^Without [^:]*\\b${share}\\b`, 'm'));
    if (lost.length > 0) expect(text).toMatch(/--json\s+has\s+all\./);
    if (width >= widest(whole)) expect(text).toBe(whole);
  });

  it('are never without what most of them are', () => {
    expect(statsText(document, 20)).toMatch(/^ +n +p50 +p95 +spread$/m);
    expect(statsText(document, 20)).toMatch(/^recording +calls +problems +EUR$/m);
  });
});

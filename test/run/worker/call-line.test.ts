import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type CallSummary, SUMMARY} from '../../../source/output/call-summary-schema.js';
import {summariesTable} from '../../../source/output/summaries-table.js';
import {callLine} from '../../../source/run/worker/call-line.js';
import {widthOf} from '../../../source/text/printable.js';

const busy: CallSummary = {
  schema: SUMMARY,
  team: 'qa',
  application: null,
  conversation: 'CON-fd906f1c-3454-4ec4-bd80-c6d4f9b9c445',
  name: null,
  listeners: ['lab'],
  state: 'ended',
  over: true,
  status: 'busy',
  direction: 'inbound',
  from: '447700000001',
  to: '447700000002',
  legCount: 2,
  legs: [],
  startedAt: '2026-11-28T08:58:41.123Z',
  lastAt: '2026-11-28T08:58:43.123Z',
  endedAt: '2026-11-28T08:58:43.123Z',
  talkMs: null,
  cost: null,
  events: 9,
  problems: 1,
  ok: false,
  ending: 'L2 to 447700900002 ended busy (SIP 486): The called party is on another call. Try again later.',
  observations: 18,
  last: {stream: 'CONVO', created: '2026-11-28T08:00:00Z', seq: 18},
};

const widths = [40, 80, 100, 120, 160];
const foreign = fc.record({
  from: fc.string({unit: 'binary', maxLength: 60}),
  ending: fc.string({unit: 'binary', maxLength: 300}),
  conversation: fc.string({unit: 'binary', maxLength: 90}),
});

describe('a call as a line of the worker', () => {
  it('is whole in a pipe, and what a terminal has room for there', () => {
    expect(callLine(busy)).toBe(
      '08:58:41  busy             –  in   447700000001 → 447700000002       !1  CON-fd906f1c-3454-4ec4-bd80-c6d4f9b9c445  L2 to 447700900002 ended busy (SIP 486): The called party is on another call. Try again later.',
    );
    expect(widths.map(width => callLine(busy, width))).toEqual([
      '08:58:41  busy             –   !1',
      '08:58:41  busy             –  447700000001 → 447700000002       !1',
      '08:58:41  busy             –  in   447700000001 → 447700000002       !1  L2 to 447700900002 ended b…',
      '08:58:41  busy             –  in   447700000001 → 447700000002       !1  L2 to 447700900002 ended busy (SIP 486): The c…',
      '08:58:41  busy             –  in   447700000001 → 447700000002       !1  CON-fd906f1c-3454-4ec4-bd80-c6d4f9b9c445  L2 to 447700900002 ended busy (SIP 486): The…',
    ]);
  });

  it('takes one row of a terminal, whatever stands in it', () => {
    fc.assert(
      fc.property(foreign, fc.integer({min: 10, max: 300}), (texts, width) => {
        expect(widthOf(callLine({...busy, ...texts}, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('the table of calls', () => {
  it('fits a terminal of 80 cells with two rows a call, and cuts what is a sentence', () => {
    const [, , above = '', below = ''] = summariesTable([busy], 80).split('\n');
    expect(above).toBe('2026-11-28 08:58:41  busy        –  in   1  447700000001  447700000002');
    expect(below).toBe('    CON-fd906f1c-3454-4ec4-bd80-c6d4f9b9c445  L2 to 447700900002 ended busy (SI…');
    const whole = summariesTable([busy]).split('\n')[1] ?? '';
    expect(whole).toMatch(/Try again later\.$/);
  });
});

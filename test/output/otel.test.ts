import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {callSpans} from '../../source/output/otel/call.js';
import {calls as counter, histograms, pointsOf} from '../../source/output/otel/figures.js';
import {withLinks} from '../../source/output/otel/links.js';
import {maskedSpan} from '../../source/output/otel/masked.js';
import {type Span, traceOf} from '../../source/output/otel/span.js';
import {callsOf, callsWith} from '../../source/world/read/calls.js';
import {figuresOfCall} from '../../source/world/read/stats.js';
import {agentCall} from '../helpers/agent-call.js';
import {answer, busy, CON, caller, crowd, menu, moved, news, observed, talked, withNcco} from '../helpers/calls.js';
import {canariesIn, canaryCall} from '../helpers/canary.js';
import {seedObservations} from '../helpers/seed.js';
import {payloadOf, worldOf} from './seed-call.js';

const spansOf = (observations: readonly Observation[]): Span[] => callsOf(worldOf(observations)).flatMap(callSpans);

/** The spans as a tree: name, begin and end in seconds from the call's, and why it is an error. */
function treeOf(spans: readonly Span[], parent?: string, depth = 0): string[] {
  const start = spans[0]?.from ?? 0;
  return spans
    .filter(span => span.parent === parent)
    .flatMap(span => [
      `${'  '.repeat(depth)}${span.name} ${(span.from - start) / 1000}–${(span.to - start) / 1000}${span.error ? ` ✗ ${span.error}` : ''}`,
      ...(span.id === parent ? [] : treeOf(spans, span.id, depth + 1)),
    ]);
}

const samples = {talked, busy, menu, moved, crowd, agentCall, seed: seedObservations()};

describe('the trace of a call', () => {
  it('has the call, its legs, and what its NCCO did', () => {
    expect(treeOf(spansOf(talked)).join('\n')).toMatchInlineSnapshot(`
      "call inbound 0–68.1
        leg inbound phone 0–68.1
          ncco talk 0.309–2
          ncco record 2–68
          ncco connect 2.5–68
        leg outbound phone 2.5–68"
    `);
  });

  it('is an error where the call ended unhappily, with the reason, and so is the leg', () => {
    expect(treeOf(spansOf(busy)).join('\n')).toMatchInlineSnapshot(`
      "call inbound 0–4.2 ✗ L2 to 447700900002 ended busy (SIP 486): The called party is on another call. Try again later.
        leg inbound phone 0–4.2
          ncco connect 2.5–4
        leg outbound phone 2.5–4 ✗ busy (SIP 486): The called party is on another call."
    `);
  });

  it.each(Object.entries(samples))(
    'of %s hangs together: one root, parents that are there, times in order',
    (_, all) => {
      const spans = spansOf(all);
      const ids = new Set(spans.map(({id}) => id));
      expect(ids.size).toBe(spans.length);
      expect(spans.filter(({parent}) => parent === undefined)).toHaveLength(1);
      for (const {parent, trace, from, to} of spans) {
        expect(parent === undefined || ids.has(parent)).toBe(true);
        expect(trace).toBe(spans[0]?.trace);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(from).toBeGreaterThanOrEqual(spans[0]?.from ?? Number.POSITIVE_INFINITY);
        expect(to).toBeLessThanOrEqual(spans[0]?.to ?? 0);
      }
    },
  );

  it('has the digits of the conversation’s id; of another id a digest, and never nothing', () => {
    expect(traceOf(CON)).toBe('11111111000040008000000000000000');
    expect(traceOf('CON-BC643220-2542-499a-892e-c982c4150c06')).toBe('bc6432202542499a892ec982c4150c06');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constant('CON-00000000-0000-0000-0000-000000000000')), id => {
        expect(traceOf(id)).toMatch(/^(?!0{32})[\da-f]{32}$/);
        expect(traceOf(id)).toBe(traceOf(id));
      }),
    );
  });

  it('is the same whoever sends it: numbers of observations do not matter', () => {
    const later = busy.map(o => ({...o, seq: o.seq + 100, ...(o.source === 'reply' && {to: o.to + 100})}));
    const essence = (spans: readonly Span[]) => spans.map(({told: _, ...span}) => span);
    expect(essence(spansOf(later))).toEqual(essence(spansOf(busy)));
  });

  it('is found by each of the conversations that the call went through', () => {
    const world = worldOf(moved);
    expect(world.conversations.size).toBeGreaterThan(1);
    for (const id of world.conversations.keys())
      expect(callsWith(world, id).map(callSpans)).toEqual(callsOf(world).map(callSpans));
  });

  it('tells what the application answered, and where it failed', () => {
    const anna = caller('a', '447700900001');
    const reply = {status: 500, ms: 30, body: 'no', by: 'application'} as const;
    const spans = spansOf(
      observed(
        news(anna, 'started', 0),
        {...answer(anna, 0.2, []), reply},
        {
          ...withNcco(news(anna, 'answered', 1), [{action: 'talk', text: 'x'}]),
          reply: {...reply, status: 200, ms: 12, body: '[{"action":"talk","text":"x"}]'},
        },
      ),
    ).filter(({name}) => name.startsWith('application'));
    expect(spans).toMatchObject([
      {
        name: 'application answer',
        kind: 'client',
        error: 'The application answered 500.',
        attributes: {'http.request.method': 'GET', 'http.response.status_code': 500, 'error.type': '500'},
      },
      {
        name: 'application answered',
        error: undefined,
        attributes: {'http.response.status_code': 200, 'vonage.webhook.ncco': true},
      },
    ]);
    expect(spans.map(({from, to}) => to - from)).toEqual([30, 12]);
  });

  it('shows no phone number unless that is wanted, and ids all the same', () => {
    const spans = spansOf(canaryCall());
    expect(canariesIn(JSON.stringify(spans)).length).toBeGreaterThan(0);
    expect(canariesIn(JSON.stringify(spans.map(maskedSpan)))).toEqual([]);
    const [root] = spans;
    expect(root && maskedSpan(root).attributes['vonage.conversation.id']).toBe(
      root?.attributes['vonage.conversation.id'],
    );
  });
});

describe('other traces', () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const id = '00f067aa0ba902b7';
  it.each([
    ['traceparent', `00-${trace}-${id}-01`],
    ['traceresponse', `00-${trace.toUpperCase()}-${id}-00`],
    ['server-timing', `app;dur=3, traceparent;desc="00-${trace}-${id}-01"`],
  ])('are linked where an answer names one in %s', async (name, value) => {
    const anna = caller('a', '447700900001');
    const reply = {status: 200, ms: 5, body: '[]', by: 'application', headers: {[name]: value}} as const;
    const all = observed({...answer(anna, 0, []), reply}, news(anna, 'started', 1));
    const spans = await withLinks(spansOf(all), payloadOf(all));
    expect(spans.flatMap(({links = []}) => links)).toEqual([{trace, id}]);
  });

  it.each([
    `00-${'0'.repeat(32)}-${id}-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `${trace}-${id}`,
    `00-${trace}0-${id}-01`,
  ])('are not made up of %s', async value => {
    const anna = caller('a', '447700900001');
    const reply = {status: 200, ms: 5, body: '[]', by: 'application', headers: {traceparent: value}} as const;
    const all = observed({...answer(anna, 0, []), reply});
    const spans = await withLinks(spansOf(all), payloadOf(all));
    expect(spans.flatMap(({links = []}) => links)).toEqual([]);
  });
});

describe('metrics', () => {
  it('are what a call adds, in seconds', () => {
    const [call] = callsOf(worldOf(busy));
    const points = call ? pointsOf(figuresOfCall(call), 'app') : [];
    expect(points[0]).toEqual({
      metric: 'calls',
      value: 1,
      attributes: {
        'vonage.application.id': 'app',
        'vonage.call.direction': 'inbound',
        'vonage.call.status': 'busy',
        'vonage.call.ok': false,
      },
    });
    const ring = points.filter(({metric}) => metric === 'ring');
    expect(ring.map(({value}) => value)).toEqual([4.1]);
    expect(ring[0]?.attributes).toEqual({'vonage.application.id': 'app', 'vonage.call.direction': 'inbound'});
  });

  it.each(Object.values(histograms))('$name has buckets that go up', ({name, unit, bounds}) => {
    expect([name, unit]).toEqual([expect.stringMatching(/^vonage\.[a-z]+\.[a-z_]+$/), 's']);
    expect(bounds).toEqual([...new Set(bounds)].toSorted((a, b) => a - b));
    expect(counter.name).not.toBe(name);
  });
});

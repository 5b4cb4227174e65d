import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {callSpans} from '../../../source/output/otel/call.js';
import {calls, histograms, pointsOf} from '../../../source/output/otel/figures.js';
import {maskedSpan} from '../../../source/output/otel/masked.js';
import {createWire} from '../../../source/run/otlp/wire.js';
import {callsOf} from '../../../source/world/read/calls.js';
import {figuresOfCall} from '../../../source/world/read/stats.js';
import {metricsSchema, readRequest, tracesSchema} from '../../helpers/collector.js';
import {mutantsOf, tries} from '../../helpers/mutants.js';
import {messages} from '../../helpers/otlp-protobuf.js';
import {observationsIn, recordedScenarios} from '../../helpers/recorded-scenarios.js';
import {worldOf} from '../../output/seed-call.js';
import {readAll} from '../../recording/examples.js';

/** A wire that is told how to encode. */
function wireOf(protocol: string) {
  vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', protocol);
  const doubts: string[] = [];
  const wire = createWire('1.2.3', 'test', text => doubts.push(text));
  vi.unstubAllEnvs();
  return {wire, doubts};
}

/**
 * Sends nothing, and reads what would be sent: every call is a trace that hangs together, in times that a collector takes, and is the same in both
 * encodings.
 */
async function hangTogether(observations: readonly Observation[]): Promise<number> {
  const [wire, json] = [wireOf('http/protobuf').wire, wireOf('http/json').wire];
  const all = callsOf(worldOf(observations));
  for (const call of all) {
    const points = pointsOf(figuresOfCall(call), undefined);
    wire.record(points);
    json.record(points);
    const made = callSpans(call).map(maskedSpan);
    const read = (bytes: Uint8Array, type: string) => tracesSchema.parse(readRequest(type, messages.traces, bytes));
    const sent = read(wire.traces(made), wire.way('traces').type);
    expect(sent).toEqual(read(json.traces(made), json.way('traces').type));
    const spans = sent.resourceSpans.flatMap(each => each.scopeSpans.flatMap(scope => scope.spans));
    const ids = new Set(spans.map(({spanId}) => spanId));
    expect(ids.size).toBe(spans.length);
    expect(spans.filter(({parentSpanId}) => !ids.has(parentSpanId ?? ''))).toHaveLength(1);
    for (const {startTimeUnixNano, endTimeUnixNano} of spans) {
      expect(startTimeUnixNano).toBeGreaterThanOrEqual(0);
      expect(endTimeUnixNano).toBeGreaterThanOrEqual(startTimeUnixNano);
      expect(endTimeUnixNano).toBeLessThan(2 ** 64 / 1e6);
    }
  }
  const metrics = await Promise.all(
    [wire, json].map(async each => {
      const {bytes = new Uint8Array()} = (await each.metrics()) ?? {};
      return bytes.length === 0 ? undefined : valuesIn(readRequest(each.way('metrics').type, messages.metrics, bytes));
    }),
  );
  expect(metrics[0]).toEqual(metrics[1]);
  return all.length;
}

/** The metrics of a request without their times, which are those of the sending. */
const valuesIn = (request: unknown) =>
  metricsSchema.parse(request).resourceMetrics.map(({scopeMetrics}) =>
    scopeMetrics.flatMap(({metrics}) =>
      metrics.map(({sum, histogram, ...rest}) => ({
        ...rest,
        points: (sum ?? histogram)?.dataPoints.map(point => ({...point, startTimeUnixNano: 0, timeUnixNano: 0})),
      })),
    ),
  );

describe('what is sent', () => {
  it.each(recordedScenarios)('of $name is whole', async ({file}) => {
    expect(await hangTogether(await observationsIn(file))).toBeGreaterThan(0);
  });

  it('is whole whatever a recording says', async () => {
    const file = new URL('../../recording/old/v1-busy.ndjson', import.meta.url);
    const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
    await fc.assert(
      fc.asyncProperty(mutantsOf(lines), async mutants => {
        const bytes = (async function* () {
          yield Buffer.from(`${header}\n${mutants.join('\n')}\n`);
        })();
        const {observed} = await readAll(bytes);
        await hangTogether(observed.map(({observation}) => observation));
      }),
      tries(150),
    );
  });
});

describe('the standard’s variables', () => {
  it.each([
    ['', 'application/x-protobuf', []],
    [' http/protobuf ', 'application/x-protobuf', []],
    ['http/json', 'application/json', []],
    [
      'grpc',
      'application/x-protobuf',
      [/^OTEL_EXPORTER_OTLP_PROTOCOL=grpc: --otlp speaks http\/protobuf and http\/json/],
    ],
  ])('with the protocol %j it is %s', (protocol, type, said) => {
    const {wire, doubts} = wireOf(protocol);
    expect(wire.way('traces').type).toBe(type);
    expect([...new Set(doubts)]).toEqual(said.map(text => expect.stringMatching(text)));
  });

  it('may say another one for one of the two', () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_METRICS_PROTOCOL', 'http/json');
    const {wire} = wireOf('http/protobuf');
    expect(wire.way('traces').type).toBe('application/x-protobuf');
    expect(wire.way('metrics').type).toBe('application/json');
  });

  it('are said where they cannot be used', () => {
    const {wire, doubts} = wireOf('');
    vi.stubEnv('OTEL_EXPORTER_OTLP_CERTIFICATE', '/nowhere/authority.pem');
    vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', 'soon');
    onTestFinished(() => void vi.unstubAllEnvs());
    wire.way('traces');
    expect(doubts).toEqual([
      expect.stringContaining('OTEL_EXPORTER_OTLP_TIMEOUT'),
      expect.stringContaining('certificate'),
    ]);
  });
});

it('README.md has each metric with its unit and its buckets', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| `(vonage\.[\w.]+)` \| (\S+) \| .+ \| (.+) \|$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual([
    [calls.name, calls.unit, '–'],
    ...Object.values(histograms).map(({name, unit, bounds}) => [name, unit, `${bounds[0]} … ${bounds.at(-1)}`]),
  ]);
});

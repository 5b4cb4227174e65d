import {
  type Attributes as ApiAttributes,
  DiagLogLevel,
  diag,
  type Histogram,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
} from '@opentelemetry/api';
import {convertLegacyHttpOptions} from '@opentelemetry/otlp-exporter-base/node-http';
import {
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import {defaultResource, detectResources, envDetector, resourceFromAttributes} from '@opentelemetry/resources';
import {AggregationTemporality, MeterProvider, MetricReader} from '@opentelemetry/sdk-metrics';
import type {Measure} from '../../call/measures.js';
import type {Signal} from '../../config/collectors.js';
import {calls, histograms, type Point} from '../../output/otel/figures.js';
import type {Attributes, Span} from '../../output/otel/span.js';
import {createBeginnings} from './beginnings.js';
import type {SendOptions} from './send.js';

/** What OpenTelemetry's packages do for us: the encodings of OTLP, metrics that add up, and its environment variables. */
export type Wire = {
  traces(spans: readonly Span[]): Uint8Array;
  record(points: readonly Point[]): void;
  /** All metrics so far, and what is to be told when they need not be sent again; undefined while there are none. */
  metrics(): Promise<{bytes: Uint8Array; done: () => void} | undefined>;
  way(signal: Signal): SendOptions;
};

/** What every collector takes is the standard's choice, too, where OTEL_EXPORTER_OTLP_PROTOCOL says nothing. */
const USUAL = 'http/protobuf';

const encodings = {
  'http/protobuf': {
    type: 'application/x-protobuf',
    traces: ProtobufTraceSerializer,
    metrics: ProtobufMetricsSerializer,
  },
  'http/json': {type: 'application/json', traces: JsonTraceSerializer, metrics: JsonMetricsSerializer},
} as const;

type ReadableSpan = Parameters<typeof JsonTraceSerializer.serializeRequest>[0][number];

const kinds = {internal: SpanKind.INTERNAL, client: SpanKind.CLIENT} as const;

class Collected extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

/**
 * `instance` tells this run from others that send the same metrics; `doubt` is told what of the standard's variables cannot be used.
 */
export function createWire(version: string, instance: string, doubt: (text: string) => void = () => undefined): Wire {
  const scope = {name: 'convo-monitor', version};
  const own = {'service.name': 'convo-monitor', 'service.version': version, 'service.instance.id': instance};
  // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say more than we do.
  const resource = defaultResource()
    .merge(resourceFromAttributes(own))
    .merge(detectResources({detectors: [envDetector]}));
  const reader = new Collected({aggregationTemporalitySelector: () => temporality()});
  const meter = new MeterProvider({resource, readers: [reader]}).getMeter(scope.name, version);
  const counter = meter.createCounter(calls.name, {unit: calls.unit, description: calls.help});
  const measured = Object.fromEntries(
    Object.entries(histograms).map(([measure, {name, unit, help, bounds}]) => [
      measure,
      meter.createHistogram(name, {unit, description: help, advice: {explicitBucketBoundaries: [...bounds]}}),
    ]),
  ) as Record<Measure, Histogram>;
  const begin = createBeginnings();
  const used = {traces: encodingOf('traces', doubt), metrics: encodingOf('metrics', doubt)};

  return {
    traces: spans => bytesOf(used.traces.traces.serializeRequest(spans.map(span => readable(span, resource, scope)))),
    record(points) {
      for (const {metric, value, attributes} of points)
        if (metric === 'calls') counter.add(value, attributes);
        else measured[metric].record(value, attributes);
    },
    async metrics() {
      const {resourceMetrics} = await reader.collect();
      if (resourceMetrics.scopeMetrics.length === 0) return undefined;
      const {metrics, done} = begin(resourceMetrics);
      return {bytes: bytesOf(used.metrics.metrics.serializeRequest(metrics)), done};
    },
    way(signal) {
      const {headers, agentFactory, compression, timeoutMillis} = doubting(doubt, () =>
        convertLegacyHttpOptions({}, signal.toUpperCase(), `v1/${signal}`, {}),
      );
      let agent: ReturnType<typeof agentFactory> | undefined;
      return {
        type: used[signal].type,
        headers,
        // One for all requests: each keeps its connections.
        agent(protocol) {
          agent ??= agentFactory(protocol);
          return agent;
        },
        compress: compression === 'gzip',
        timeoutMs: timeoutMillis,
      };
    },
  };
}

function encodingOf(signal: Signal, doubt: (text: string) => void): (typeof encodings)[keyof typeof encodings] {
  const names = [`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_PROTOCOL`, 'OTEL_EXPORTER_OTLP_PROTOCOL'];
  const name = names.find(each => process.env[each]?.trim());
  const wanted = name === undefined ? USUAL : process.env[name]?.trim();
  if (wanted === 'http/protobuf' || wanted === 'http/json') return encodings[wanted];
  doubt(`${name}=${wanted}: --otlp speaks http/protobuf and http/json, and sends ${USUAL}.`);
  return encodings[USUAL];
}

/** What the packages say only to their own log: a file that cannot be read, a number that is none. */
function doubting<T>(doubt: (text: string) => void, read: () => T): T {
  const silent = () => undefined;
  const log = {error: doubt, warn: doubt, info: silent, debug: silent, verbose: silent};
  diag.setLogger(log, {logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true});
  try {
    return read();
  } finally {
    diag.disable();
  }
}

const bytesOf = (bytes: Uint8Array | undefined): Uint8Array => bytes ?? new Uint8Array();

/** Some backends want what was added since the last time, and say so in the standard's variable. */
function temporality(): AggregationTemporality {
  const wanted = process.env.OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE ?? '';
  return /^(delta|lowmemory)$/i.test(wanted) ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
}

function readable(
  span: Span,
  resource: ReadableSpan['resource'],
  scope: {name: string; version: string},
): ReadableSpan {
  const {trace, id, parent, name, kind, from, to, attributes, events = [], links = [], error} = span;
  const context = (traceId: string, spanId: string) => ({traceId, spanId, traceFlags: TraceFlags.SAMPLED});
  return {
    name,
    kind: kinds[kind],
    spanContext: () => context(trace, id),
    ...(parent !== undefined && {parentSpanContext: context(trace, parent)}),
    startTime: timeOf(from),
    endTime: timeOf(to),
    duration: timeOf(to - from),
    ended: true,
    status: error === undefined ? {code: SpanStatusCode.UNSET} : {code: SpanStatusCode.ERROR, message: error},
    attributes: known(attributes),
    events: events.map(each => ({name: each.name, time: timeOf(each.at), attributes: known(each.attributes ?? {})})),
    links: links.map(each => ({context: context(each.trace, each.id)})),
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** The last time that 64 bits of nanoseconds have room for, ms: in the year 2540. A stamp that comes from outside may be any. */
const LATEST = 1.8e13;

/** Whole seconds and the nanoseconds beside them. */
const timeOf = (ms: number): [number, number] => {
  const time = Math.min(LATEST, Math.max(0, ms));
  const whole = Math.floor(time / 1000);
  return [whole, Math.floor((time - whole * 1000) * 1e3) * 1e3];
};

const known = (attributes: Attributes): ApiAttributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));

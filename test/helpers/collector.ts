import {createServer, type IncomingHttpHeaders, type RequestListener} from 'node:http';
import {createServer as createSecure} from 'node:https';
import type {AddressInfo} from 'node:net';
import {gunzipSync} from 'node:zlib';
import {onTestFinished} from 'vitest';
import * as z from 'zod';
import {type Message, messages, readMessage} from './otlp-protobuf.js';

const value = z.union([
  z.object({stringValue: z.string()}),
  z.object({boolValue: z.boolean()}),
  z.object({intValue: z.coerce.number()}),
  z.object({doubleValue: z.number()}),
]);
const attributes = z
  .array(z.object({key: z.string(), value}))
  .default([])
  .transform(all => Object.fromEntries(all.map(each => [each.key, Object.values(each.value)[0] as unknown])));
const nanoseconds = z.string().transform(text => Number(BigInt(text) / 1000n) / 1000);
const span = z.object({
  traceId: z.string().regex(/^[\da-f]{32}$/),
  spanId: z.string().regex(/^[\da-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes,
  events: z.array(z.object({name: z.string(), timeUnixNano: nanoseconds, attributes})).default([]),
  links: z.array(z.object({traceId: z.string(), spanId: z.string()})).default([]),
  status: z.object({code: z.number().default(0), message: z.string().optional()}),
});
const point = z.object({
  attributes,
  count: z.coerce.number().optional(),
  sum: z.number().optional(),
  bucketCounts: z.array(z.coerce.number()).optional(),
  explicitBounds: z.array(z.number()).optional(),
  asDouble: z.number().optional(),
  startTimeUnixNano: nanoseconds,
  timeUnixNano: nanoseconds,
});
const metric = z.object({
  name: z.string(),
  unit: z.string(),
  sum: z.object({dataPoints: z.array(point), isMonotonic: z.boolean(), aggregationTemporality: z.number()}).optional(),
  histogram: z.object({dataPoints: z.array(point), aggregationTemporality: z.number()}).optional(),
});

const resource = z.object({attributes});
export const tracesSchema = z.object({
  resourceSpans: z.array(z.object({resource, scopeSpans: z.array(z.object({spans: z.array(span)}))})),
});
export const metricsSchema = z.object({
  resourceMetrics: z.array(z.object({resource, scopeMetrics: z.array(z.object({metrics: z.array(metric)}))})),
});

export type ReceivedSpan = z.infer<typeof span>;
export type ReceivedMetric = z.infer<typeof metric>;

/** How a request is answered: with a status, headers and a body; `never` is not. */
export type Answer =
  | {status: number; headers?: Record<string, string>; body?: string | Uint8Array}
  | 'never'
  | 'hangs up';

/** What a request says, by its type, as OTLP has it in JSON. */
export function readRequest(type: string | undefined, message: Message, body: Uint8Array): unknown {
  if (type === 'application/json') return JSON.parse(new TextDecoder().decode(body));
  if (type === 'application/x-protobuf') return readMessage(message, body);
  throw new Error(`Nothing of OTLP is ${type}.`);
}

/** A collector that takes OTLP by http, reads it by what the specification says, and answers as it is told to. */
export async function startCollector(
  answerTo: (path: string, count: number) => Answer = () => ({status: 200}),
  https?: {cert: Buffer; key: Buffer},
) {
  const spans: ReceivedSpan[] = [];
  const found = new Map<string, ReceivedMetric>();
  const resources: Record<string, unknown>[] = [];
  const requests: {path: string; headers: IncomingHttpHeaders; port?: number; status?: number}[] = [];
  const mistakes: unknown[] = [];
  const respond: RequestListener = (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', part => parts.push(part)).on('error', () => undefined);
    request.on('end', () => {
      const path = request.url ?? '';
      const answer = answerTo(path, requests.length);
      const said = typeof answer === 'string' ? {} : {status: answer.status};
      requests.push({path, headers: request.headers, port: request.socket.remotePort, ...said});
      if (answer === 'never') return;
      if (answer === 'hangs up') return void request.socket.destroy();
      const raw = Buffer.concat(parts);
      const {'content-type': type, 'content-encoding': encoding} = request.headers;
      if (answer.status === 200) take(path, type, encoding === 'gzip' ? gunzipSync(raw) : raw);
      response.writeHead(answer.status, {'Content-Type': type, ...answer.headers});
      response.end(answer.body ?? (type === 'application/json' ? '{}' : ''));
    });
  };
  const server = https ? createSecure(https, respond) : createServer(respond);
  // It gives up a connection only where a test says so.
  server.keepAliveTimeout = 0;
  function take(path: string, type: string | undefined, body: Buffer): void {
    try {
      const isTraces = path.endsWith('/v1/traces');
      const json = readRequest(type, isTraces ? messages.traces : messages.metrics, body);
      if (isTraces)
        for (const each of tracesSchema.parse(json).resourceSpans) {
          resources.push(each.resource.attributes);
          spans.push(...each.scopeSpans.flatMap(scope => scope.spans));
        }
      else
        for (const each of metricsSchema.parse(json).resourceMetrics)
          for (const one of each.scopeMetrics.flatMap(scope => scope.metrics)) found.set(one.name, one);
    } catch (error) {
      mistakes.push(error);
    }
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const {port} = server.address() as AddressInfo;
  return {url: `${https ? 'https' : 'http'}://127.0.0.1:${port}`, spans, metrics: found, resources, requests, mistakes};
}

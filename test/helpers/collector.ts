import {createServer, type IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gunzipSync} from 'node:zlib';
import {onTestFinished} from 'vitest';
import * as z from 'zod';

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
  status: z.object({code: z.number(), message: z.string().optional()}),
});
const point = z.object({
  attributes,
  count: z.coerce.number().optional(),
  sum: z.number().optional(),
  bucketCounts: z.array(z.coerce.number()).optional(),
  explicitBounds: z.array(z.number()).optional(),
  asDouble: z.number().optional(),
});
const metric = z.object({
  name: z.string(),
  unit: z.string(),
  sum: z.object({dataPoints: z.array(point), isMonotonic: z.boolean()}).optional(),
  histogram: z.object({dataPoints: z.array(point), aggregationTemporality: z.number()}).optional(),
});

const resource = z.object({attributes});
export const tracesSchema = z.object({
  resourceSpans: z.array(z.object({resource, scopeSpans: z.array(z.object({spans: z.array(span)}))})),
});
const metrics = z.object({
  resourceMetrics: z.array(z.object({resource, scopeMetrics: z.array(z.object({metrics: z.array(metric)}))})),
});

export type ReceivedSpan = z.infer<typeof span>;
export type ReceivedMetric = z.infer<typeof metric>;

/** How a request is answered: with a status, headers and a body; `never` is not. */
export type Answer = {status: number; headers?: Record<string, string>; body?: string} | 'never';

/** A collector that takes OTLP as JSON by http, reads it by what the specification says, and answers as it is told to. */
export async function startCollector(answerTo: (path: string, count: number) => Answer = () => ({status: 200})) {
  const spans: ReceivedSpan[] = [];
  const found = new Map<string, ReceivedMetric>();
  const resources: Record<string, unknown>[] = [];
  const requests: {path: string; headers: IncomingHttpHeaders; status?: number}[] = [];
  const mistakes: unknown[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', part => parts.push(part)).on('error', () => undefined);
    request.on('end', () => {
      const path = request.url ?? '';
      const answer = answerTo(path, requests.length);
      requests.push({path, headers: request.headers, ...(answer !== 'never' && {status: answer.status})});
      if (answer === 'never') return;
      const raw = Buffer.concat(parts);
      if (answer.status === 200) take(path, request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw);
      response.writeHead(answer.status, {'Content-Type': 'application/json', ...answer.headers});
      response.end(answer.body ?? '{}');
    });
  });
  function take(path: string, body: Buffer): void {
    try {
      const json: unknown = JSON.parse(body.toString());
      if (path === '/v1/traces')
        for (const each of tracesSchema.parse(json).resourceSpans) {
          resources.push(each.resource.attributes);
          spans.push(...each.scopeSpans.flatMap(scope => scope.spans));
        }
      else
        for (const each of metrics.parse(json).resourceMetrics)
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
  return {url: `http://127.0.0.1:${port}`, spans, metrics: found, resources, requests, mistakes};
}

import * as z from 'zod';
import type {Observation} from '../call/observation.js';

const headers = z.record(z.string(), z.string());
const request = z.object({method: z.string(), path: z.string(), headers, body: z.string()});
const response = z.object({status: z.number(), headers, body: z.string()});
const failure = z.object({code: z.string(), text: z.string(), detail: z.string().optional()});
const finding = z.object({severity: z.enum(['error', 'warning']), code: z.string(), text: z.string()});

const common = {seq: z.int().positive(), at: z.number()};
const webhook = {raw: request, signature: z.object({state: z.string(), text: z.string().optional()}).optional()};

/**
 * What the World relies on, and no more: an unknown field is fine, and a later version's additions stay in the line.
 * A source missing here is reported by the reader, not thrown.
 */
const observation = z.discriminatedUnion('source', [
  z.object({source: z.literal(['answer', 'event', 'fallback', 'rtc']), ...common, ...webhook}),
  z.object({
    source: z.literal('reply'),
    ...common,
    to: z.int(),
    by: z.enum(['monitor', 'application']),
    ms: z.number(),
    raw: response,
    failure: failure.optional(),
    findings: z.array(finding).optional(),
  }),
  z.object({
    source: z.literal('api'),
    ...common,
    request: z.object({kind: z.string(), conversation: z.string(), path: z.string()}),
    ms: z.number(),
    raw: response.optional(),
    failure: failure.optional(),
  }),
  z.object({
    source: z.literal('health'),
    ...common,
    part: z.string(),
    state: z.enum(['ok', 'waiting', 'failing', 'off']),
    code: z.string(),
    text: z.string(),
    conversation: z.string().optional(),
    retryAt: z.number().optional(),
    file: z.string().optional(),
  }),
  z.object({
    source: z.literal('control'),
    ...common,
    action: z.enum(['start', 'stop', 'resend']),
    setup: z.object({version: z.string()}).optional(),
    resent: z
      .object({to: z.int(), ms: z.number(), status: z.number().optional(), failure: failure.optional()})
      .optional(),
  }),
  z.object({source: z.literal('tick'), ...common}),
]);

const sources = new Set<unknown>(observation.options.flatMap(option => [...option.shape.source.values]));

/**
 * The observation that a parsed line holds, exactly as it was written, or why it is none, in words that continue
 * "line 7 …".
 */
export function asObservation(value: unknown): Observation | string {
  const result = observation.safeParse(value);
  if (result.success) return value as Observation;
  const source = typeof value === 'object' && value !== null && 'source' in value ? value.source : undefined;
  if (source === undefined) return 'is JSON, but not an observation: it has no source';
  if (!sources.has(source)) return `has a source that this version does not know: ${nameOf(source)}`;
  const issue = result.error.issues[0];
  return `is not a whole observation: ${issue?.path.join('.') || 'it'}: ${issue?.message}`;
}

/** Never the whole of it: a foreign file may hold anything here. */
const nameOf = (source: unknown): string =>
  typeof source === 'string' ? JSON.stringify(source.slice(0, 40)) : typeof source;

import * as z from 'zod';
import {answerParts, outcomes} from '../call/answer-difference.js';
import {interventionKinds} from '../call/intervention.js';
import {type ApiRequest, MOST_ORIGINS, type Observation} from '../call/observation.js';
import {signatureResults} from '../call/signature-result.js';
import {ofEveryField} from './every-field.js';
import {mediaEvent} from './media-schema.js';

/** A seq, which the World keeps in 32 bits. */
export const seq = z.int().positive().max(0xffff_ffff);
/** A time, ms: from the epoch to 2096, as a stamp of Vonage's may be. */
const time = z.number().min(0).max(4e12);
/** How long something took, ms: a day is more than anything waits. */
const took = z.number().min(0).max(86_400_000);
const status = z.int().min(0).max(999);
const bytes = z.number().min(0);

const headers = z.record(z.string(), z.string());
const body = {headers, body: z.string(), encoding: z.literal('base64').optional(), cut: bytes.optional()};
export const request = z.object({method: z.string(), path: z.string(), ...body});
const response = z.object({status, ...body});
const failure = z.object({code: z.string(), text: z.string(), detail: z.string().optional()});
const place = z.int().positive().optional();
const finding = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  text: z.string(),
  path: z.string().optional(),
  line: place,
  column: place,
});
export const answered = {status, ms: took, by: z.enum(['monitor', 'application'])};

const requests = [
  'conversation',
  'members',
  'member',
  'events',
  'calls',
  'legs',
] as const satisfies ApiRequest['kind'][];

/** Of an observation that was taken out of several recordings. */
export const origin = z.object({id: z.int().positive().max(MOST_ORIGINS), listener: z.string()});
const common = {seq, at: time, origin: origin.optional()};
const signature = z.object({state: z.enum(signatureResults), text: z.string().optional()});
const webhook = {raw: request, signature: signature.optional(), refused: z.literal(true).optional()};
const text = z.string().optional();
const setup = z.object({
  version: z.string(),
  url: text,
  routes: z.object({answer: z.string(), event: z.string(), fallback: z.string(), rtc: z.string()}).optional(),
  answer: text,
  applicationId: text,
  apiUrl: text,
  simulated: z.boolean().optional(),
  slowAnswer: z.union([z.object({share: z.number()}), z.object({ms: took})]).optional(),
  slowTurn: z.number().optional(),
  bus: text,
});

const difference = z.object({
  what: z.enum(answerParts),
  place: text,
  kind: z.enum(['changed', 'added', 'removed', 'moved']),
  before: text,
  now: text,
});
const resent = z.object({
  to: seq,
  ms: took,
  status: status.optional(),
  failure: failure.optional(),
  raw: response.optional(),
  edited: text,
  outcome: z.enum(outcomes).optional(),
  differences: z.array(difference).optional(),
});

const intervened = z.object({
  kind: z.enum(interventionKinds),
  by: z.enum(['screen', 'command']),
  leg: text,
  conversation: text,
  to: text,
  from: text,
  request: z.object({method: z.enum(['POST', 'PUT']), path: z.string(), body: z.string()}),
  ms: took,
  raw: response.optional(),
  failure: failure.optional(),
});
const armed = z.object({
  state: z.enum(['on', 'off', 'used']),
  what: z.string(),
  leg: text,
  conversation: text,
  instead: z.literal(true).optional(),
});

/**
 * What is read of a line anywhere, each number with its bounds: an unknown field is fine, and a later version's additions stay in the line.
 * A source missing here is reported by the reader, not thrown.
 */
const observation = ofEveryField(
  z.discriminatedUnion('source', [
    z.object({source: z.literal(['answer', 'event', 'fallback', 'rtc']), ...common, ...webhook}),
    z.object({
      source: z.literal('reply'),
      ...common,
      to: seq,
      by: answered.by,
      ms: took,
      raw: response,
      failure: failure.optional(),
      findings: z.array(finding).optional(),
    }),
    z.object({
      source: z.literal('api'),
      ...common,
      request: z.object({kind: z.enum(requests), conversation: z.string(), path: z.string()}),
      ms: took,
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
      retryAt: time.optional(),
      file: z.string().optional(),
      url: z.string().optional(),
      changes: z.array(z.object({path: z.string(), before: z.unknown(), after: z.unknown()})).optional(),
    }),
    z.object({
      source: z.literal('control'),
      ...common,
      action: z.enum(['start', 'stop', 'resend', 'note', 'intervene', 'arm']),
      setup: setup.optional(),
      note: z
        .object({
          to: seq,
          id: z.int().positive().optional(),
          conversation: text,
          text: z.string(),
          written: time.optional(),
        })
        .optional(),
      resent: resent.optional(),
      intervened: intervened.optional(),
      armed: armed.optional(),
    }),
    z.object({
      source: z.literal('media'),
      ...common,
      socket: z.string(),
      conversation: text,
      leg: text,
      event: mediaEvent,
    }),
    z.object({source: z.literal('tick'), ...common}),
  ]),
);

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

import * as z from 'zod';
import {LINES} from './ndjson.js';
import {
  eventSchema,
  legSchema,
  maybeTime,
  memberSchema,
  money,
  ms,
  problemSchema,
  replaySchema,
  text,
  time,
  witness,
} from './snapshot-schema.js';

/** A kind of line: what all have, and its own fields. */
const line = <K extends string, S extends z.ZodRawShape>(kind: K, what: string, fields: S) =>
  z
    .object({
      schema: z.literal(LINES),
      kind: z.literal(kind),
      seq: z.number().describe('the place in the recording of what brought it'),
      conversation: z.string().optional().describe('empty: it belongs to no conversation'),
      ...fields,
    })
    .describe(what);

/** A line of `--format ndjson`, by its kind. */
export const lineSchema = z.discriminatedUnion('kind', [
  line('start', 'the monitor listens', {
    at: time,
    version: z.string(),
    url: z.string().optional().describe('where webhooks are expected; absent where nothing listens'),
    routes: z.record(z.string(), z.string()).optional(),
    answer: z.string().optional().describe('how answer webhooks are answered, in words'),
    applicationId: z.string().optional(),
    apiUrl: z.string().optional(),
    simulated: z.boolean().optional(),
    slowAnswer: z
      .union([z.object({share: z.number()}), z.object({ms: z.number()})])
      .optional()
      .describe('from when on an answer is called slow: a share of the time that there is, or milliseconds'),
    slowTurn: z.number().optional().describe('from when on a turn of an agent is called slow, milliseconds'),
    bus: z.string().optional().describe('where it is published: other listeners may be there'),
  }),
  line('health', 'how a part of the monitor is', {
    at: time,
    part: z.enum([
      'listener',
      'poller',
      'application',
      'recording',
      'credentials',
      'tunnel',
      'ncco',
      'link',
      'feed',
      'otlp',
      'audio',
      'bus',
    ]),
    state: z.enum(['ok', 'waiting', 'failing', 'off']),
    code: z.string(),
    text: z.string(),
    retryAt: maybeTime,
    url: z
      .string()
      .optional()
      .describe('of a tunnel: the public URL that leads here, without a path; of a link: the one that is entered'),
    changes: z
      .array(z.object({path: z.string(), before: z.unknown(), after: z.unknown()}))
      .optional()
      .describe('of a link: each field of the application that was changed, and null where there is none'),
  }),
  line(
    'event',
    'an event at its first sight, with what was known then',
    eventSchema.omit({raw: true, replays: true}).shape,
  ),
  line('witness', 'what a later witness says of events that were told before', {
    at: time,
    by: witness,
    events: z.array(z.object({key: z.string(), type: z.string(), leg: text})),
  }),
  line('reply', 'how a webhook was answered', {
    at: time,
    event: z.string().describe('the key of the event'),
    leg: text,
    status: z.number(),
    by: z.enum(['monitor', 'application']),
    ms: z.number(),
    failure: z
      .object({code: z.string(), detail: z.string().optional(), text: z.string()})
      .nullable()
      .describe('what was wrong with the application’s answer, or why there was none'),
  }),
  line('replay', 'a webhook was sent to the application again, which is nothing of the call', {
    event: z.string().describe('the key of the event'),
    type: z.string(),
    leg: text,
    ...replaySchema.shape,
  }),
  line('note', 'a person has written about an event', {
    at: time,
    event: z.string().describe('the key of the event'),
    type: z.string(),
    leg: text,
    text: text.describe('null: what was written before is taken away'),
  }),
  line('leg', 'a leg as it is now, at each change', legSchema.omit({history: true}).shape),
  line('member', 'a member as it is now, at each change', memberSchema.shape),
  line('problem', 'a problem when it is found', problemSchema.shape),
  line('end', 'the call is over', {
    at: time,
    name: text,
    ok: z.boolean().describe('nothing went wrong with the call, as far as anybody saw'),
    legs: z.number(),
    talkMs: ms,
    cost: money,
    turns: z.number().optional().describe('of the agents on WebSockets that passed here; absent where there was none'),
    p50Ms: z.number().optional().describe('the median of what they took to be heard, milliseconds'),
    problems: z.number().describe('errors and warnings'),
    verdict: z.string(),
  }),
]);

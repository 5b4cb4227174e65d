import * as z from 'zod';
import {answerParts, outcomes} from '../call/answer-difference.js';
import {signatureResults} from '../call/signature-result.js';
import {statusNames} from '../call/status.js';
import {mediaSchema} from './media-schema.js';

/** The snapshot's format, defined here and nowhere else: the type and the JSON Schema that ships both come from it. */
export const SNAPSHOT = 'convo-monitor/snapshot@1';

export const time = z.iso.datetime({precision: 3}).describe('ISO 8601, UTC, with milliseconds');
export const maybeTime = time.nullable();
export const text = z.string().nullable();
export const ms = z.number().nullable().describe('milliseconds');
export const money = z.string().nullable().describe('EUR, a decimal number as Vonage writes it');
const status = z.enum(statusNames as [string, ...string[]]);
export const witness = z.enum(['webhook', 'rtc', 'api', 'media']);
const witnesses = z.array(witness).describe('who reported it');

export const memberSchema = z.object({
  id: z.string(),
  state: z.enum(['INVITED', 'JOINED', 'LEFT', 'UNKNOWN']),
  user: z.object({id: text, name: text, displayName: text}).nullable(),
  invitedAt: maybeTime,
  joinedAt: maybeTime.describe('the last joining: an inbound caller joins at the call and again at the answer'),
  leftAt: maybeTime,
  channel: z.object({type: text, from: text, to: text}),
  legs: z.array(z.string()),
  media: z.object({
    audio: z.boolean().nullable(),
    muted: z.boolean().nullable(),
    earmuffed: z.boolean().nullable(),
  }),
});

export const legSchema = z.object({
  id: z.string().describe('the Voice API’s uuid, the Conversation API’s leg id'),
  label: z.string().describe('L1, L2, … by first sight: what the leg is called to the end, wherever it goes'),
  direction: z.enum(['inbound', 'outbound']).nullable(),
  type: z.string().describe('phone, app, sip, websocket, vbc, …'),
  from: text,
  to: text,
  status: status.nullable(),
  failure: status.nullable().describe('the unhappy end that it went through, which completed may have followed'),
  member: text,
  history: z.array(z.object({status, at: time, arrivedAt: time, witnesses})),
  startTime: maybeTime,
  endTime: maybeTime,
  durationMs: ms.describe('what Vonage bills: whole seconds, as milliseconds'),
  price: money,
  rate: money,
  network: text,
  detail: text,
  sipCode: z.number().nullable(),
  disconnectedBy: text,
  timings: z.object({
    postDialMs: ms.describe('started to ringing, or to answered where nothing rings'),
    ringMs: ms.describe('ringing to answered, or to the unhappy end'),
    talkMs: ms.describe('answered to completed'),
  }),
  media: mediaSchema.optional(),
});

const request = z.object({
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  encoding: z.literal('base64').optional().describe('the body was no UTF-8 text'),
  cut: z.number().optional().describe('the body was longer than the limit: its size in bytes'),
});

const arrived = {
  seq: z.number(),
  arrivedAt: time,
  origin: z
    .object({id: z.number(), listener: z.string()})
    .optional()
    .describe('which recording it is of, and who recorded that, where several are seen as one'),
};

const raw = z.discriminatedUnion('witness', [
  z.object({witness: z.literal('webhook'), ...arrived, request}),
  z.object({witness: z.literal('rtc'), ...arrived, request}),
  z.object({
    witness: z.literal('api'),
    ...arrived,
    event: z.unknown().describe('the event’s own JSON, out of the page that it came in'),
  }),
  z.object({
    witness: z.literal('media'),
    ...arrived,
    socket: z.string().describe('names the WebSocket'),
    event: z.unknown().describe('what happened on it, as in the recording'),
  }),
]);

/** A webhook that was sent to the application again, and its answer beside the one of then. */
export const replaySchema = z.object({
  at: time,
  status: z.number().nullable().describe('what the application answered; null: nothing'),
  ms: z.number(),
  outcome: z.enum(outcomes).nullable().describe('how that compares with the answer of then'),
  edited: z.boolean().describe('the body was changed before'),
  failure: z.object({code: z.string(), text: z.string(), detail: z.string().optional()}).nullable(),
  differences: z.array(
    z.object({
      what: z.enum(answerParts),
      place: z.string().optional(),
      kind: z.enum(['changed', 'added', 'removed', 'moved']),
      before: z.string().optional(),
      now: z.string().optional(),
    }),
  ),
});

export const eventSchema = z.object({
  key: z.string().describe('names the event within its conversation, in whatever order things arrived'),
  id: z.number().nullable().describe('the Conversation API’s event id'),
  type: z.string(),
  apiType: text.describe('what the Conversation API calls it, where that is another word'),
  status: status.nullable(),
  at: time.describe('Vonage’s stamp'),
  stamped: z.boolean().describe('false: Vonage put no stamp on it, and at is estimated from the arrival'),
  arrivedAt: time,
  leg: text,
  member: text,
  note: text,
  socket: z
    .string()
    .optional()
    .describe('which WebSocket it happened on, where no leg is known of it: its path, and since when it is open'),
  comment: text.describe('what a person noted about it'),
  witnesses,
  deliveries: z.number(),
  outOfOrder: z.boolean(),
  signature: z.enum(signatureResults).nullable(),
  reply: z.object({status: z.number(), ms: z.number(), by: z.enum(['monitor', 'application'])}).nullable(),
  replays: z.array(replaySchema).optional().describe('how often it was sent to the application again, the last ones'),
  raw: z.array(raw).describe('as received, the first delivery first; empty where the recording could not be read'),
});

export const problemSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  at: time,
  leg: text,
  text: z.string(),
  advice: text,
});

const conversation = z.object({
  id: z.string(),
  name: text,
  displayName: text,
  state: z.enum(['active', 'ended', 'unknown']),
  createdAt: maybeTime,
  firstSeenAt: time,
  lastSeenAt: time,
  goneAt: maybeTime.describe('when the API no longer had it'),
  sequenceNumber: z.number().nullable(),
  cost: money.describe('of the legs whose price is known'),
  members: z.array(memberSchema),
  legs: z.array(legSchema),
  events: z.array(eventSchema).describe('by Vonage’s stamp, equal stamps by rank'),
  problems: z.array(problemSchema),
  verdict: z.string(),
});

export const snapshotSchema = z.object({
  schema: z.literal(SNAPSHOT),
  takenAt: time,
  limited: z
    .object({
      by: z.array(z.string()).describe('a filter, a leg, bookmarks, marks: as the screen was limited'),
      events: z.number(),
      of: z.number().describe('events that the call has'),
    })
    .optional()
    .describe('not all events are here, nor the problems with the others; absent where all are'),
  forgotten: z
    .object({calls: z.number(), events: z.number()})
    .optional()
    .describe('the oldest calls and events, which there was no memory for; absent while there was'),
  conversations: z.array(conversation),
  unattributed: z
    .object({events: z.array(eventSchema), problems: z.array(problemSchema)})
    .describe('what came in and belongs to no conversation'),
});

export type Snapshot = z.infer<typeof snapshotSchema>;
export type SnapshotConversation = z.infer<typeof conversation>;
export type SnapshotMember = z.infer<typeof memberSchema>;
export type SnapshotLeg = z.infer<typeof legSchema>;
export type SnapshotEvent = z.infer<typeof eventSchema>;
export type SnapshotRaw = z.infer<typeof raw>;
export type SnapshotReplay = z.infer<typeof replaySchema>;
export type SnapshotProblem = z.infer<typeof problemSchema>;

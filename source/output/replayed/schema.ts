import * as z from 'zod';
import {answerParts, outcomes} from '../../call/answer-difference.js';

/** The format of a replay, defined here and nowhere else: the type and the JSON Schema (`replay.schema.json`) both come from it. */
export const REPLAY = 'convo-monitor/replay@1';

const ms = z.number().describe('milliseconds');
const count = z.int().min(0);

const difference = z.object({
  what: z.enum(answerParts),
  place: z.string().optional().describe('of an NCCO such as action 2 (talk) /text, of other JSON a JSON pointer'),
  kind: z.enum(['changed', 'added', 'removed', 'moved']),
  before: z.string().optional(),
  now: z.string().optional().describe('of an action that was moved, where it stands now'),
});

const failure = z.object({
  code: z.string().describe('a word for programs: refused, timeout, reset, dns, tls, too-large, status, …'),
  text: z.string(),
  detail: z.string().optional(),
});

const webhook = z.object({
  seq: z.int().describe('of the webhook in its recording'),
  receivedAt: z.iso.datetime({precision: 3}).describe('when it came then: ISO 8601, UTC, with milliseconds'),
  route: z.enum(['answer', 'event', 'fallback', 'rtc']),
  method: z.string(),
  path: z.string().describe('without its query'),
  event: z.string().optional().describe('what it says happened, such as ringing'),
  outcome: z.enum(outcomes).describe('new: no answer was recorded then; unsent: it was not sent'),
  before: z
    .object({status: z.int(), ms, by: z.enum(['monitor', 'application']), failure: z.string().optional()})
    .optional()
    .describe('the answer of then; absent where none was recorded'),
  now: z
    .object({ms, status: z.int().optional(), failure: failure.optional()})
    .optional()
    .describe('what came back now; absent where it was not sent'),
  note: z.string().optional().describe('why it was not sent, or was sent otherwise than it came'),
  unsigned: z.literal(true).optional().describe('it was signed then, and is not now'),
  differences: z.array(difference),
});

export const wholeReplaySchema = z.object({
  schema: z.literal(REPLAY),
  target: z.string().describe('the application'),
  ended: z
    .enum(['done', 'stopped', 'dead'])
    .describe('dead: nobody answered, and the last of the webhooks (left) were not tried'),
  left: count,
  counts: z.object({alike: count, different: count, new: count, unanswered: count, unsent: count}),
  webhooks: z.array(webhook),
});

export type ReplayJson = z.infer<typeof wholeReplaySchema>;

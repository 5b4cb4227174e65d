import * as z from 'zod';
import {type Status, statusNames} from '../call/status.js';
import {maybeTime, money, ms, text, time} from './snapshot-schema.js';

/** The format of a call's summary on a bus, defined here and nowhere else: the type and the JSON Schema that ships both come from it. */
export const SUMMARY = 'convo-monitor/summary@1';

/** Legs that a summary names. */
export const MOST_LEGS = 20;

const count = z.int().min(0);
const status = z.enum(statusNames as [Status, ...Status[]]).nullable();
const direction = z.enum(['inbound', 'outbound']).nullable();

export const callSummarySchema = z.object({
  schema: z.literal(SUMMARY),
  team: z.string(),
  application: text.describe('the Vonage application, where a listener knows it'),
  conversation: z.string(),
  name: text,
  listeners: z.array(z.string()).describe('who published something of it'),
  state: z.enum(['active', 'ended', 'unknown']),
  over: z.boolean().describe('it has ended, and nothing more of it is waited for'),
  status: status.describe('the one word that the call is shown by'),
  direction,
  from: text,
  to: text,
  legCount: count,
  legs: z
    .array(z.object({id: z.string(), label: z.string(), direction, type: z.string(), from: text, to: text, status}))
    .max(MOST_LEGS)
    .describe('the first ones'),
  startedAt: time.describe(
    'when its first leg began, by Vonage’s stamps; when it was first heard of where there are none',
  ),
  lastAt: time.describe('when it was last heard of'),
  endedAt: maybeTime.describe('by Vonage’s stamps, too'),
  talkMs: ms,
  cost: money,
  events: count,
  problems: count.describe('errors and warnings'),
  ok: z.boolean().describe('nothing went wrong with the call, as far as anybody saw'),
  ending: z.string().describe('one sentence: what became of it, and why it ended'),
  observations: count.describe('how many it counts'),
  last: z
    .object({stream: z.string(), created: z.string(), seq: count})
    .describe('the stream, when that was made, and the number there of the newest message that it counts'),
});

export type CallSummary = z.infer<typeof callSummarySchema>;

import * as z from 'zod';
import {groupings} from '../../call/measures.js';
import {maybeTime, money} from '../snapshot-schema.js';
import {STATS} from './name.js';

const value = z.number().describe('milliseconds');
const spread = z
  .object({
    ...{count: z.number(), min: value, p50: value, p90: value, p95: value, p99: value, max: value, mean: value},
    histogram: z
      .array(z.object({from: value, to: value, count: z.number()}))
      .describe('how many lie in each part between min and max; each is as many times longer than the one before'),
  })
  .nullable()
  .describe('null: nothing of it was seen');

const stats = z.object({
  calls: z.number(),
  live: z.number().describe('calls that are up: they have no outcome yet'),
  ok: z.number().describe('calls without errors and warnings'),
  from: maybeTime.describe('when the first call began'),
  to: maybeTime.describe('when the last call began'),
  outcomes: z.array(z.object({outcome: z.string(), count: z.number()})),
  cost: money.describe('EUR, of the calls whose price is known'),
  postDial: spread.describe('outbound legs: started to ringing, or to answered where nothing rings'),
  ring: spread.describe('ringing to answered, or to the unhappy end'),
  talk: spread.describe('calls: the first answer to the last end'),
  answer: spread.describe('how long the answer to an answer webhook took'),
  webhook: spread.describe('from Vonage’s stamp on a webhook to its arrival'),
  turn: spread.describe('WebSocket legs: the end of the caller’s words to the agent being heard'),
});

export const statsSchema = z.object({
  schema: z.literal(STATS),
  recordings: z.array(z.string()),
  shared: z
    .array(z.object({recordings: z.array(z.string()), calls: z.number()}))
    .describe('recordings that tell of the same calls, and of how many: each of these is counted once'),
  all: stats,
  by: z.enum(groupings).nullable(),
  groups: z.array(z.object({name: z.string(), ...stats.shape})).describe('empty without --by'),
});

export type StatsDocument = z.infer<typeof statsSchema>;

import * as z from 'zod';

/** The format of what an agent was measured to do, defined here and nowhere else: the JSON Schema (`agent.schema.json`) comes from it. */
export const AGENT = 'convo-monitor/agent@1';

const ms = z.number().min(0);

const turn = z.object({
  at: ms.describe('since the connection'),
  forMs: ms.describe('how long the caller spoke'),
  keys: z.string().optional().describe('what was pressed instead'),
  latencyMs: ms.optional().describe('from its end until the agent was heard; absent where it did not answer'),
  answeredForMs: ms.optional().describe('how long the agent spoke'),
  isOverlap: z.literal(true).optional().describe('the agent was heard before the caller had finished'),
  bargeIn: z
    .object({silentMs: ms, clearMs: ms.optional().describe('absent where no clear came')})
    .optional()
    .describe('the caller spoke over the agent: until it was silent, and until it sent clear'),
});

const call = z.object({
  uri: z.string(),
  rate: z.number().describe('samples a second'),
  handshakeMs: ms,
  refused: z
    .object({status: z.number().optional(), reason: z.string()})
    .optional()
    .describe('why it was not connected, with the HTTP status of the answer'),
  lastedMs: ms,
  firstAudioMs: ms.optional().describe('from the connection until the agent was heard'),
  turns: z.array(turn),
  latency: z.object({count: z.number(), p50: ms, p95: ms, worst: ms}).optional().describe('of the turns it answered'),
  agent: z
    .object({
      frames: z.number(),
      bytes: z.number(),
      oddFrames: z.number().describe('of another size than 20 ms have'),
      audibleMs: ms,
      clears: z.number(),
      notifies: z.number(),
      thrownAwayMs: ms.describe('by clear'),
      unplayedMs: ms.describe('when the socket was closed'),
      underruns: z.number().describe('how often there was nothing to play in the middle of speech'),
      lostFrames: z.number().describe('beyond those that Vonage keeps'),
    })
    .describe('what it sent'),
  closed: z
    .object({by: z.enum(['caller', 'application', 'vonage']), code: z.number(), reason: z.string().optional()})
    .optional(),
});

export const agentSchema = z.object({
  schema: z.literal(AGENT),
  ok: z.boolean().describe('exit status 0, not 1'),
  calls: z.array(call).describe('each WebSocket that was called'),
  expectations: z.array(z.object({text: z.string(), ok: z.boolean(), note: z.string().optional()})),
});

export type AgentJson = z.infer<typeof agentSchema>;

import * as z from 'zod';

const ms = z.number().min(0);

const party = z.discriminatedUnion('type', [
  z.strictObject({type: z.literal('phone'), number: z.string()}),
  z.strictObject({type: z.literal('app'), user: z.string()}),
  z.strictObject({type: z.literal('sip'), uri: z.string()}),
  z.strictObject({type: z.literal('vbc'), extension: z.string()}),
]);

const caller = z.strictObject({
  party: party.optional().describe('who calls; a phone by default'),
  hangUpAfterMs: ms.optional().describe('the caller gives up this long after dialling, in ms'),
  clientReference: z.string().optional().describe('the Client SDK’s own name for the call'),
  answerFields: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('fields added to the answer webhook, such as SipHeader_X-Id or custom_data'),
});

const callee = z.strictObject({
  outcome: z
    .enum(['answered', 'busy', 'rejected', 'unanswered', 'timeout', 'failed'])
    .optional()
    .describe('what becomes of calling; answered by default'),
  afterMs: ms.optional().describe('from ringing to the outcome, in ms'),
  detail: z.string().optional().describe('the detail of failed, rejected and unanswered, such as declined'),
  talkMs: ms.optional().describe('from answered to hanging up, in ms'),
  detected: z.enum(['human', 'machine', 'beep']).optional().describe('what machine detection finds'),
});

const saying = z.strictObject({
  forMs: z.number().min(20).max(60_000).optional().describe('how long words are, in ms; a WAV file is said whole'),
  bargeInMs: ms.optional().describe('begin this long after the agent is heard, in ms, and speak over it'),
  press: z
    .string()
    .regex(/^[0-9*#]+$/, 'keys are 0 to 9, * and #')
    .optional()
    .describe('press these keys instead of speaking'),
});

/** A scenario as a file (YAML or JSON) holds it. */
export const scenarioSchema = z
  .strictObject({
    name: z.string().min(1).optional().describe('the file’s name by default'),
    summary: z.string().optional().describe('one line about what happens'),
    caller: caller.optional(),
    to: z.string().optional().describe('the number or user that is called'),
    callees: z
      .array(callee)
      .optional()
      .describe('whom the application calls, in that order; the last one stands for all that follow'),
    digits: z.array(z.string()).optional().describe('what the caller types at each input, in order'),
    speech: z.array(z.string()).optional().describe('what the caller says at each input, in order'),
    says: z
      .array(saying)
      .min(1)
      .optional()
      .describe(
        'what the caller says to the agent at the end of a WebSocket, turn by turn, in real time; then hangs up',
      ),
    calls: z
      .strictObject({count: z.number().int().min(1).max(10_000), everyMs: ms})
      .optional()
      .describe('how many such calls, and the ms between them'),
    mix: z
      .array(z.tuple([z.string(), ms]))
      .optional()
      .describe('known scenarios instead of a call of its own: [name, ms after the beginning]'),
    omit: z.array(z.string()).optional().describe('fields left out of event webhooks'),
  })
  .meta({title: 'A scenario of convo-monitor simulate'});

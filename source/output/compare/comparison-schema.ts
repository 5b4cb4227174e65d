import * as z from 'zod';

/** The format of a comparison, defined here and nowhere else: the type and the JSON Schema (`diff.schema.json`) both come from it. */
export const DIFF = 'convo-monitor/diff@1';

const ms = z.number().nullable().describe('milliseconds');
const text = z.string().nullable();
const time = z.iso.datetime({precision: 3}).describe('ISO 8601, UTC, with milliseconds');
const role = z
  .string()
  .describe('who it is about: caller, callee, callee 2, … in the order in which they came; call for what is of no leg');
const told = z.record(z.string(), z.string()).describe('what it said, by name: note, reply, NCCO, …');

const difference = z.object({
  field: z.string().describe('a name of told, or NCCO and a JSON pointer into it'),
  good: text,
  bad: text,
  volatile: z.boolean().describe('differs in any two calls (an id, a time, a tunnel’s address): does not count'),
});

const moment = z.object({
  at: z.number().describe('milliseconds since the call began'),
  time,
  event: z.string(),
  leg: text.describe('L1, L2, …: what the leg is called in its recording'),
  told,
});

const step = z.object({
  kind: z
    .enum(['alike', 'changed', 'missing', 'added', 'aside'])
    .describe('missing: only in the good call; added: only in the bad one; aside: on one side, and no difference'),
  why: z
    .enum(['unseen', 'incidental'])
    .nullable()
    .describe('of what is aside: the other recording could not have it, or it never comes as often twice'),
  role,
  good: moment.nullable(),
  bad: moment.nullable(),
  differences: z.array(difference),
});

const party = z.object({
  label: z.string(),
  id: z.string().describe('of the leg'),
  told: z.record(z.string(), z.string()),
});

const side = z.object({
  file: text,
  conversations: z.array(z.string()).describe('more than one where the call was transferred'),
  from: text,
  to: text,
  startedAt: time,
  lastedMs: z.number().describe('from the first event to the last'),
  events: z.number(),
  outcome: text,
  verdict: z.string(),
});

export const comparisonSchema = z.object({
  schema: z.literal(DIFF),
  alike: z.boolean().describe('no difference counts; timings never do'),
  limited: z
    .boolean()
    .describe(
      'they differ so much that aligning was broken off: what is missing and what was added may belong together',
    ),
  good: side,
  bad: side,
  counts: z.object({
    differences: z.number().describe('steps, facts of parties, and problems that differ'),
    alike: z.number().describe('steps that are in both calls'),
    aside: z.number().describe('steps on one side that do not count'),
    volatile: z.number().describe('values that differ in any two calls'),
  }),
  first: z.number().nullable().describe('the place of the first divergence among the steps'),
  steps: z.array(step).describe('side by side, in the order of the good call'),
  parties: z.array(
    z.object({
      kind: z.enum(['both', 'missing', 'added']),
      role,
      good: party.nullable(),
      bad: party.nullable(),
      differences: z.array(difference),
    }),
  ),
  problems: z
    .array(
      z.object({kind: z.enum(['missing', 'added']), role, code: z.string(), severity: z.string(), text: z.string()}),
    )
    .describe('errors and warnings of one of the two calls'),
  timings: z.array(
    z.object({
      role,
      what: z.string(),
      goodMs: ms,
      badMs: ms,
      deltaMs: ms,
      notable: z.boolean().describe('half a second and half as long apart, at least'),
    }),
  ),
});

export type Comparison = z.infer<typeof comparisonSchema>;
export type ComparedStep = z.infer<typeof step>;
export type ComparedValue = z.infer<typeof difference>;
export type ComparedSide = z.infer<typeof side>;
export type ComparedTiming = Comparison['timings'][number];

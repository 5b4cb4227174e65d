import * as z from 'zod';
import type {CheckedHop} from '../call/checkup.js';

/** The format of a checkup, defined here and nowhere else: the JSON Schema (`doctor.schema.json`) comes from it. */
export const DOCTOR = 'convo-monitor/doctor@1';

const verdict = z
  .enum(['ok', 'odd', 'broken', 'unknown', 'unused'])
  .describe(
    'odd: works, and is probably a mistake; unknown: something is missing to check it; unused: this set-up does without',
  ) satisfies z.ZodType<CheckedHop['verdict']>;

export const checkupSchema = z.object({
  schema: z.literal(DOCTOR),
  takenAt: z.iso.datetime({precision: 3}).describe('ISO 8601, UTC, with milliseconds'),
  ms: z.number().describe('how long all of it took'),
  outcome: z.enum(['well', 'broken', 'unknown']).describe('exit status 0, 1, 3'),
  first: z.string().nullable().describe('id of the hop to begin with'),
  hops: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        verdict,
        asked: z.string().nullable().describe('what was asked; null for what this machine knows by itself'),
        seen: z.string(),
        advice: z.string().nullable().describe('the one thing to do'),
        ms: z.number().nullable().describe('milliseconds that the answer took'),
      }),
    )
    .describe('in the order in which a broken one breaks those after it'),
});

export type CheckupJson = z.infer<typeof checkupSchema>;

import * as z from 'zod';
import type {Route} from '../call/observation.js';

const webhook = z
  .object({address: z.string().describe('without secrets'), method: z.string().describe('empty where none is said')})
  .nullable()
  .describe('null where the application has none');

const path = z.string().describe('where the Application API has it: names with dots between them');

/** The format of what a link changes, defined here and nowhere else: the type and the JSON Schema (`link.schema.json`) both come from it. */
export const differenceSchema = z.object({
  schema: z.literal('convo-monitor/link@1'),
  action: z.enum(['plan', 'linked', 'restored']).describe('plan: what would be changed, with --dry-run'),
  at: z.iso.datetime({precision: 3}).describe('ISO 8601, UTC, with milliseconds'),
  application: z.object({id: z.string(), name: z.string().nullable()}),
  publicUrl: z.string().nullable().describe('where the webhooks are sent, or were; null where that is not known'),
  webhooks: z
    .array(
      z.object({
        webhook: z.enum(['answer', 'event', 'fallback', 'rtc']) satisfies z.ZodType<Route>,
        path,
        before: webhook,
        after: webhook,
      }),
    )
    .describe('all that belong to calls, also those that stay'),
  changes: z
    .array(z.object({path, before: z.unknown(), after: z.unknown()}))
    .describe('each field that is another; null where there is none, and without secrets'),
});

export type DifferenceJson = z.infer<typeof differenceSchema>;

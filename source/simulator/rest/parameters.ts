import * as z from 'zod';

// What lists are asked for, as it stands in a query: texts.

/** A whole number within bounds. */
export function wholeBetween(least: number, most: number) {
  const read = (text: unknown) => (typeof text === 'string' && /^-?\d{1,15}$/.test(text) ? Number(text) : text);
  return z.preprocess(read, z.number().int().min(least).max(most));
}

/** `asc` or `desc`, which SDKs also write in capitals. */
export const order = z.preprocess(
  text => (typeof text === 'string' ? text.toLowerCase() : text),
  z.enum(['asc', 'desc']),
);

const isoDate = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+ -]\d\d:?\d\d)?)?$/i;

/** A date or a moment of ISO 8601, as ms since the epoch; UTC where it does not say. A plus may have come as a blank. */
export const moment = z.string().transform((text, context) => {
  const [date = '', rest = ''] = [text.slice(0, 10), text.slice(11)];
  const zoned = /(Z|[+ -]\d\d:?\d\d)$/i.test(rest) ? rest.replace(' ', '+') : `${rest || '00:00'}Z`;
  const at = isoDate.test(text) ? Date.parse(`${date}T${zoned}`) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  context.addIssue({code: 'invalid_format', format: 'date', input: text});
  return z.NEVER;
});

/** What lists of conversations may be narrowed down to. */
export const period = {date_start: moment.optional(), date_end: moment.optional()};

/** Whether something was at a time that was asked for. */
export function isWithin(
  at: number,
  {date_start: from, date_end: to}: {date_start?: number; date_end?: number},
): boolean {
  return (from === undefined || at >= from) && (to === undefined || at <= to);
}

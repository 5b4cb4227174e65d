import * as z from 'zod';

/**
 * Schemas for fields that the platform spells in several ways. None of them ever fails: what cannot be understood is
 * absent, because one odd field must not cost the rest of an object.
 */

/** Whatever it is, to be looked at later. */
export const anything = z.unknown().optional();

/** A string that is not empty, or a number where a string was meant. */
export const text = leaf(asText);

/** A whole number, also as the string of one (`"id": "5"` in Vonage's own specification). */
export const integer = leaf(value => {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
});

/** A number, also as a string. Never `""` or null as 0. */
export const amount = leaf(value => {
  const number = typeof value === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
});

/** A boolean, also as the string of one (client SDKs' captures have `"false"`). */
export const flag = leaf(value => {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : undefined;
});

/** A time as ms since the epoch: ISO 8601, or the `YYYY-MM-DD HH:MM:SS` (UTC) of the Voice API's documentation. */
export const time = leaf(value => {
  const parts = typeof value === 'string' ? isoTime.exec(value.trim()) : undefined;
  if (!parts) return;
  const ms = Date.parse(`${parts[1]}T${parts[2]}${parts[3] ?? 'Z'}`);
  return Number.isNaN(ms) ? undefined : ms;
});

/** `inbound` or `outbound`; `sip:status` says `in` and `out`, tables say `Inbound`. */
export const direction = leaf((value): 'inbound' | 'outbound' | undefined => {
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'inbound' || word === 'in') return 'inbound';
  return word === 'outbound' || word === 'out' ? 'outbound' : undefined;
});

/** An object with any keys, as it came. */
export const record = leaf(asRecord);

/** A list whose items are read one by one; anything but an array is an empty list. */
export const list = leaf((value): unknown[] => (Array.isArray(value) ? value : []));

/** An object with these fields; anything but an object is absent. */
export function fields<T extends z.ZodRawShape>(shape: T) {
  // The copy drops prototypes: a class instance or a null prototype is an object to us, whatever zod thinks of it.
  return z.preprocess(value => (asRecord(value) ? {...(value as object)} : undefined), z.object(shape).optional());
}

/** A plain object, and no array. */
export function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** A string that is not empty, or a finite number as a string. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** The same object without the keys whose value is undefined, or undefined when nothing is left. */
export function compact<T extends object>(value: T): T | undefined {
  const known = Object.entries(value).filter(([, field]) => field !== undefined);
  return known.length === 0 ? undefined : (Object.fromEntries(known) as T);
}

const isoTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?$/i;

function leaf<T>(read: (value: unknown) => T) {
  return z.unknown().optional().transform(read);
}

/**
 * Readers for fields that the platform spells in several ways. None of them ever fails: what cannot be understood is absent,
 * because one odd field must not cost the rest of an object. They read one value; loose-schema.ts has them as zod's, for the
 * pages of the API. Webhooks and events come by the thousand and are read by these alone: a pipeline of zod's for each field costs ten times the
 * reading, and the listener starts without it.
 */

/** A string that is not empty, or a finite number as a string. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** The same without the blanks around it. */
export function asTrimmed(value: unknown): string | undefined {
  return asText(value)?.trim() || undefined;
}

/** What ids and counts end with: 32 bits, as the event log keeps them. */
const MOST = 0xffff_ffff;

/** A whole number from 0 on, also as the string of one (`"id": "5"` in Vonage's own specification). Nothing of a call is counted beyond 32 bits. */
export function asCount(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  return Number.isInteger(number) && between(0, number as number, MOST) ? (number as number) : undefined;
}

/** A number, also as a string; of seconds, bytes or money none is larger. Never `""` or null as 0. */
export function asAmount(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,12}(\.\d{1,12})?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && between(-1e12, number, 1e12) ? number : undefined;
}

const between = (least: number, number: number, most: number): boolean => number >= least && number <= most;

/** A boolean, also as the string of one (client SDKs' captures have `"false"`), in any case, or as 1 and 0, which is how PHP and Python put one into a query. */
export function asFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = asTrimmed(value)?.toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : undefined;
}

/**
 * A stamp as ms since the epoch: ISO 8601, or the `YYYY-MM-DD HH:MM:SS` of the Voice API's documentation, also as other languages print it (`+02`,
 * ` +0000`, ` UTC`, a comma before the fraction). Without a zone it is UTC, on a machine in whatever zone. What no call can be stamped with (before
 * 1970, after 2096) is no stamp.
 */
export function asTime(value: unknown): number | undefined {
  const parts = typeof value === 'string' ? isoTime.exec(value.trim()) : undefined;
  if (!parts) return;
  const [, day, time = '', sign, hours, minutes = '00'] = parts;
  const ms = Date.parse(`${day}T${time.replace(',', '.')}${sign ? `${sign}${hours}:${minutes}` : 'Z'}`);
  return ms > 0 && ms < 4e12 ? ms : undefined;
}

/** `inbound` or `outbound`; `sip:status` says `in` and `out`, tables say `Inbound`. */
export function asDirection(value: unknown): 'inbound' | 'outbound' | undefined {
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'inbound' || word === 'in') return 'inbound';
  return word === 'outbound' || word === 'out' ? 'outbound' : undefined;
}

/** A list whose items are read one by one; anything but an array is an empty list. */
export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A plain object, and no array. */
export function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/**
 * The same object without the keys whose value is undefined, or undefined when nothing is left. For objects with keys of our
 * own choice only: a key from outside could be `__proto__`.
 */
export function compact<T extends object>(value: T): T | undefined {
  let known: T | undefined;
  for (const key in value) {
    if (value[key] === undefined) continue;
    known ??= {} as T;
    known[key] = value[key];
  }
  return known;
}

const isoTime =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(?: ?(?:Z|UTC|GMT|([+-])(\d\d)(?::?(\d\d))?))?$/i;

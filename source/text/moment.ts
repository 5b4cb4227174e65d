/** ms of each unit of time that people write. */
export const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `2s`, `-1h` → ms; a bare number has the unit given, or is none. NaN for what is no time. */
export function msIn(text: string, bare = ''): number {
  const [, number, unit = bare] = /^(-?\d+(?:\.\d+)?)(ms|s|m|h|d|w)?$/.exec(text) ?? [];
  return Number(number) * (unitMs[unit] ?? Number.NaN);
}

/** What `momentIn` reads, for who wrote something else. */
export const MOMENT = 'an age with its unit, such as 2h or 7d, or a time such as 2026-11-26T09:00';

/** An age at `now`, or a time on the clock here unless it says where → ms since the epoch, which nothing is before. NaN for what is neither. */
export function momentIn(text: string, now: number): number {
  const ms = msIn(text);
  if (ms >= 0) return Math.max(0, now - ms);
  return /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)/.test(text) ? new Date(text).getTime() : Number.NaN;
}

/** ISO 8601, UTC, milliseconds; null for a time that is not known or that no calendar has. */
export function iso(ms: number | undefined): string | null {
  if (ms === undefined) return null;
  // Vonage's times are rounded: what a clock says between two milliseconds is of no use to anybody.
  const date = new Date(Math.round(ms));
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 0
    ? null
    : date.toISOString();
}

/** The time of day in UTC with milliseconds, `12:04:01.131`: what Vonage's stamps say, whatever the machine's time zone. */
export function clock(ms: number): string {
  return iso(ms)?.slice(11, 23) ?? '--:--:--.---';
}

/** A span for people: `38ms`, `11.3s`, `75s`. */
export function span(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)}s` : `${Math.round(ms / 1000)}s`;
}

/** The same where a time must be there: one that no calendar has becomes the epoch. */
export function stamp(ms: number): string {
  return iso(ms) ?? new Date(0).toISOString();
}

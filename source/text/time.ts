/** ISO 8601, UTC, milliseconds; null for a time that is not known or that no calendar has. */
export function iso(ms: number | undefined): string | null {
  // Vonage's times are rounded: what a clock says between two milliseconds is of no use to anybody.
  const whole = Math.round(ms ?? Number.NaN);
  return whole >= YEAR_0 && whole < YEAR_10_000 ? new Date(whole).toISOString() : null;
}

/** What fits four digits of a year, ms. */
const YEAR_0 = Date.UTC(2000, 0) - 5 * 400 * 365.2425 * 86_400_000;
const YEAR_10_000 = Date.UTC(10_000, 0);

/** The time of day in UTC with milliseconds, `12:04:01.131`: what Vonage's stamps say, whatever the machine's time zone. */
export function clock(ms: number): string {
  return iso(ms)?.slice(11, 23) ?? '--:--:--.---';
}

/** A span in the unit that reads best, in one word: `38ms`, `11.3s`, `1m15s`, `2h05m`, `2d19h`; none is less than nothing. */
export function span(ms: number): string {
  if (ms < 999.5) return `${Math.max(0, Math.round(ms))}ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  if (days > 0) return `${days}d${two(hours % 24)}h`;
  return hours > 0 ? `${hours}h${two(minutes % 60)}m` : `${minutes}m${two(seconds % 60)}s`;
}

/** How long after, to the millisecond as long as it is hours: `+0.250`, `+1:15.250`, `+2d19:05:30`. What clocks apart put before is at once. */
export function offset(ms: number): string {
  const past = Math.max(0, ms);
  if (past < 60_000) return `+${(past / 1000).toFixed(3)}`;
  const [days, time] = [Math.floor(past / 86_400_000), iso(past % 86_400_000)?.slice(11, 23) ?? ''];
  return `+${days > 0 ? `${days}d${time.slice(0, 8)}` : time.replace(/^[0:]+/, '')}`;
}

const two = (n: number) => String(n).padStart(2, '0');

/** The same where a time must be there: one that no calendar has becomes the epoch. */
export function stamp(ms: number): string {
  return iso(ms) ?? new Date(0).toISOString();
}

import {readStatus, statusNames} from '../call/status.js';
import type {Conditions, Goal} from './done.js';
import {UsageError} from './exit.js';
import type {MonitorFlags} from './listening.js';

const units: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000};

/**
 * When a run stops by itself, from `--until`, `--calls` and `--timeout`. `endsAfter` calls that ended end it anyway, unless
 * something else was asked for. Throws `UsageError`.
 */
export function conditionsOf(flags: MonitorFlags, endsAfter: number | undefined, startedAt: number): Conditions {
  const asked = flags.until === undefined ? undefined : goalOf(flags.until);
  const timeoutMs = flags.timeout === undefined ? undefined : durationOf(flags.timeout);
  const until = asked ?? (flags.calls !== undefined || endsAfter !== undefined ? 'ended' : undefined);
  return {until, calls: flags.calls ?? endsAfter, timeoutMs, startedAt};
}

function goalOf(text: string): Goal {
  const goal = text === 'ended' ? text : readStatus(text);
  if (goal) return goal;
  throw new UsageError(`--until takes ended or a status of a leg (${statusNames.join(', ')}); it was "${text}".`);
}

/** A time such as `500ms`, `60s`, `5m` or `1h`; a bare number is seconds. Returns ms. */
function durationOf(text: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const ms = Number(number) * (units[unit] ?? Number.NaN);
  if (ms > 0 && ms < 2 ** 31) return ms;
  throw new UsageError(`--timeout takes a time such as 500ms, 60s or 5m, and at most 24 days; it was "${text}".`);
}

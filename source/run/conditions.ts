import type {Conditions} from './done.js';
import type {ShowFlags} from './start.js';

/**
 * When a run stops by itself, from `--until`, `--calls` and `--timeout`. `endsAfter` calls that ended end it anyway, unless
 * something else was asked for.
 */
export function conditionsOf(flags: ShowFlags, endsAfter: number | undefined, startedAt: number): Conditions {
  const {until, timeout: timeoutMs, calls = endsAfter} = flags;
  return {until: until ?? (calls === undefined ? undefined : 'ended'), calls, timeoutMs, startedAt};
}

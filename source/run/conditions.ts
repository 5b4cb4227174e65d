import type {Conditions} from './done.js';
import type {ShowFlags} from './start.js';

/** What a run does when nobody says when it is to end. */
export type Usual = {
  /** So many calls that ended end it. */
  endsAfter?: number;
  /** The conversation of the call that it is about: no other ends it, unless calls are to be counted. */
  conversation?: string;
};

/** When a run stops by itself, from `--until`, `--calls` and `--timeout`, and from what is usual for it. */
export function conditionsOf(flags: ShowFlags, {endsAfter, conversation}: Usual, startedAt: number): Conditions {
  const {until, timeout: timeoutMs, calls = endsAfter} = flags;
  return {
    until: until ?? (calls === undefined ? undefined : 'ended'),
    calls,
    conversation: flags.calls === undefined ? conversation : undefined,
    timeoutMs,
    startedAt,
  };
}

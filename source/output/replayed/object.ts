import type {Replayed, Tally} from '../../store/replayed/replayed.js';
import {stamp} from '../../text/time.js';

type Replay = {
  target: string;
  how: 'done' | 'stopped' | 'dead';
  left: number;
  tally: Tally;
  webhooks: readonly Replayed[];
};

/** A replay for programs. */
export function replayObject({target, how, left, tally, webhooks}: Replay) {
  return {
    schema: 'convo-monitor/replay@1',
    target,
    /** `dead`: nobody answered, and the last `left` webhooks were not tried. */
    ended: how,
    left,
    counts: tally,
    webhooks: webhooks.map(({at, now, ...rest}) => ({
      ...rest,
      receivedAt: stamp(at),
      ...(now && {
        now: {ms: now.ms, ...(now.raw ? {status: now.raw.status} : {}), ...(now.failure && {failure: now.failure})},
      }),
    })),
  };
}

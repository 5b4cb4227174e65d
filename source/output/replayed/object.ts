import type {Replayed, Tally} from '../../store/replayed/replayed.js';
import {stamp} from '../../text/time.js';
import {REPLAY, type ReplayJson} from './schema.js';

type Replay = {
  target: string;
  how: ReplayJson['ended'];
  left: number;
  tally: Tally;
  webhooks: readonly Replayed[];
};

/** A replay for programs. */
export function replayObject({target, how, left, tally, webhooks}: Replay): ReplayJson {
  return {
    schema: REPLAY,
    target,
    ended: how,
    left,
    counts: tally,
    webhooks: webhooks.map(({at, now, differences, ...rest}) => ({
      ...rest,
      receivedAt: stamp(at),
      ...(now && {
        now: {ms: now.ms, ...(now.raw ? {status: now.raw.status} : {}), ...(now.failure && {failure: now.failure})},
      }),
      differences: [...differences],
    })),
  };
}

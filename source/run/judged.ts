import {highest} from '../call/extremes.js';
import type {Flow} from '../flow/flow.js';
import {createJudge, type Judgement} from '../flow/judge.js';
import type {FeedListener} from '../store/feed.js';
import type {World} from '../world/world.js';

/** Flows that a run is held against: what listens to its feed, and what is to be said at its end. */
export type Judged = {listener: Pick<FeedListener, 'forgot'>; finish(world: World): readonly Judgement[]};

export function judgedBy(flows: readonly Flow[]): Judged {
  const judge = createJudge(flows);
  return {
    listener: {forgot: ({conversations}, before) => judge.forget(before, conversations)},
    finish: world => judge.finish(world),
  };
}

/** How many calls must have ended before flows can be judged; undefined where there are no flows. */
export function callsAwaited(flows: readonly Flow[] | undefined): number | undefined {
  return flows && Math.max(1, highest(flows.map(({calls}) => Math.ceil(calls.least))));
}

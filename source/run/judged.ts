import {highest} from '../call/extremes.js';
import type {Flow} from '../flow/flow.js';
import {createJudge, type Judgement} from '../flow/judge.js';
import {flowReport} from '../flow/report/text.js';
import type {Listener} from '../store/feed.js';
import {colorDepth} from '../terminal/style.js';
import type {World} from '../world/world.js';
import {forStream, linePaint} from './paint.js';

/** Flows that a run is held against: what listens to its feed, and what is to be said at its end. */
export type Judged = {listener: Pick<Listener, 'forgot'>; finish(world: World): readonly Judgement[]};

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

/** Prints what became of flows; returns whether all was as expected. */
export function report(judgements: readonly Judgement[], stream: NodeJS.WriteStream, ascii?: boolean): boolean {
  const depth = colorDepth(process.env, stream.isTTY === true);
  const text = flowReport(judgements, linePaint({depth, background: 'dark'}));
  stream.write(forStream(stream, text, ascii));
  return judgements.every(({ok}) => ok);
}

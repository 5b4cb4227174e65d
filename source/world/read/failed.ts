import type {Conversation, Failed, World} from '../world.js';
import {isOfCall, type Problem, problemsOf, saidOf} from './problems.js';

/** How bad a problem is for it to count. */
export type Badness = 'error' | 'warning';

const counted: Readonly<Record<Badness, readonly Problem['severity'][]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
};

/** With the problems of one more call that are its own fault and as bad as that, or worse. */
export function withFailures(failed: Failed | undefined, world: World, call: Conversation, from: Badness): Failed {
  const known = failed ?? {calls: 0, problems: 0};
  const [first, ...others] = problemsOf(world, call).filter(
    each => isOfCall(each) && counted[from].includes(each.severity),
  );
  if (!first) return known;
  return {
    calls: known.calls + 1,
    problems: known.problems + 1 + others.length,
    first: known.first ?? `${call.id || 'of no call'}: ${saidOf(first)}`,
  };
}

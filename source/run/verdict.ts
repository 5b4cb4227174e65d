import {counted} from '../text/counted.js';
import {printable} from '../text/printable.js';
import {isOfCall, type Problem, problemsOf, saidOf} from '../world/read/problems.js';
import type {World} from '../world/world.js';

/** From which severity on a problem makes a run fail (`--fail-on`). */
export type FailOn = 'error' | 'warning' | 'never';

const failing: Readonly<Record<FailOn, readonly Problem['severity'][]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  never: [],
};

/** Characters of a problem that are printed. */
const LONGEST = 400;

/** Why a run fails: one sentence about its calls, with the first problem; undefined when it does not. */
export function failureOf(world: World, failOn: FailOn = 'never'): string | undefined {
  const severities = failing[failOn];
  if (severities.length === 0) return undefined;
  let calls = 0;
  let count = 0;
  let first: string | undefined;
  for (const conversation of world.conversations.values()) {
    const found = problemsOf(world, conversation).filter(each => isOfCall(each) && severities.includes(each.severity));
    if (found[0]) first ??= `${conversation.id || 'of no call'}: ${saidOf(found[0])}`;
    if (found.length > 0) calls++;
    count += found.length;
  }
  if (first === undefined) return undefined;
  const what =
    severities.length > 1 ? {one: 'error or warning', more: 'errors or warnings'} : {one: 'error', more: 'errors'};
  return `Failed, as --fail-on ${failOn} asks: ${count} ${count === 1 ? what.one : what.more} in ${counted(calls, 'call')}. The first: ${printable(first, LONGEST)}`;
}

import {counted} from '../text/counted.js';
import {printable} from '../text/printable.js';
import {type Badness, withFailures} from '../world/read/failed.js';
import type {Failed, World} from '../world/world.js';

/** From which severity on a problem makes a run fail (`--fail-on`). */
export type FailOn = Badness | 'never';

/** Characters of a problem that are printed. */
const LONGEST = 400;

/** Why a run fails: one sentence about its calls, with the first problem; undefined when it does not. */
export function failureOf(world: World, failOn: FailOn = 'never'): string | undefined {
  if (failOn === 'never') return undefined;
  let failed: Failed | undefined = world.forgotten?.failed[failOn];
  for (const call of world.conversations.values()) failed = withFailures(failed, world, call, failOn);
  if (failed?.first === undefined) return undefined;
  const {calls, problems, first} = failed;
  const what =
    failOn === 'error' ? {one: 'error', more: 'errors'} : {one: 'error or warning', more: 'errors or warnings'};
  return `Failed, as --fail-on ${failOn} asks: ${problems} ${problems === 1 ? what.one : what.more} in ${counted(calls, 'call')}. The first: ${printable(first, LONGEST)}`;
}

import {counted} from '../text/counted.js';
import {printable} from '../text/printable.js';
import {isOver} from '../world/fold/leg.js';
import {labelOf} from '../world/read/event-view.js';
import {type Badness, withFailures} from '../world/read/failed.js';
import {partyOf} from '../world/read/state.js';
import type {Failed, World} from '../world/world.js';
import type {ShowFlags} from './start.js';

/** From which severity on a problem makes a run fail (`--fail-on`). */
export type FailOn = Badness | 'never';

/** Characters of a problem that are printed. */
const LONGEST = 400;

/** Why a run fails: one sentence about its calls, with the first problem; undefined when it does not. */
export function whyRunFailed(world: World, failOn: FailOn = 'never'): string | undefined {
  if (failOn === 'never') return undefined;
  let failed: Failed | undefined = world.forgotten?.failed[failOn];
  for (const call of world.conversations.values()) failed = withFailures(failed, world, call, failOn);
  if (failed?.first === undefined) return undefined;
  const {calls, problems, first} = failed;
  const what =
    failOn === 'error' ? {one: 'error', more: 'errors'} : {one: 'error or warning', more: 'errors or warnings'};
  return `Failed, as --fail-on ${failOn} asks: ${problems} ${problems === 1 ? what.one : what.more} in ${counted(calls, 'call')}. The first: ${printable(first, LONGEST)}`;
}

/** Legs that are named. */
const MOST_NAMED = 5;

/** Which legs are still up, as `--fail-on-open-legs` asks; undefined where none is. */
export function openLegsText(world: World): string | undefined {
  const open = [...world.legs.values()].filter(leg => !isOver(leg));
  if (open.length === 0) return undefined;
  const named = open.slice(0, MOST_NAMED).map(leg => {
    const party = partyOf(leg);
    return `${labelOf(leg)}${party === undefined ? '' : ` ${printable(party, 60)}`} ${leg.status ?? 'unknown'}`;
  });
  const more = open.length > MOST_NAMED ? `, and ${open.length - MOST_NAMED} more` : '';
  const are = open.length === 1 ? 'leg is' : 'legs are';
  return `Failed, as --fail-on-open-legs asks: ${open.length} ${are} still up: ${named.join(', ')}${more}. Wait for their end (--until ended), or let the application hang up.`;
}

/** Why a run fails, sentence by sentence, as its flags ask. */
export function runFailures(world: World, {failOn, failOnOpenLegs}: ShowFlags): string[] {
  return [whyRunFailed(world, failOn), failOnOpenLegs ? openLegsText(world) : undefined].filter(
    failure => failure !== undefined,
  );
}

import {duration} from '../call/duration.js';
import type {Status} from '../call/status.js';
import {counted} from '../text/counted.js';
import {chainsOf} from '../world/read/chains.js';
import {historyOf, legsOf} from '../world/read/history.js';
import type {Conversation, World} from '../world/world.js';

/** What to wait for: that a call is over, or that a leg of it has got as far as a status. */
export type Goal = 'ended' | Status;

export type Conditions = {
  /** What calls must have come to. */
  until?: Goal;
  /** How many of them; 1 when not given. */
  calls?: number;
  /** The conversation of the only call that counts. */
  conversation?: string;
  /** How long to wait at most, ms from `startedAt`. */
  timeoutMs?: number;
  /** When the waiting began, ms since the epoch. */
  startedAt: number;
};

/** `exit` is the exit status: 1 when what was waited for did not, or can no longer, happen. */
export type Done = {exit: 0 | 1; reason: string};

/**
 * Whether a run that was told when to stop may stop. To be asked after each fold; time passes with the observations only, so
 * `wakeAt` says when to send a tick.
 */
export function doneBy(world: World, conditions: Conditions): Done | undefined {
  const {until, calls = 1, timeoutMs, startedAt} = conditions;
  if (until !== undefined) {
    const count = counterOf(world, conditions);
    const met = count(until);
    const goal = until === 'ended' ? 'ended' : `came to ${until}`;
    if (met >= calls) return {exit: 0, reason: `${counted(met, 'call')} ${goal}.`};
    const over = count('ended');
    if (over >= calls) return {exit: 1, reason: `${counted(over, 'call')} ended, and only ${met} ${goal}.`};
    if (isTimeUp(world, timeoutMs, startedAt)) {
      return {exit: 1, reason: `${duration(timeoutMs)} have passed, and ${met} of ${counted(calls, 'call')} ${goal}.`};
    }
    return undefined;
  }
  return isTimeUp(world, timeoutMs, startedAt) ? {exit: 0, reason: `${duration(timeoutMs)} have passed.`} : undefined;
}

/** When `doneBy` may change its mind though nothing happens, ms since the epoch: send a tick then. */
export function wakeAt(world: World, {timeoutMs, startedAt}: Conditions): number | undefined {
  if (timeoutMs === undefined) return world.due;
  return Math.min(world.due ?? Number.POSITIVE_INFINITY, startedAt + timeoutMs);
}

/** How many calls have come to a goal, those among them that are forgotten. */
function counterOf(world: World, {conversation}: Conditions): (goal: Goal) => number {
  const all = chainsOf(world);
  const calls = conversation === undefined ? all : all.filter(call => call.some(({id}) => id === conversation));
  const forgotten = conversation === undefined ? world.forgotten?.cameTo : undefined;
  return goal => calls.filter(call => hasCome(world, call, goal)).length + (forgotten?.get(goal) ?? 0);
}

/** Whether a call, as the conversations that it went through, has come to a goal. */
export function hasCome(world: World, call: readonly Conversation[], goal: Goal): boolean {
  if (goal === 'ended') return call.every(({over}) => over);
  const legs = call.flatMap(each => legsOf(world, each));
  return legs.some(leg => historyOf(world, leg).some(({status}) => status === goal));
}

/** Whether a run has lasted as long as it may. */
export function isTimeUp(world: World, timeoutMs: number | undefined, startedAt: number): timeoutMs is number {
  return timeoutMs !== undefined && world.now - startedAt >= timeoutMs;
}

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
  /** How long to wait at most, ms from `startedAt`: by the clock of this machine, whatever comes or does not come. */
  timeoutMs?: number;
  /** When the waiting began, ms of `performance.now()`. */
  startedAt: number;
};

/** `exit` is the exit status: 1 when what was waited for did not, or can no longer, happen. */
export type Done = {exit: 0 | 1; reason: string};

/** Whether a run that was told when to stop may stop. To be asked after each fold, and when it has lasted as long as it may (`hasLasted`). */
export function doneBy(world: World, conditions: Conditions, hasLasted = false): Done | undefined {
  const {until, calls = 1} = conditions;
  const timeoutMs = hasLasted ? conditions.timeoutMs : undefined;
  if (until !== undefined) {
    const count = counterOf(world, conditions);
    const met = count(until);
    const goal = until === 'ended' ? 'ended' : `came to ${until}`;
    if (met >= calls) return {exit: 0, reason: `${counted(met, 'call')} ${goal}.`};
    const over = count('ended');
    if (over >= calls) return {exit: 1, reason: `${counted(over, 'call')} ended, and only ${met} ${goal}.`};
    if (timeoutMs !== undefined) {
      return {exit: 1, reason: `${duration(timeoutMs)} have passed, and ${met} of ${counted(calls, 'call')} ${goal}.`};
    }
    return undefined;
  }
  return timeoutMs !== undefined ? {exit: 0, reason: `${duration(timeoutMs)} have passed.`} : undefined;
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

import {duration} from '../call/duration.js';
import type {Status} from '../call/status.js';
import {counted} from '../text/counted.js';
import {historyOf, legsOf} from '../world/read/history.js';
import {movedTo} from '../world/read/state.js';
import type {Conversation, World} from '../world/world.js';

/** What to wait for: that a call is over, or that a leg of it has got as far as a status. */
export type Goal = 'ended' | Status;

export type Conditions = {
  /** What calls must have come to. */
  until?: Goal;
  /** How many of them; 1 when not given. */
  calls?: number;
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
export function doneBy(world: World, {until, calls = 1, timeoutMs, startedAt}: Conditions): Done | undefined {
  if (until !== undefined) {
    const seen = callsOf(world);
    const met = seen.filter(call => hasCome(world, call, until)).length;
    const goal = until === 'ended' ? 'ended' : `came to ${until}`;
    if (met >= calls) return {exit: 0, reason: `${counted(met, 'call')} ${goal}.`};
    const over = seen.filter(call => hasCome(world, call, 'ended')).length;
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

/** Each call as the conversations that it went through: one that was transferred, or joined a named conversation, goes on there. */
function callsOf(world: World): readonly Conversation[][] {
  const all = [...world.conversations.values()].filter(({id}) => id !== '');
  const next = new Map(all.map(each => [each, movedTo(world, each)]));
  const joined = new Set(next.values());
  const from = (each: Conversation): Conversation[] => {
    const passed = new Set<Conversation>();
    for (let at: Conversation | undefined = each; at && !passed.has(at); at = next.get(at)) passed.add(at);
    return [...passed];
  };
  return all.filter(each => !joined.has(each)).map(from);
}

function hasCome(world: World, call: readonly Conversation[], goal: Goal): boolean {
  if (goal === 'ended') return call.every(({over}) => over);
  const legs = call.flatMap(each => legsOf(world, each));
  return legs.some(leg => historyOf(world, leg).some(({status}) => status === goal));
}

function isTimeUp(world: World, timeoutMs: number | undefined, startedAt: number): timeoutMs is number {
  return timeoutMs !== undefined && world.now - startedAt >= timeoutMs;
}

import {meaningOfEnd, meaningOfNoAnswer} from '../../call/ending.js';
import type {Meaning} from '../../call/meaning/meaning.js';
import {statuses} from '../../call/status.js';
import type {HistoryEntry, Leg, World} from '../world.js';
import {stillToDo} from './ncco-progress.js';
import {typeOf} from './state.js';

/**
 * Whether Vonage placed a leg that completed without ever having been up, though no status says so: `failed` and the like come for a WebSocket
 * only where connect is synchronous. Vonage's own duration decides; without one, that the leg was seen from its beginning.
 */
export function neverCameUp(leg: Leg, history: readonly HistoryEntry[]): boolean {
  if (leg.failure !== undefined || leg.hungUpHere || leg.status !== 'completed' || leg.isAnswered) return false;
  if (leg.direction !== 'outbound' && typeOf(leg) !== 'websocket') return false;
  if (leg.durationMs !== undefined) return leg.durationMs === 0;
  return leg.startTime === undefined && history.some(({status}) => statuses[status].phase !== 'ended');
}

/** A connect that failed at once leaves its caller this long, beside what came before it in the NCCO, ms. */
const AT_ONCE_MS = 5000;

/**
 * What a call's only leg was to be connected to, where no leg of that was ever seen and the call ended as soon as it was its turn: `connect websocket …`. Without
 * eventType synchronous Vonage may say nothing at all of a WebSocket that it could not open.
 */
export function unseenConnect(world: World, leg: Leg, history: readonly HistoryEntry[]): string | undefined {
  const {log, index, conversations} = world;
  const row = index.nccos.get(leg.id);
  const conversation = conversations.get(leg.conversation);
  if (row === undefined || leg.status !== 'completed' || leg.failure !== undefined || leg.disconnectedBy === 'user')
    return undefined;
  if (conversation?.legs.length !== 1 || leg.conversations.length > 1) return undefined;
  const actions = log.nccos.get(row)?.actions ?? [];
  // What comes before it and was never seen to end was not over: then it was not its turn.
  if (stillToDo(world, conversation, leg)?.[0]?.name !== 'connect') return undefined;
  const at = actions.findIndex(({name}) => name === 'connect');
  const before = actions.slice(0, Math.max(0, at)).filter(({runsAlong}) => !runsAlong);
  const lasted = (history.at(-1)?.arrivedAt ?? 0) - (log.arrived[row] ?? 0);
  const isAtOnce = lasted <= before.reduce((sum, {longestMs = 0}) => sum + longestMs, AT_ONCE_MS);
  return leg.isAnswered && !isAtOnce ? undefined : actions[at]?.text;
}

/** Why a leg ended unhappily and what to look at: for an endpoint that is no phone, at the endpoint, unless Vonage says more. */
export function whyFailed(leg: Leg): Meaning {
  const {failure = 'failed', detail, sipCode} = leg;
  const said = meaningOfEnd({status: failure, detail, sipCode});
  const type = typeOf(leg);
  const isOurs = type === 'websocket' || type === 'app';
  const isVague = !isOurs && detail === undefined && (sipCode === undefined || sipCode < 300) && type !== 'phone';
  if (failure === 'busy' || failure === 'cancelled' || !(isOurs || isVague)) return said;
  return {...said, advice: meaningOfNoAnswer(type).advice};
}

/** What it means that such a leg never came up; of one that was not even seen, its `connect` says what it was. */
export function whyNeverUp(leg: Leg, connect?: string): Meaning {
  return meaningOfNoAnswer(connect?.split(' ')[1] ?? typeOf(leg));
}

import {duration} from '../../call/duration.js';
import {highest} from '../../call/extremes.js';
import {statuses} from '../../call/status.js';
import {isOver} from '../fold/leg.js';
import type {Conversation, HistoryEntry, Leg, World} from '../world.js';
import {isLive} from './state.js';

/** Vonage ends a leg after so long where no `length_timer` says otherwise, and stops ringing after so long at most (Voice API), ms. */
const LONGEST_MS = 7_200_000;
const LONGEST_RINGING_MS = 120_000;

/** When a leg that is up has ended at the latest, ms of the monitor's clock, and why then. */
export type ExpectedEnd = {at: number; because: string};

/**
 * By when a leg ends by itself: when its NCCO is over, as far as that can be known from outside, or when it has lasted as long as a leg may.
 * Undefined for a leg that is over, or of which no status is known. Costs what the NCCO's actions cost, however long the call.
 */
export function expectedEnd(world: World, leg: Leg, history: readonly HistoryEntry[]): ExpectedEnd | undefined {
  const [first] = history;
  if ((!first && !leg.isAnswered) || isOver(leg)) return undefined;
  const answered = history.find(({status}) => statuses[status].phase === 'talking');
  const alone = aloneSince(world, leg);
  if (alone !== undefined) return {at: alone, because: 'the leg that it was connected to is over'};
  const begin = (answered ?? first)?.arrivedAt ?? leg.firstSeenAt;
  if (!leg.isAnswered && leg.direction === 'outbound')
    return {at: begin + LONGEST_RINGING_MS, because: 'a leg rings for 2 minutes at most'};
  const limit = limitOf(leg, begin);
  const ncco = leg.isAnswered ? nccoEnd(world, leg) : undefined;
  return ncco === undefined || ncco > limit.at ? limit : {at: ncco, because: 'its NCCO is over'};
}

const AT_MOST = `a leg lasts ${duration(LONGEST_MS)} at most`;

/** Asked after every observation, so that the usual words are there already. */
function limitOf({maxLengthMs}: Leg, begin: number): ExpectedEnd {
  if (maxLengthMs === undefined) return {at: begin + LONGEST_MS, because: AT_MOST};
  return {at: begin + maxLengthMs, because: `a leg lasts ${duration(maxLengthMs)} at most`};
}

/**
 * When the NCCO that a leg was given last is over, ms: when all its actions have taken the longest that they can, and nothing more is heard of the
 * call. Undefined while somebody else is up in it, and where an action has no end of its own (a conversation, a sound of unknown length).
 */
function nccoEnd(world: World, leg: Leg): number | undefined {
  const {log, index} = world;
  const conversation = world.conversations.get(leg.conversation);
  const rows = [index.nccos.get(leg.id), index.nccos.get(leg.conversation)].filter(row => row !== undefined);
  const row = highest(rows);
  const ncco = log.nccos.get(row);
  // A leg that went elsewhere since has another NCCO, which nobody may have seen.
  if (!conversation || !ncco || conversation.live > 1 || log.conversationOf(row) !== leg.conversation) return undefined;
  let lasts = ncco.count > ncco.actions.length ? Number.NaN : 0;
  for (const {name, runsAlong, longestMs} of ncco.actions) {
    if (runsAlong) continue;
    // Connected legs were seen, and all are over.
    const isConnected = name === 'connect' && conversation.legs.length > 1;
    lasts += isConnected ? 0 : (longestMs ?? Number.NaN);
  }
  if (Number.isNaN(lasts)) return undefined;
  return Math.max((log.arrived[row] ?? 0) + (log.replyMs[row] ?? 0) + lasts, conversation.lastSeenAt);
}

/** Since when a leg that was connected is alone, ms: when the leg that it was connected to ends, so does this one. */
function aloneSince(world: World, leg: Leg): number | undefined {
  const conversation = world.conversations.get(leg.conversation);
  const [id = ''] = conversation?.legs ?? [];
  const caller = world.legs.get(id);
  if (!conversation || !caller || id === leg.id || leg.direction !== 'outbound' || conversation.live > 1)
    return undefined;
  const stayed = [leg, caller].every(({conversations}) => conversations.length === 1);
  return stayed && isOver(caller) && !world.index.nccos.has(leg.id) ? conversation.lastSeenAt : undefined;
}

/** The only leg that is still up in a conversation, when another has ended: its NCCO may be over with that. */
export function lastOneUp(world: World, conversation: Conversation | undefined): Leg | undefined {
  if (conversation?.live !== 1) return undefined;
  const {alone} = world.memo;
  const isUp = (id: string) => {
    const leg = world.legs.get(id);
    return leg !== undefined && isLive(conversation, leg);
  };
  const known = alone.get(conversation.id);
  if (known !== undefined && isUp(known)) return world.legs.get(known);
  const found = conversation.legs.find(isUp);
  return found === undefined ? undefined : world.legs.get(alone.set(conversation.id, found));
}

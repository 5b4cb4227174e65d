import {statuses} from '../../call/status.js';
import {isHigher, isOver} from '../fold/leg.js';
import type {Conversation, Leg, World} from '../world.js';
import {legsOf} from './history.js';

export type ConversationState = 'active' | 'ended' | 'unknown';

/** Whether a leg is still up in this conversation; one that was transferred is up elsewhere. */
export function isLive(conversation: Conversation, leg: Leg): boolean {
  return leg.conversation === conversation.id && !isOver(leg);
}

/**
 * A conversation has ended when it is gone, or when each of its legs is over. A named one may be called again: then it
 * is active again.
 */
export function stateOf({goneAt, apiState, live, legs, polledAt, summed}: Conversation): ConversationState {
  if (summed) return summed.state;
  if (goneAt !== undefined || apiState === 'DELETED') return 'ended';
  if (live > 0) return 'active';
  if (legs.length > 0) return 'ended';
  return polledAt === undefined ? 'unknown' : 'active';
}

/** Where a call went whose legs are all in another conversation by now: a transfer, or a named conversation. */
export function movedTo(world: World, conversation: Conversation): Conversation | undefined {
  if (conversation.here > 0) return undefined;
  const [first, ...others] = legsOf(world, conversation);
  const last = first && others.reduce((a, b) => (b.conversationBy > a.conversationBy ? b : a), first);
  return last && world.conversations.get(last.conversation);
}

/** Whether a transfer or a join was seen of a leg. */
export function isMoved({conversationBy}: Leg): boolean {
  return conversationBy > 0;
}

/** The one word that a call or leg is shown by: its unhappy end rather than the `completed` that followed. */
export function outcomeOf(leg: Leg): NonNullable<Leg['status']> | undefined {
  return leg.failure ?? leg.status;
}

/** The kind of endpoint, told from the number or uri where no report says it. */
export function typeOf(leg: Leg): string {
  if (leg.type) return leg.type;
  const far = leg.direction === 'inbound' ? leg.from : leg.to;
  if (far === undefined) return leg.direction === 'inbound' ? 'app' : 'unknown';
  if (/^wss?:/i.test(far)) return 'websocket';
  if (/^sips?:/i.test(far)) return 'sip';
  return /^\+?\d+$/.test(far) || far === 'Unknown' ? 'phone' : 'app';
}

/** The party at the far end of a leg, seen from Vonage. */
export function partyOf(leg: Leg): string | undefined {
  return leg.direction === 'inbound' ? leg.from : leg.to;
}

/** Who calls whom: the inbound leg's numbers; or, for a call that the application made, the first outbound leg's. */
export function partiesOf(
  world: World,
  conversation: Conversation,
): {direction?: 'inbound' | 'outbound'; from?: string; to?: string} {
  if (conversation.summed) return conversation.summed;
  const legs = legsOf(world, conversation);
  const leg = legs.find(each => each.direction === 'inbound') ?? legs[0];
  return leg ? {direction: leg.direction, from: leg.from, to: leg.to} : {};
}

const highest = (a: Leg['status'], b: Leg['status']) => (a === undefined || (b && isHigher(b, a)) ? b : a);

/** The status that stands for the whole call: talking if anybody talks, else the latest of its legs. */
export function callStatus(world: World, conversation: Conversation): NonNullable<Leg['status']> | undefined {
  if (conversation.summed) return conversation.summed.status;
  const legs = legsOf(world, conversation);
  // Of some legs only a member is told, never a status: when the call has gone, the others say how it went.
  const isUp = stateOf(conversation) !== 'ended';
  const live = isUp ? legs.filter(leg => isLive(conversation, leg)) : [];
  if (live.length > 0) {
    return live.map(({status}) => status).reduce<Leg['status']>(highest, undefined);
  }
  const outcomes = legs.map(outcomeOf).filter(status => status !== undefined);
  const unhappy = outcomes.filter(status => statuses[status].unhappy);
  return (unhappy.length > 0 ? unhappy : outcomes).reduce<Leg['status']>(highest, undefined);
}

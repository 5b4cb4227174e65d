import type {ConversationFacts, LegFacts, MemberFacts} from '../../call/conversation.js';
import type {ApiFact} from '../../call/fact.js';
import {readStatus, statuses} from '../../call/status.js';
import {API} from '../event-log.js';
import type {World} from '../world.js';
import {changeConversation, reportLeg, reportMember, seeConversation} from './change.js';
import {enter} from './enter.js';
import {CLAIM, end, foldEvent} from './event.js';
import {WORD} from './leg.js';

export function foldApi(world: World, fact: ApiFact): void {
  const {conversation: id, at, seq, answer} = fact;
  world.counts.polls++;
  world.counts.lastPollAt = at;
  if (fact.isGone && world.conversations.get(id)?.polledAt !== undefined) end(world, id, at);
  if (!answer) return;
  seeConversation(world, id, at);
  if (answer.conversation) foldConversation(world, fact, answer.conversation);
  for (const member of answer.members ?? []) foldMember(world, fact, member);
  for (const event of answer.events ?? [])
    foldEvent(world, event, {witness: API, arrived: at, seq, identity: event.key}, id);
  for (const leg of answer.legs ?? []) foldCall(world, fact, leg);
}

function foldConversation(world: World, fact: ApiFact, facts: ConversationFacts): void {
  const known = seeConversation(world, fact.conversation, fact.at);
  changeConversation(world, known.id, {
    name: facts.name ?? known.name,
    displayName: facts.displayName ?? known.displayName,
    apiState: facts.state ?? known.apiState,
    createdAt: facts.createdAt ?? known.createdAt,
    sequenceNumber: Math.max(facts.sequenceNumber ?? 0, known.sequenceNumber ?? 0) || undefined,
    ttl: facts.ttl ?? known.ttl,
    polledAt: known.polledAt ?? fact.at,
  });
  for (const member of facts.members ?? []) foldMember(world, fact, member);
}

function foldMember(world: World, {conversation, at}: ApiFact, member: MemberFacts): void {
  const {type, from, to, legs, maxLengthMs} = member.channel ?? {};
  const {state, user, invitedAt, joinedAt, leftAt, media} = member;
  reportMember(world, conversation, member.id, {state, user, invitedAt, joinedAt, leftAt, type, from, to, legs, media});
  for (const leg of legs ?? []) {
    const claimed = {id: member.id, worth: CLAIM.member};
    const way = joinedAt === undefined ? undefined : 'joined';
    const about = {leg, conversation, fields: {type, from, to, maxLengthMs}, word: WORD.list, arrived: at} as const;
    reportLeg(world, {...about, at: joinedAt, way, member: claimed});
    if (state === 'LEFT') reportLeg(world, {...about, at: leftAt, way: 'left'});
  }
}

/** A leg as it is remembered after its conversation has gone. */
function foldCall(world: World, {conversation, at: arrived, seq}: ApiFact, call: LegFacts): void {
  const {id: leg, direction, type, from, to, startTime, endTime, durationMs, price, rate, network} = call;
  const status = readStatus(call.status);
  const fields = {direction, type, from, to, startTime, endTime, durationMs, price, rate, network};
  // When a leg began to be set up, or rang, nobody says here.
  const at = status && statuses[status].phase === 'ended' ? endTime : status === 'answered' ? startTime : undefined;
  reportLeg(world, {leg, conversation, fields, word: WORD.list, at, arrived, status});
  if (status && at !== undefined)
    enter(world, {conversation, witness: API, type: status, status, leg, at, arrived, seq, history: true});
}

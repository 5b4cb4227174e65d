import type {ApiObservation} from '../../call/observation.js';
import {readStatus} from '../../call/status.js';
import {readCalls, readConversation, readEvents, readLegs, readMember, readMembers} from '../../vonage/api.js';
import type {ConversationFacts, LegFacts, MemberFacts} from '../../vonage/conversation.js';
import {API} from '../event-log.js';
import type {World} from '../world.js';
import {changeConversation, reportLeg, reportMember, seeConversation} from './change.js';
import {digest} from './digest.js';
import {report} from './enter.js';
import {CLAIM, end, foldEvent} from './event.js';
import {WORD} from './leg.js';

/** What each kind of answer adds to the World. */
const readers: Readonly<
  Record<ApiObservation['request']['kind'], (world: World, o: ApiObservation, json: unknown) => void>
> = {
  conversation: (world, o, json) => foldConversation(world, o, readConversation(json)),
  members: (world, o, json) => {
    for (const member of readMembers(json).items) foldMember(world, o, member);
  },
  member: (world, o, json) => {
    const member = readMember(json);
    if (member) foldMember(world, o, member);
  },
  events: (world, o, json) => {
    for (const event of readEvents(json).items) {
      const key = digest(`${event.type} ${event.at} ${event.leg} ${event.from}`);
      const source = {witness: API, arrived: o.at, seq: o.seq, digest: key} as const;
      foldEvent(world, {...event, conversation: o.request.conversation}, source);
    }
  },
  calls: (world, o, json) => {
    for (const leg of readCalls(json).items) foldCall(world, o, leg);
  },
  legs: (world, o, json) => {
    for (const leg of readLegs(json).items) foldCall(world, o, leg);
  },
};

export function foldApi(world: World, o: ApiObservation): void {
  world.counts.polls++;
  world.counts.lastPollAt = o.at;
  const id = o.request.conversation;
  const conversation = world.conversations.get(id);
  if (!o.raw) return;
  if (o.raw.status === 404) {
    // The Conversation API forgets a call's conversation when its last leg ends, so a 404 after a 200 is the end, not an error.
    if (o.request.kind === 'conversation' && conversation?.polledAt !== undefined) end(world, id, o.at);
    return;
  }
  if (o.raw.status < 200 || o.raw.status > 299) return;
  const json = parse(o.raw.body);
  if (json === undefined) return;
  seeConversation(world, id, o.at);
  readers[o.request.kind](world, o, json);
}

function foldConversation(world: World, o: ApiObservation, facts: ConversationFacts | undefined): void {
  const conversation = world.conversations.get(o.request.conversation);
  if (!conversation || !facts) return;
  changeConversation(world, conversation.id, {
    name: facts.name ?? conversation.name,
    displayName: facts.displayName ?? conversation.displayName,
    apiState: facts.state ?? conversation.apiState,
    createdAt: facts.createdAt ?? conversation.createdAt,
    sequenceNumber: Math.max(facts.sequenceNumber ?? 0, conversation.sequenceNumber ?? 0) || undefined,
    ttl: facts.ttl ?? conversation.ttl,
    polledAt: conversation.polledAt ?? o.at,
  });
  for (const member of facts.members ?? []) foldMember(world, o, member);
}

function foldMember(world: World, o: ApiObservation, member: MemberFacts): void {
  const {conversation} = o.request;
  const {type, from, to} = member.channel ?? {};
  const {state, user, invitedAt, joinedAt, leftAt, media} = member;
  const legs = member.channel?.legs;
  reportMember(world, conversation, member.id, {state, user, invitedAt, joinedAt, leftAt, type, from, to, legs, media});
  for (const leg of legs ?? []) {
    const claimed = {id: member.id, worth: CLAIM.member};
    reportLeg(world, {leg, conversation, fields: {type, from, to}, word: WORD.list, arrived: o.at, member: claimed});
  }
}

/** A leg as the Voice API remembers it after its conversation has gone. */
function foldCall(world: World, o: ApiObservation, call: LegFacts): void {
  const {conversation} = o.request;
  const {direction, type, from, to, startTime, endTime, durationMs, price, rate, network} = call;
  const status = readStatus(call.status);
  const fields = {direction, type, from, to, startTime, endTime, durationMs, price, rate, network};
  const at = endTime ?? startTime;
  reportLeg(world, {leg: call.id, conversation, fields, word: WORD.list, at, arrived: o.at, status});
  if (!status || at === undefined) return;
  report(world, {
    conversation,
    witness: API,
    type: status,
    status,
    leg: call.id,
    at,
    arrived: o.at,
    seq: o.seq,
    history: true,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import {channelOf} from '../channel.js';
import {channelOfMember, stampsOf} from '../conversation.js';
import type {Conversation, ConversationEvent, Member, User} from '../state.js';
import {type Payload, stamp} from '../types.js';
import {type Answer, type Ask, baseUrl} from './route.js';

/** The path of the conversations, or of one of them, in the version that was asked. */
export function conversationUrl(ask: Ask, conversation?: Conversation): string {
  return `${baseUrl(ask)}/conversations${conversation ? `/${conversation.id}` : ''}`;
}

/** v0.3 as the tutorial prints it, members included; v1 never has members and says the state. */
export function describeConversation(ask: Ask, conversation: Conversation): Payload {
  const {name, createdAt, sequence, members, about} = conversation;
  const v1 = ask.version === 'v1';
  return {
    id: conversation.id,
    name,
    ...(about?.display_name !== undefined && {display_name: about.display_name}),
    ...(about?.image_url !== undefined && {image_url: about.image_url}),
    timestamp: {created: stamp(createdAt)},
    sequence_number: sequence,
    ...(v1 ? {state: 'ACTIVE'} : {numbers: {}}),
    properties: {ttl: 172_800, ...(!v1 && {video: false}), ...about?.properties},
    ...(!v1 && {members: [...members.values()].map(embeddedMember)}),
    _links: {self: {href: conversationUrl(ask, conversation)}},
  };
}

function embeddedMember(member: Member): Payload {
  const {user, state} = member;
  return {
    member_id: member.id,
    user_id: user.id,
    name: user.name,
    state,
    timestamp: stampsOf(member),
    ...(isInvited(member) && {invited_by: user.id}),
    channel: channelOfMember(member),
    initiator: initiatorOf(member, 'isSystem'),
  };
}

/** Whom Vonage called; callers join by themselves. */
function isInvited({leg, times}: Member): boolean {
  return leg ? leg.direction === 'outbound' : times.invited !== undefined;
}

function initiatorOf(member: Member, spelling: 'isSystem' | 'is_system'): Payload {
  return {[isInvited(member) ? 'invited' : 'joined']: {[spelling]: true}};
}

export function describeUser(ask: Ask, user: User): Payload {
  return {...user, _links: {self: {href: `${baseUrl(ask)}/users/${user.id}`}}};
}

/** One entry of the list of members, which has neither channels nor times: those need a request for each. */
export function listedMember(ask: Ask, member: Member): Payload {
  return {
    id: member.id,
    state: member.state,
    _embedded: {user: describeUser(ask, member.user)},
    _links: {href: `${conversationUrl(ask, member.conversation)}/members/${member.id}`},
  };
}

/** A member with everything that is known of it. */
export function describeMember(ask: Ask, member: Member): Payload {
  const {conversation, leg, muted, earmuffed} = member;
  const href = `${conversationUrl(ask, conversation)}/members/${member.id}`;
  const v1 = ask.version === 'v1';
  return {
    id: member.id,
    conversation_id: conversation.id,
    state: member.state,
    _embedded: {user: describeUser(ask, member.user)},
    timestamp: stampsOf(member),
    channel: leg ? channelOfLeg(member) : channelOfMember(member),
    initiator: initiatorOf(member, v1 ? 'is_system' : 'isSystem'),
    media: {audio_settings: {enabled: false, earmuffed, muted}, ...(v1 && {audio: true})},
    ...(v1 && isInvited(member) && {invited_by: member.user.id}),
    _links: v1 ? {href} : {self: {href}},
  };
}

/** The concept page has the callee's leg under another name than the caller's. */
function channelOfLeg({leg}: Member): Payload {
  if (!leg) return {};
  const {id, ...channel} = channelOf(leg);
  return {...channel, [leg.direction === 'inbound' ? 'id' : 'leg_id']: id};
}

export function describeEvent(ask: Ask, conversation: Conversation, event: ConversationEvent): Payload {
  const {id: eventId, type, from, to, body, at} = event;
  const href = `${conversationUrl(ask, conversation)}/events/${eventId}`;
  if (ask.version !== 'v1') return {id: eventId, type, from, to, body, state: '', timestamp: stamp(at), href};
  const member = conversation.members.get(from ?? '');
  return {
    id: eventId,
    type,
    from,
    body,
    timestamp: stamp(at),
    ...(member && {_embedded: {from_user: {...member.user}, from_member: {id: member.id}}}),
    _links: {self: {href}},
  };
}

export function ok(body: Payload, status = 200): Answer {
  return {status, body};
}

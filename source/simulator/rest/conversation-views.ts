import {channelOf} from '../channel.js';
import {channelOfMember, stampsOf} from '../conversation.js';
import type {Conversation, ConversationEvent, Member, User} from '../state.js';
import {type Payload, stamp} from '../types.js';
import {type Answer, type Ask, baseUrl} from './route.js';

/** The path of the conversations, or of one of them, in the version that was asked. */
export function conversationUrl(ask: Ask, conversation?: Conversation): string {
  return `${baseUrl(ask)}/conversations${conversation ? `/${conversation.id}` : ''}`;
}

/** v0.1 and v0.3 as the tutorial prints them, members included; v1 never has members and says the state. */
export function describeConversation(ask: Ask, conversation: Conversation): Payload {
  const {name, createdAt, sequence, members, about} = conversation;
  const v1 = ask.version === 'v1';
  return {
    [ask.version === 'v0.1' ? 'uuid' : 'id']: conversation.id,
    name,
    ...shownNames(conversation),
    timestamp: {created: stamp(createdAt)},
    sequence_number: sequence,
    ...(v1 ? {state: 'ACTIVE'} : {numbers: {}}),
    properties: {ttl: 172_800, ...(!v1 && {video: false}), ...about?.properties},
    ...(!v1 && {members: [...members.values()].map(embeddedMember)}),
    _links: {self: {href: conversationUrl(ask, conversation)}},
  };
}

function shownNames({about}: Conversation): Payload {
  return {
    ...(about?.display_name !== undefined && {display_name: about.display_name}),
    ...(about?.image_url !== undefined && {image_url: about.image_url}),
  };
}

/** One entry of the list of conversations. */
export function listedConversation(ask: Ask, conversation: Conversation): Payload {
  const {id, name, createdAt} = conversation;
  const _links = {self: {href: conversationUrl(ask, conversation)}};
  if (ask.version === 'v0.1') return {uuid: id, name, _links};
  if (ask.version === 'v0.2') {
    return {id, name, ...shownNames(conversation), timestamp: {created: stamp(createdAt)}, _links};
  }
  const {members, ...rest} = describeConversation(ask, conversation);
  return rest;
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
  const href = `${baseUrl(ask)}/users/${user.id}`;
  return ask.version === 'v0.1' ? {id: user.id, name: user.name, href} : {...user, _links: {self: {href}}};
}

function memberUrl(ask: Ask, {conversation, id}: Member): string {
  return `${conversationUrl(ask, conversation)}/members/${id}`;
}

/** One entry of the list of members, which has neither channels nor times: those need a request for each. */
export function listedMember(ask: Ask, member: Member): Payload {
  const {id, state, user} = member;
  const href = memberUrl(ask, member);
  if (ask.version === 'v0.1') return {user_id: user.id, name: user.name, user_name: user.name, state};
  if (ask.version === 'v0.2') {
    const {id: user_id, name, display_name} = user;
    return {id, user_id, name, ...(display_name !== undefined && {display_name}), state, _links: {self: {href}}};
  }
  return {id, state, _embedded: {user: describeUser(ask, user)}, _links: {href}};
}

/** A member with everything that is known of it. */
export function describeMember(ask: Ask, member: Member): Payload {
  const {id, conversation, leg, muted, earmuffed} = member;
  const href = memberUrl(ask, member);
  const v1 = ask.version === 'v1';
  const media = {audio_settings: {enabled: false, earmuffed, muted}, ...(v1 && {audio: true})};
  if (ask.version === 'v0.1') {
    const {member_id, ...rest} = embeddedMember(member);
    return {id, ...rest, media, ...(leg && {leg_ids: [leg.id]}), href};
  }
  return {
    id,
    conversation_id: conversation.id,
    state: member.state,
    _embedded: {user: describeUser(ask, member.user)},
    timestamp: stampsOf(member),
    channel: leg ? channelOfLeg(member) : channelOfMember(member),
    initiator: initiatorOf(member, v1 ? 'is_system' : 'isSystem'),
    media,
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
  const {id, type, from, to, body, at} = event;
  const href = `${conversationUrl(ask, conversation)}/events/${id}`;
  const _links = {self: {href}};
  const timestamp = stamp(at);
  if (ask.version === 'v0.2') return {id, type, conversation_id: conversation.id, from, body, timestamp, _links};
  if (ask.version !== 'v1') return {id, type, from, to, body, state: '', timestamp, href};
  const member = conversation.members.get(from ?? '');
  const sender = member && {from_user: {...member.user}, from_member: {id: member.id}};
  return {id, type, from, body, timestamp, ...(sender && {_embedded: sender}), _links};
}

export function ok(body: Payload, status = 200): Answer {
  return {status, body};
}

/**
 * What making and changing something is answered with: v1 and v0.3 show the thing, v0.1 says no more than where it is.
 * `more` is what v0.1 adds for some.
 */
export function written(ask: Ask, shown: Payload, href: string, more?: Payload): Answer {
  const made = ask.method === 'POST';
  if (ask.version !== 'v0.1') return ok(shown, made ? 201 : 200);
  // Conversations and users are answered with 200 even when they are made.
  return ok({id: shown.id ?? shown.uuid, ...more, href}, made && more ? 201 : 200);
}

/** What deleting something is answered with. */
export function deleted(ask: Ask): Answer {
  return ask.version === 'v0.1' ? ok({}) : {status: 204};
}

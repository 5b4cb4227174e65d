import {channelOf} from './channel.js';
import type {Outbox} from './delivery/outbox.js';
import {uuid} from './random.js';
import type {Conversation, ConversationEvent, Leg, Member, Platform} from './state.js';
import {type Payload, stamp} from './types.js';

export function createConversation(
  platform: Platform,
  {id, name, at, persistent = false}: {id?: string; name?: string; at: number; persistent?: boolean},
): Conversation {
  const conversation: Conversation = {
    id: id ?? `CON-${uuid(platform.random)}`,
    name: name ?? `NAM-${uuid(platform.random)}`,
    createdAt: at,
    persistent,
    members: new Map(),
    events: [],
    sequence: 0,
  };
  platform.conversations.set(conversation.id, conversation);
  return conversation;
}

/** Pushes something about a conversation to the application's RTC event URL, where it has one. */
export function push(platform: Platform, outbox: Outbox, at: number, payload: Payload): void {
  if (!platform.targets.rtc) return;
  outbox.tell('rtc', at, platform.targets.rtc, {
    application_id: platform.applicationId,
    ...payload,
    timestamp: stamp(at),
  });
}

/** Tells of a conversation's beginning or end: such events are pushed, and never part of its history. */
export function pushState(
  platform: Platform,
  outbox: Outbox,
  conversation: Conversation,
  at: number,
  type: string,
): void {
  const {id, name, createdAt} = conversation;
  const body = {
    id,
    name,
    timestamp: {created: stamp(createdAt)},
    state: type.endsWith('deleted') ? 'DELETED' : 'ACTIVE',
  };
  push(platform, outbox, at, {type, body});
}

/** Adds an event about a member's leg to the history of its conversation and pushes it. */
export function record(platform: Platform, member: Member, at: number, type: string, body: Payload, to = ''): void {
  const {leg} = member;
  const {conversation, call} = leg;
  const caller = conversation.members.values().next().value;
  const from = platform.conceptPageFrom && caller ? caller.id : member.id;
  const event: ConversationEvent = {id: ++conversation.sequence, type, from, to, body, at};
  conversation.events.push(event);
  platform.act({at, kind: 'event', text: `${conversation.id} event ${event.id} ${type}`});
  push(platform, call.outbox, at, {
    id: event.id,
    type,
    conversation_id: conversation.id,
    from,
    body,
    _embedded: {from_user: {id: member.user.id, name: member.user.name}, from_member: {id: member.id}},
  });
}

/** Makes a leg a member of its conversation, invited or joined at the given time. */
export function addMember(platform: Platform, leg: Leg, state: 'INVITED' | 'JOINED', at: number): Member {
  const {ids} = leg.call;
  const userId = ids.users.shift() ?? `USR-${uuid(platform.random)}`;
  // An inbound caller's user is named by its own id; legs made by the Voice API belong to users of its own.
  const voiceUser = () => ids.voiceUsers.shift() ?? `vapi-user-${uuid(platform.random).replaceAll('-', '')}`;
  const appUser = leg.remote.type === 'app' ? leg.remote.user : undefined;
  const member: Member = {
    id: ids.members.shift() ?? `MEM-${uuid(platform.random)}`,
    user: {id: userId, name: appUser ?? (leg.direction === 'inbound' ? userId : voiceUser())},
    state,
    leg,
    times: state === 'INVITED' ? {invited: at} : {joined: at},
    muted: false,
    earmuffed: false,
  };
  leg.member = member;
  leg.conversation.members.set(member.id, member);
  return member;
}

export function recordJoined(platform: Platform, member: Member, at: number): void {
  record(platform, member, at, 'member:joined', {
    user: {id: member.user.id},
    channel: channelOf(member.leg),
    timestamp: stampsOf(member),
  });
}

export function recordMedia(platform: Platform, member: Member, at: number): void {
  record(platform, member, at, 'member:media', {
    audio: true,
    media: {audio: true, audio_settings: {enabled: true, earmuffed: member.earmuffed, muted: member.muted}},
    channel: channelOf(member.leg),
  });
}

/** When a member was invited, joined and left, as the API writes it. */
export function stampsOf({times}: Member): Record<string, string> {
  return Object.fromEntries(Object.entries(times).map(([name, at]) => [name, stamp(at)]));
}

import {channelOf} from './channel.js';
import type {Outbox} from './delivery/outbox.js';
import {uuid} from './random.js';
import type {Conversation, ConversationEvent, Leg, Member, Platform, User} from './state.js';
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

/** Events and former members that a conversation which outlives its calls keeps: a bound for runs of hours. */
const keptEvents = 5000;
const keptMembers = 1000;

/** Adds an event to the history of a conversation and pushes it; `from` is a member, or nobody. */
export function append(
  platform: Platform,
  conversation: Conversation,
  outbox: Outbox,
  {at, type, body, from, to = ''}: {at: number; type: string; body: Payload; from?: Member; to?: string},
): ConversationEvent {
  const caller = conversation.members.values().next().value;
  const sender = platform.conceptPageFrom && caller ? caller : from;
  const event: ConversationEvent = {id: ++conversation.sequence, type, from: sender?.id ?? null, to, body, at};
  conversation.events.push(event);
  if (conversation.events.length > keptEvents) conversation.events.shift();
  platform.act({at, kind: 'event', text: `${conversation.id} event ${event.id} ${type}`});
  push(platform, outbox, at, {
    id: event.id,
    type,
    conversation_id: conversation.id,
    from: event.from,
    body,
    ...(from && {_embedded: {from_user: {id: from.user.id, name: from.user.name}, from_member: {id: from.id}}}),
  });
  return event;
}

/** Adds an event about a member to the history of its conversation and pushes it. */
export function record(platform: Platform, member: Member, at: number, type: string, body: Payload, to = ''): void {
  append(platform, member.conversation, member.outbox, {at, type, body, from: member, to});
}

/** Makes a leg a member of its conversation, invited or joined at the given time. */
export function addMember(platform: Platform, leg: Leg, state: 'INVITED' | 'JOINED', at: number): Member {
  const {ids} = leg.call;
  const member: Member = {
    id: ids.members.shift() ?? `MEM-${uuid(platform.random)}`,
    user: userOf(platform, leg),
    state,
    conversation: leg.conversation,
    outbox: leg.call.outbox,
    leg,
    times: state === 'INVITED' ? {invited: at} : {joined: at},
    muted: false,
    earmuffed: false,
  };
  leg.member = member;
  enroll(leg.conversation, member);
  return member;
}

/** Takes a member in; a conversation with many former ones forgets the oldest of them. */
export function enroll({members}: Conversation, member: Member): void {
  members.set(member.id, member);
  if (members.size <= keptMembers) return;
  const former = [...members.values()].find(({state}) => state === 'LEFT');
  if (former) members.delete(former.id);
}

/** Client SDK users have a name, and are the same in every call. Others exist for one call. */
function userOf(platform: Platform, {call: {ids}, remote, direction}: Leg): User {
  if (remote.type === 'app') return userNamed(platform, remote.user);
  const id = ids.users.shift() ?? `USR-${uuid(platform.random)}`;
  // An inbound caller's user is named by its own id; legs made by the Voice API belong to users of its own.
  const voiceUser = () => ids.voiceUsers.shift() ?? `vapi-user-${uuid(platform.random).replaceAll('-', '')}`;
  return {id, name: direction === 'inbound' ? id : voiceUser()};
}

/** The user of that name, made if need be. */
export function userNamed({users, random}: Platform, name: string): User {
  for (const user of users.values()) if (user.name === name) return user;
  const user = {id: `USR-${uuid(random)}`, name};
  users.set(user.id, user);
  return user;
}

export function recordJoined(platform: Platform, member: Member, at: number): void {
  record(platform, member, at, 'member:joined', {
    user: {id: member.user.id},
    channel: channelOfMember(member),
    timestamp: stampsOf(member),
  });
}

export function recordMedia(platform: Platform, member: Member, at: number): void {
  record(platform, member, at, 'member:media', {
    audio: true,
    media: {audio: true, audio_settings: {enabled: true, earmuffed: member.earmuffed, muted: member.muted}},
    channel: channelOfMember(member),
  });
}

/** Takes a member out of its conversation; its leg, where it has one, is the caller's to end. */
export function recordLeft(
  platform: Platform,
  member: Member,
  at: number,
  reason: {code?: string; text?: string},
  isSystem = true,
): void {
  member.state = 'LEFT';
  member.times.left = at;
  record(platform, member, at, 'member:left', {
    user: {id: member.user.id, name: member.user.name},
    channel: channelOfMember(member),
    timestamp: stampsOf(member),
    reason,
    initiator: {left: {isSystem}},
  });
  if (!member.conversation.persistent) return;
  // What stays in the list must not keep the call and all its webhooks.
  member.channel = channelOfMember(member);
  member.leg = undefined;
  member.outbox = platform.newOutbox();
}

/** Ends a conversation that nobody is in any more, unless something keeps it. */
export function endIfEmpty(platform: Platform, conversation: Conversation, outbox: Outbox, at: number): void {
  const live = [...conversation.members.values()].some(({state}) => state !== 'LEFT');
  if (live || conversation.persistent || !platform.conversations.delete(conversation.id)) return;
  // A caller may be gone before the conversation is there.
  pushState(platform, outbox, conversation, Math.max(at, conversation.createdAt), 'conversation:deleted');
}

/** How a member takes part, as the API writes it. */
export function channelOfMember({leg, channel}: Member): Payload {
  return leg ? channelOf(leg) : (channel ?? {type: 'app'});
}

/** When a member was invited, joined and left, as the API writes it. */
export function stampsOf({times}: Member): Record<string, string> {
  return Object.fromEntries(Object.entries(times).map(([name, at]) => [name, stamp(at)]));
}

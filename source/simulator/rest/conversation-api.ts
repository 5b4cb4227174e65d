import {channelOf} from '../channel.js';
import {stampsOf} from '../conversation.js';
import type {Conversation, ConversationEvent, Member} from '../state.js';
import {type Payload, stamp} from '../types.js';
import {conversationError} from './errors.js';
import {paginate} from './page.js';
import type {Answer, Ask, Route} from './route.js';

const versions = '(v0\\.1|v0\\.2|v0\\.3|v1)';
const id = '([^/]+)';
const pathOf = (rest: string) => new RegExp(`^/${versions}/conversations${rest}$`);

/** The Conversation API, v0.3 and v1 (v0.1 and v0.2 are served as v0.3). */
export const conversationRoutes: Route[] = [
  {method: 'GET', path: pathOf(''), handle: listConversations},
  {method: 'GET', path: pathOf(`/${id}`), handle: ask => withConversation(ask, getConversation)},
  {method: 'GET', path: pathOf(`/${id}/members`), handle: ask => withConversation(ask, listMembers)},
  {method: 'GET', path: pathOf(`/${id}/members/${id}`), handle: ask => withConversation(ask, getMember)},
  {method: 'GET', path: pathOf(`/${id}/events`), handle: ask => withConversation(ask, listEvents)},
  {method: 'GET', path: pathOf(`/${id}/events/${id}`), handle: ask => withConversation(ask, getEvent)},
];

function withConversation(ask: Ask, handle: (ask: Ask, conversation: Conversation) => Answer): Answer {
  const conversation = ask.platform.conversations.get(ask.ids[0] ?? '');
  if (!conversation) return conversationError(ask.version, 'conversation:error:not-found', ask.instance);
  return handle(ask, conversation);
}

function baseOf({platform, version}: Ask, conversation?: Conversation): string {
  return `${platform.publicUrl}/${version}/conversations${conversation ? `/${conversation.id}` : ''}`;
}

/** v0.3 as the tutorial prints it, members included; v1 never has members and says the state. */
function describe(ask: Ask, conversation: Conversation): Payload {
  const {name, createdAt, sequence, members} = conversation;
  const v1 = ask.version === 'v1';
  return {
    id: conversation.id,
    name,
    timestamp: {created: stamp(createdAt)},
    sequence_number: sequence,
    ...(v1 ? {state: 'ACTIVE'} : {numbers: {}}),
    properties: {ttl: 172_800, ...(!v1 && {video: false})},
    ...(!v1 && {members: [...members.values()].map(embeddedMember)}),
    _links: {self: {href: baseOf(ask, conversation)}},
  };
}

function embeddedMember(member: Member): Payload {
  const {leg, user, state} = member;
  return {
    member_id: member.id,
    user_id: user.id,
    name: user.name,
    state,
    timestamp: stampsOf(member),
    ...(leg.direction === 'outbound' && {invited_by: user.id}),
    channel: channelOf(leg),
    initiator: initiatorOf(member, 'isSystem'),
  };
}

function initiatorOf({leg}: Member, spelling: 'isSystem' | 'is_system'): Payload {
  return {[leg.direction === 'inbound' ? 'joined' : 'invited']: {[spelling]: true}};
}

function userOf({platform, version}: Ask, {user}: Member): Payload {
  return {...user, _links: {self: {href: `${platform.publicUrl}/${version}/users/${user.id}`}}};
}

function getConversation(ask: Ask, conversation: Conversation): Answer {
  return {status: 200, body: describe(ask, conversation)};
}

function listConversations(ask: Ask): Answer {
  const all = [...ask.platform.conversations.values()].map((conversation, index) => ({conversation, index}));
  const page = paginate(all, ({index}) => index, ask.query, baseOf(ask));
  if ('invalid' in page) return invalid(ask, page.invalid);
  const conversations = page.items.map(({conversation}) => {
    const {members, ...rest} = describe(ask, conversation);
    return rest;
  });
  return {status: 200, body: {page_size: page.pageSize, _embedded: {conversations}, _links: page.links}};
}

/** The list has neither channels nor times: those need a request for each member. */
function listMembers(ask: Ask, conversation: Conversation): Answer {
  const base = `${baseOf(ask, conversation)}/members`;
  const all = [...conversation.members.values()].map((member, index) => ({member, index}));
  const page = paginate(all, ({index}) => index, ask.query, base);
  if ('invalid' in page) return invalid(ask, page.invalid);
  const members = page.items.map(({member}) => ({
    id: member.id,
    state: member.state,
    _embedded: {user: userOf(ask, member)},
    _links: {href: `${base}/${member.id}`},
  }));
  return {status: 200, body: {page_size: page.pageSize, _embedded: {members}, _links: page.links}};
}

function getMember(ask: Ask, conversation: Conversation): Answer {
  const member = conversation.members.get(ask.ids[1] ?? '');
  if (!member) return conversationError(ask.version, 'conversation:error:member-not-found', ask.instance);
  const {leg, muted, earmuffed} = member;
  const {id: legId, ...channel} = channelOf(leg);
  const href = `${baseOf(ask, conversation)}/members/${member.id}`;
  const v1 = ask.version === 'v1';
  const body = {
    id: member.id,
    conversation_id: conversation.id,
    state: member.state,
    _embedded: {user: userOf(ask, member)},
    timestamp: stampsOf(member),
    // The concept page has the callee's leg under another name than the caller's.
    channel: {...channel, [leg.direction === 'inbound' ? 'id' : 'leg_id']: legId},
    initiator: initiatorOf(member, v1 ? 'is_system' : 'isSystem'),
    media: {audio_settings: {enabled: false, earmuffed, muted}, ...(v1 && {audio: true})},
    ...(v1 && leg.direction === 'outbound' && {invited_by: member.user.id}),
    _links: v1 ? {href} : {self: {href}},
  };
  return {status: 200, body};
}

/** `start_id` and `end_id` count themselves in; `event_type` is one type, or several between commas. */
function listEvents(ask: Ask, conversation: Conversation): Answer {
  const base = `${baseOf(ask, conversation)}/events`;
  const start = Number(ask.query.get('start_id') ?? 0);
  const last = Number(ask.query.get('end_id') ?? Number.POSITIVE_INFINITY);
  const types = ask.query.get('event_type')?.split(',');
  const wrong = Object.entries({start_id: start, end_id: last}).filter(([, value]) => Number.isNaN(value));
  if (wrong.length > 0)
    return invalid(
      ask,
      wrong.map(([name]) => ({name, reason: `"${name}" must be a number`})),
    );
  const chosen = conversation.events.filter(
    event => event.id >= start && event.id <= last && (!types || types.includes(event.type)),
  );
  const page = paginate(chosen, event => event.id, ask.query, base);
  if ('invalid' in page) return invalid(ask, page.invalid);
  const events = page.items.map(event => describeEvent(ask, conversation, event));
  // The draft of v0.3 has `data` in between, live v1 has not.
  const embedded = ask.version === 'v1' ? {events} : {data: {events}};
  return {status: 200, body: {page_size: page.pageSize, _embedded: embedded, _links: page.links}};
}

function describeEvent(ask: Ask, conversation: Conversation, event: ConversationEvent): Payload {
  const {id: eventId, type, from, to, body, at} = event;
  const href = `${baseOf(ask, conversation)}/events/${eventId}`;
  if (ask.version !== 'v1') return {id: eventId, type, from, to, body, state: '', timestamp: stamp(at), href};
  const member = conversation.members.get(from);
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

function getEvent(ask: Ask, conversation: Conversation): Answer {
  const event = conversation.events.find(candidate => String(candidate.id) === ask.ids[1]);
  if (!event) return conversationError(ask.version, 'event:error:not-found', ask.instance);
  return {status: 200, body: describeEvent(ask, conversation, event)};
}

function invalid(ask: Ask, parameters: {name: string; reason: string}[]): Answer {
  return conversationError(ask.version, 'http:error:validation-fail', ask.instance, parameters);
}

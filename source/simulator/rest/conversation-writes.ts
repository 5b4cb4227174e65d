import * as z from 'zod';
import {append, createConversation, enroll, pushState, record, recordJoined, recordLeft} from '../conversation.js';
import {hangUp} from '../leg.js';
import {uuid} from '../random.js';
import type {Conversation, ConversationEvent, Member, User} from '../state.js';
import {type Payload, stamp} from '../types.js';
import {pathOf, paths, versions, withConversation, withMember} from './conversation-api.js';
import {
  conversationUrl,
  deleted,
  describeConversation,
  describeEvent,
  describeMember,
  written,
} from './conversation-views.js';
import {invalid, issuesOf, refused} from './errors.js';
import type {Answer, Ask, Route} from './route.js';
import {conversationWords} from './words.js';

/** A member's path where members are changed by PUT and taken out by DELETE; v1 has PATCH alone. */
const olderMember = pathOf('/([^/]+)/members/([^/]+)', versions.replace('|v1', ''));

/** Writing to the Conversation API. */
export const conversationWrites: Route[] = [
  {method: 'POST', path: paths.all, handle: create},
  {method: 'PUT', path: paths.one, handle: ask => withConversation(ask, found => update(ask, found))},
  {method: 'DELETE', path: paths.one, handle: ask => withConversation(ask, found => remove(ask, found))},
  {method: 'POST', path: paths.members, handle: ask => withConversation(ask, found => addMember(ask, found))},
  {method: 'PATCH', path: paths.member, handle: ask => withMember(ask, member => changeMember(ask, member))},
  {method: 'PUT', path: olderMember, handle: ask => withMember(ask, member => changeMember(ask, member))},
  {method: 'DELETE', path: olderMember, handle: ask => withMember(ask, member => removeMember(ask, member))},
  {method: 'POST', path: paths.events, handle: ask => withConversation(ask, found => addEvent(ask, found))},
  {method: 'DELETE', path: paths.event, handle: ask => withConversation(ask, found => removeEvent(ask, found))},
];

/** Reads a body, or says what is wrong with it. */
export function read<T>(ask: Ask, schema: z.ZodType<T>, handle: (body: T) => Answer): Answer {
  const parsed = schema.safeParse(ask.body ?? {}, conversationWords);
  return parsed.success ? handle(parsed.data) : invalid(ask, issuesOf(parsed.error));
}

/** Bounds of the OpenAPI document of v1. */
const properties = z.looseObject({ttl: z.number().int().min(0).optional()});
const conversationSchema = z.looseObject({
  name: z.string().min(1).max(100).optional(),
  display_name: z.string().max(50).optional(),
  image_url: z.string().max(2048).optional(),
  properties: properties.optional(),
});

type ConversationBody = z.infer<typeof conversationSchema>;

/** What a conversation is said to be, with what a request changes of it: what it does not name stays. */
function aboutOf(before: Conversation['about'], given: ConversationBody): Conversation['about'] {
  const {display_name = before?.display_name, image_url = before?.image_url} = given;
  return {display_name, image_url, properties: {...before?.properties, ...given.properties}};
}

function create(ask: Ask): Answer {
  const {platform} = ask;
  return read(ask, conversationSchema, body => {
    if (isTaken(ask, body.name)) return refused(ask, 'conversation:error:duplicate-name');
    const at = platform.clock.begin();
    const conversation = createConversation(platform, {at, name: body.name, persistent: true});
    conversation.about = aboutOf(undefined, body);
    if (body.name !== undefined) platform.named.set(body.name, conversation.id);
    pushState(platform, platform.newOutbox(), conversation, at, 'conversation:created');
    return writtenConversation(ask, conversation);
  });
}

function writtenConversation(ask: Ask, conversation: Conversation): Answer {
  return written(ask, describeConversation(ask, conversation), conversationUrl(ask, conversation));
}

function isTaken({platform}: Ask, name: string | undefined, but?: Conversation): boolean {
  return [...platform.conversations.values()].some(other => other !== but && other.name === name);
}

function update(ask: Ask, conversation: Conversation): Answer {
  const {platform} = ask;
  return read(ask, conversationSchema, body => {
    if (isTaken(ask, body.name, conversation)) return refused(ask, 'conversation:error:duplicate-name');
    if (body.name !== undefined) {
      platform.named.delete(conversation.name);
      platform.named.set(body.name, conversation.id);
      conversation.name = body.name;
    }
    conversation.about = aboutOf(conversation.about, body);
    pushState(platform, platform.newOutbox(), conversation, platform.clock.now(), 'conversation:updated');
    return writtenConversation(ask, conversation);
  });
}

/** Whoever is in it is sent away: a leg without a conversation has nobody to talk to. */
function remove(ask: Ask, conversation: Conversation): Answer {
  const {platform} = ask;
  const at = platform.clock.now();
  platform.named.delete(conversation.name);
  conversation.persistent = false;
  for (const {leg} of conversation.members.values()) if (leg) hangUp(leg, at, 'platform');
  if (platform.conversations.delete(conversation.id)) {
    pushState(platform, platform.newOutbox(), conversation, at, 'conversation:deleted');
  }
  return deleted(ask);
}

const channel = z.looseObject({type: z.string()}).optional();

const invitation = z.looseObject({
  state: z.enum(['invited', 'joined']),
  user: z.looseObject({id: z.string().optional(), name: z.string().optional()}),
  channel,
  media: z.looseObject({}).optional(),
});

/** v0.1 says what to do, `invite` or `join`, where the others say what the member shall be. */
const oldInvitation = z
  .looseObject({
    action: z.enum(['invite', 'join']).default('invite'),
    user_id: z.string().optional(),
    user_name: z.string().optional(),
    channel,
  })
  .transform(
    ({action, user_id: id, user_name: name, channel: way}): z.infer<typeof invitation> => ({
      state: action === 'join' ? 'joined' : 'invited',
      user: {id, name},
      channel: way,
    }),
  );

function addMember(ask: Ask, conversation: Conversation): Answer {
  const {platform} = ask;
  return read<z.infer<typeof invitation>>(ask, ask.version === 'v0.1' ? oldInvitation : invitation, body => {
    const user = userOf(ask, body.user);
    if (!user) return refused(ask, 'user:error:not-found');
    const isThere = [...conversation.members.values()].some(
      other => other.user.id === user.id && other.state === 'JOINED',
    );
    if (isThere) return refused(ask, 'conversation:error:member-already-joined');
    const at = platform.clock.begin();
    const member: Member = {
      id: `MEM-${uuid(platform.random)}`,
      user,
      state: body.state === 'joined' ? 'JOINED' : 'INVITED',
      conversation,
      outbox: platform.newOutbox(),
      channel: body.channel ?? {type: 'app', to: {type: 'app', user: user.name}},
      times: {[body.state]: at},
      muted: false,
      earmuffed: false,
    };
    enroll(conversation, member);
    if (member.state === 'JOINED') recordJoined(platform, member, at);
    else recordInvited(ask, member, at);
    return writtenMember(ask, member);
  });
}

function writtenMember(ask: Ask, member: Member): Answer {
  const shown = describeMember(ask, member);
  const {user_id, state, timestamp, channel: way, initiator} = shown;
  const href = `${conversationUrl(ask, member.conversation)}/members/${member.id}`;
  return written(
    ask,
    shown,
    href,
    ask.method === 'POST' ? {user_id, state, timestamp, channel: way, initiator} : undefined,
  );
}

function userOf({platform}: Ask, {id, name}: {id?: string; name?: string}): User | undefined {
  return id === undefined ? [...platform.users.values()].find(user => user.name === name) : platform.users.get(id);
}

function recordInvited({platform}: Ask, member: Member, at: number): void {
  const {conversation, user} = member;
  record(platform, member, at, 'member:invited', {
    cname: conversation.name,
    conversation: {conversation_id: conversation.id, name: conversation.name},
    invited_by: null,
    user: {member_id: member.id, user_id: user.id, name: user.name},
    channel: member.channel ?? {type: 'app'},
    timestamp: {invited: stamp(at)},
    initiator: {invited: {isSystem: true}},
  });
}

const change = z.looseObject({
  state: z.enum(['joined', 'left']),
  channel,
  reason: z.looseObject({code: z.string().optional(), text: z.string().optional()}).optional(),
});

const oldChange = z
  .looseObject({action: z.enum(['join']).default('join'), channel})
  .transform(({channel: way}): z.infer<typeof change> => ({state: 'joined', channel: way}));

function changeMember(ask: Ask, member: Member): Answer {
  const {platform} = ask;
  return read<z.infer<typeof change>>(ask, ask.version === 'v0.1' ? oldChange : change, body => {
    if (member.state === 'LEFT') return refused(ask, 'conversation:error:invalid-member-state');
    if (body.state === 'left') sendAway(ask, member, body.reason);
    else if (member.state === 'JOINED') return refused(ask, 'conversation:error:member-already-joined');
    else {
      const at = platform.clock.now();
      member.state = 'JOINED';
      member.times.joined = at;
      member.channel = body.channel ?? member.channel;
      recordJoined(platform, member, at);
    }
    return writtenMember(ask, member);
  });
}

function removeMember(ask: Ask, member: Member): Answer {
  if (member.state === 'LEFT') return refused(ask, 'conversation:error:invalid-member-state');
  sendAway(ask, member);
  return deleted(ask);
}

function sendAway({platform}: Ask, member: Member, reason: {code?: string; text?: string} = {}): void {
  const {leg} = member;
  const at = platform.clock.now();
  recordLeft(platform, member, at, reason, false);
  if (leg) hangUp(leg, at, 'platform');
}

const eventSchema = z.looseObject({
  type: z.string().regex(/^[a-z][a-z_]*(:[a-z0-9_-]+)*$/i, 'must be a type of event, such as custom:name'),
  from: z.string().optional(),
  to: z.string().optional(),
  body: z.record(z.string(), z.unknown()).optional(),
});

/** What an event does besides being there; whom it is about is in `to`, or the sender. */
const effects = new Map<string, Partial<Member>>([
  ['audio:mute:on', {muted: true}],
  ['audio:mute:off', {muted: false}],
  ['audio:earmuff:on', {earmuffed: true}],
  ['audio:earmuff:off', {earmuffed: false}],
]);

function addEvent(ask: Ask, conversation: Conversation): Answer {
  const {platform} = ask;
  return read(ask, eventSchema, ({type, from, to = '', body = {}}) => {
    const [sender, receiver] = [conversation.members.get(from ?? ''), conversation.members.get(to)];
    if (from !== undefined && !sender) return refused(ask, 'conversation:error:member-not-found');
    const about = receiver ?? sender;
    if (about) Object.assign(about, effects.get(type));
    const outbox = sender?.outbox ?? platform.newOutbox();
    const event = append(platform, conversation, outbox, {at: platform.clock.now(), type, body, from: sender, to});
    const href = `${conversationUrl(ask, conversation)}/events/${event.id}`;
    return written(ask, describeEvent(ask, conversation, event), href, {timestamp: stamp(event.at)});
  });
}

/** A deleted event stays where it was, with nothing in it but when it was deleted. */
function removeEvent(ask: Ask, conversation: Conversation): Answer {
  const {platform} = ask;
  const event: ConversationEvent | undefined = conversation.events.find(({id}) => String(id) === ask.ids[1]);
  if (!event) return refused(ask, 'event:error:not-found');
  const at = platform.clock.now();
  const body: Payload = {timestamp: {deleted: stamp(at)}};
  Object.assign(event, {body, deleted: true});
  append(platform, conversation, platform.newOutbox(), {at, type: 'event:delete', body: {event_id: event.id}});
  return deleted(ask);
}

import * as z from 'zod';
import {append, createConversation, enroll, pushState, record, recordJoined, recordLeft} from '../conversation.js';
import {hangUp} from '../leg.js';
import {uuid} from '../random.js';
import type {Conversation, ConversationEvent, Member, User} from '../state.js';
import {type Payload, stamp} from '../types.js';
import {paths, withConversation, withMember} from './conversation-api.js';
import {describeConversation, describeEvent, describeMember, ok} from './conversation-views.js';
import {invalid, issuesOf, refused} from './errors.js';
import type {Answer, Ask, Route} from './route.js';

/** Writing to the Conversation API. */
export const conversationWrites: Route[] = [
  {method: 'POST', path: paths.all, handle: create},
  {method: 'PUT', path: paths.one, handle: ask => withConversation(ask, found => update(ask, found))},
  {method: 'DELETE', path: paths.one, handle: ask => withConversation(ask, found => remove(ask, found))},
  {method: 'POST', path: paths.members, handle: ask => withConversation(ask, found => addMember(ask, found))},
  {method: 'PATCH', path: paths.member, handle: ask => withMember(ask, member => changeMember(ask, member))},
  {method: 'POST', path: paths.events, handle: ask => withConversation(ask, found => addEvent(ask, found))},
  {method: 'DELETE', path: paths.event, handle: ask => withConversation(ask, found => removeEvent(ask, found))},
];

/** Reads a body, or says what is wrong with it. */
function read<T>(ask: Ask, schema: z.ZodType<T>, handle: (body: T) => Answer): Answer {
  const parsed = schema.safeParse(ask.body ?? {});
  return parsed.success ? handle(parsed.data) : invalid(ask, issuesOf(parsed.error));
}

const text = z.string().min(1).max(255);
const properties = z.looseObject({ttl: z.number().positive().optional()});
const conversationSchema = z.looseObject({
  name: text.optional(),
  display_name: text.optional(),
  image_url: z.string().optional(),
  properties: properties.optional(),
});

type ConversationBody = z.infer<typeof conversationSchema>;

function aboutOf({display_name, image_url, properties: given}: ConversationBody): Conversation['about'] {
  return {display_name, image_url, properties: given};
}

function create(ask: Ask): Answer {
  const {platform} = ask;
  return read(ask, conversationSchema, body => {
    if (isTaken(ask, body.name)) return refused(ask, 'conversation:error:duplicate-name');
    const at = platform.clock.begin();
    const conversation = createConversation(platform, {at, name: body.name, persistent: true});
    conversation.about = aboutOf(body);
    if (body.name !== undefined) platform.named.set(body.name, conversation.id);
    pushState(platform, platform.newOutbox(), conversation, at, 'conversation:created');
    return ok(describeConversation(ask, conversation), 201);
  });
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
    conversation.about = aboutOf(body);
    pushState(platform, platform.newOutbox(), conversation, platform.clock.now(), 'conversation:updated');
    return ok(describeConversation(ask, conversation));
  });
}

/** Whoever is in it is sent away: a leg without a conversation has nobody to talk to. */
function remove({platform}: Ask, conversation: Conversation): Answer {
  const at = platform.clock.now();
  platform.named.delete(conversation.name);
  conversation.persistent = false;
  for (const {leg} of conversation.members.values()) if (leg) hangUp(leg, at, 'platform');
  if (platform.conversations.delete(conversation.id)) {
    pushState(platform, platform.newOutbox(), conversation, at, 'conversation:deleted');
  }
  return {status: 204};
}

const invitation = z.looseObject({
  state: z.enum(['invited', 'joined']),
  user: z.looseObject({id: z.string().optional(), name: z.string().optional()}),
  channel: z.looseObject({type: z.string()}).optional(),
  media: z.looseObject({}).optional(),
});

function addMember(ask: Ask, conversation: Conversation): Answer {
  const {platform} = ask;
  return read(ask, invitation, body => {
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
    return ok(describeMember(ask, member), 201);
  });
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
  reason: z.looseObject({code: z.string().optional(), text: z.string().optional()}).optional(),
});

function changeMember(ask: Ask, member: Member): Answer {
  const {platform} = ask;
  return read(ask, change, ({state, reason = {}}) => {
    if (member.state === 'LEFT') return refused(ask, 'conversation:error:invalid-member-state');
    const at = platform.clock.now();
    if (state === 'joined') {
      if (member.state === 'JOINED') return refused(ask, 'conversation:error:member-already-joined');
      member.state = 'JOINED';
      member.times.joined = at;
      recordJoined(platform, member, at);
    } else {
      const {leg} = member;
      recordLeft(platform, member, at, reason, false);
      if (leg) hangUp(leg, at, 'platform');
    }
    return ok(describeMember(ask, member));
  });
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
    return ok(describeEvent(ask, conversation, event), 201);
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
  return {status: 204};
}

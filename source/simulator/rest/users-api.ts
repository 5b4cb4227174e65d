import * as z from 'zod';
import {userNamed} from '../conversation.js';
import type {Conversation, Member, User} from '../state.js';
import {type Payload, stamp} from '../types.js';
import {versions, withoutUser} from './conversation-api.js';
import {conversationUrl, deleted, describeConversation, describeUser, ok, written} from './conversation-views.js';
import {read} from './conversation-writes.js';
import {refused} from './errors.js';
import {answerList} from './page.js';
import {type Answer, type Ask, baseUrl, type Route} from './route.js';

const path = (rest: string) => new RegExp(`^/${versions}/users${rest}$`);
const one = path('/([^/]+)');

/** The application's users. Those of phone calls exist for one call, and are found while it lasts, but not listed. */
export const userRoutes: Route[] = [
  {method: 'GET', path: path(''), handle: ask => withoutUser(ask, () => list(ask))},
  {method: 'POST', path: path(''), handle: ask => withoutUser(ask, () => create(ask))},
  {method: 'GET', path: one, handle: ask => withUser(ask, user => ok(describeUser(ask, user)))},
  // PUT is v0.1's word for it.
  ...(['PATCH', 'PUT'] as const).map(
    (method): Route => ({method, path: one, handle: ask => withUser(ask, user => update(ask, user))}),
  ),
  {method: 'DELETE', path: one, handle: ask => withUser(ask, user => remove(ask, user))},
  {
    method: 'GET',
    path: path('/([^/]+)/conversations'),
    handle: ask => withUser(ask, user => listConversations(ask, user)),
  },
  {method: 'GET', path: path('/([^/]+)/sessions'), handle: ask => withUser(ask, user => listSessions(ask, user))},
];

/** A user is asked for by id or by name. */
function withUser(ask: Ask, handle: (user: User) => Answer): Answer {
  const [id = ''] = ask.ids;
  const {users, conversations} = ask.platform;
  const user = users.get(id) ?? [...users.values()].find(({name}) => name === id) ?? inCalls();
  return user ? handle(user) : refused(ask, 'user:error:not-found');

  function inCalls(): User | undefined {
    for (const {members} of conversations.values()) {
      for (const {user} of members.values()) if (user.id === id) return user;
    }
    return undefined;
  }
}

function list(ask: Ask): Answer {
  const name = ask.query.get('name');
  return answerList(ask, {
    name: 'users',
    path: '/users',
    all: [...ask.platform.users.values()].filter(user => name === null || user.name === name),
    show: user => describeUser(ask, user),
  });
}

const userSchema = z.looseObject({
  name: z.string().min(1).optional(),
  display_name: z.string().optional(),
  image_url: z.string().optional(),
  properties: z.looseObject({}).optional(),
  channels: z.looseObject({}).optional(),
});

/** What a request says of a user; what it does not name stays. */
function describedBy({name, display_name, image_url, properties, channels}: z.infer<typeof userSchema>) {
  const given = Object.entries({name, display_name, image_url, properties, channels});
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function isTaken({platform}: Ask, name: string | undefined, but?: User): boolean {
  return [...platform.users.values()].some(user => user !== but && user.name === name);
}

function create(ask: Ask): Answer {
  return read(ask, userSchema, body => {
    if (isTaken(ask, body.name)) return refused(ask, 'user:error:duplicate-name');
    const user = userNamed(ask.platform, body.name ?? `NAM-${crypto.randomUUID()}`);
    Object.assign(user, describedBy(body));
    return written(ask, describeUser(ask, user), `${baseUrl(ask)}/users/${user.id}`);
  });
}

function update(ask: Ask, user: User): Answer {
  return read(ask, userSchema, body => {
    if (isTaken(ask, body.name, user)) return refused(ask, 'user:error:duplicate-name');
    Object.assign(user, describedBy(body));
    return written(ask, describeUser(ask, user), `${baseUrl(ask)}/users/${user.id}`);
  });
}

function remove(ask: Ask, user: User): Answer {
  ask.platform.users.delete(user.id);
  return deleted(ask);
}

type Seat = {conversation: Conversation; member: Member};

function listConversations(ask: Ask, user: User): Answer {
  const state = ask.query.get('state')?.toUpperCase();
  const seats = [...ask.platform.conversations.values()].flatMap((conversation): Seat[] => {
    const member = [...conversation.members.values()].find(candidate => candidate.user.id === user.id);
    return member ? [{conversation, member}] : [];
  });
  return answerList(ask, {
    name: 'conversations',
    path: `/users/${user.id}/conversations`,
    all: seats.filter(({member}) => state === undefined || member.state === state),
    show: seat => (ask.version === 'v0.1' ? oldSeat(ask, seat) : seatOf(ask, seat)),
  });
}

function seatOf(ask: Ask, {conversation, member}: Seat): Payload {
  const {members, ...rest} = describeConversation(ask, conversation);
  return {...rest, _embedded: {id: member.id, state: member.state}};
}

function oldSeat(ask: Ask, {conversation, member}: Seat): Payload {
  const {id, name, about, sequence, createdAt} = conversation;
  return {
    id,
    name,
    ...(about?.display_name !== undefined && {display_name: about.display_name}),
    state: member.state,
    member_id: member.id,
    sequence_number: sequence,
    timestamp: {created: stamp(createdAt)},
    href: conversationUrl(ask, conversation),
  };
}

/** The sessions of a user's Client SDK apps: here, one for each of the user's legs that is up. */
function listSessions(ask: Ask, user: User): Answer {
  const {platform} = ask;
  const {id, name} = user;
  return answerList(ask, {
    name: 'sessions',
    path: `/users/${id}/sessions`,
    all: [...platform.legs.values()].filter(
      ({remote, endedAt}) => remote.type === 'app' && remote.user === name && endedAt === undefined,
    ),
    show: leg => ({
      id: `SES-${leg.id}`,
      _embedded: {user: {id, name}, api_key: platform.apiKey},
      properties: {ttl: 15},
      _links: {self: {href: `${baseUrl(ask)}/sessions/SES-${leg.id}`}},
    }),
  });
}

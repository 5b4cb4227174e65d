import * as z from 'zod';
import {userNamed} from '../conversation.js';
import type {User} from '../state.js';
import {conversationUrl, describeConversation, describeUser, ok} from './conversation-views.js';
import {invalid, issuesOf, refused} from './errors.js';
import {paginate} from './page.js';
import {type Answer, type Ask, baseUrl, type Route} from './route.js';

const path = (rest: string) => new RegExp(`^/(v0\\.1|v0\\.3|v1)/users${rest}$`);

/** The application's users. Those of phone calls exist for one call, and are found while it lasts, but not listed. */
export const userRoutes: Route[] = [
  {method: 'GET', path: path(''), handle: list},
  {method: 'POST', path: path(''), handle: create},
  {method: 'GET', path: path('/([^/]+)'), handle: ask => withUser(ask, user => ok(describeUser(ask, user)))},
  {method: 'DELETE', path: path('/([^/]+)'), handle: ask => withUser(ask, user => remove(ask, user))},
  {
    method: 'GET',
    path: path('/([^/]+)/conversations'),
    handle: ask => withUser(ask, user => listConversations(ask, user)),
  },
];

function withUser(ask: Ask, handle: (user: User) => Answer): Answer {
  const [id = ''] = ask.ids;
  const {users, conversations} = ask.platform;
  const user = users.get(id) ?? inCalls();
  return user ? handle(user) : refused(ask, 'user:error:not-found');

  function inCalls(): User | undefined {
    for (const {members} of conversations.values()) {
      for (const {user} of members.values()) if (user.id === id) return user;
    }
    return undefined;
  }
}

function list(ask: Ask): Answer {
  const all = [...ask.platform.users.values()].map((user, index) => ({user, index}));
  const page = paginate(all, ({index}) => index, ask.query, `${baseUrl(ask)}/users`);
  if ('invalid' in page) return invalid(ask, page.invalid);
  const users = page.items.map(({user}) => describeUser(ask, user));
  return ok({page_size: page.pageSize, _embedded: {users}, _links: page.links});
}

const userSchema = z.looseObject({name: z.string().min(1).optional(), display_name: z.string().optional()});

function create(ask: Ask): Answer {
  const parsed = userSchema.safeParse(ask.body ?? {});
  if (!parsed.success) return invalid(ask, issuesOf(parsed.error));
  const {users} = ask.platform;
  const {name = `NAM-${crypto.randomUUID()}`, display_name} = parsed.data;
  if ([...users.values()].some(user => user.name === name)) return refused(ask, 'user:error:duplicate-name');
  const user = userNamed(ask.platform, name);
  if (display_name !== undefined) user.display_name = display_name;
  return ok(describeUser(ask, user), 201);
}

function remove({platform}: Ask, user: User): Answer {
  platform.users.delete(user.id);
  return {status: 204};
}

function listConversations(ask: Ask, user: User): Answer {
  const all = [...ask.platform.conversations.values()].flatMap((conversation, index) => {
    const member = [...conversation.members.values()].find(candidate => candidate.user.id === user.id);
    return member ? [{conversation, member, index}] : [];
  });
  const page = paginate(all, ({index}) => index, ask.query, `${baseUrl(ask)}/users/${user.id}/conversations`);
  if ('invalid' in page) return invalid(ask, page.invalid);
  const conversations = page.items.map(({conversation, member}) => {
    const {members, ...rest} = describeConversation(ask, conversation);
    const links = {self: {href: conversationUrl(ask, conversation)}};
    return {...rest, _embedded: {id: member.id, state: member.state}, _links: links};
  });
  return ok({page_size: page.pageSize, _embedded: {conversations}, _links: page.links});
}

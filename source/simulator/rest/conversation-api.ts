import * as z from 'zod';
import type {Conversation, Member} from '../state.js';
import {
  describeConversation,
  describeEvent,
  describeMember,
  listedConversation,
  listedMember,
  ok,
} from './conversation-views.js';
import {invalid, issuesOf, refused} from './errors.js';
import {answerList} from './page.js';
import {isWithin, period, wholeBetween} from './parameters.js';
import type {Answer, Ask, Route} from './route.js';
import {conversationWords} from './words.js';

export const versions = '(v0\\.1|v0\\.2|v0\\.3|v1|beta|beta2)';
const id = '([^/]+)';

/** The path of a route below conversations, for all versions. */
export const pathOf = (rest: string, of = versions) => new RegExp(`^/${of}/conversations${rest}$`);
export const paths = {
  all: pathOf(''),
  one: pathOf(`/${id}`),
  members: pathOf(`/${id}/members`),
  member: pathOf(`/${id}/members/${id}`),
  events: pathOf(`/${id}/events`),
  event: pathOf(`/${id}/events/${id}`),
};

/** Reading the Conversation API: v1, v0.3, and the older versions in their own shapes. */
export const conversationRoutes: Route[] = [
  {method: 'GET', path: paths.all, handle: ask => withoutUser(ask, () => listConversations(ask))},
  {method: 'GET', path: paths.one, handle: ask => withConversation(ask, found => ok(describeConversation(ask, found)))},
  {method: 'GET', path: paths.members, handle: ask => withConversation(ask, found => listMembers(ask, found))},
  {method: 'GET', path: paths.member, handle: ask => withMember(ask, member => ok(describeMember(ask, member)))},
  {method: 'GET', path: paths.events, handle: ask => withConversation(ask, found => listEvents(ask, found))},
  {method: 'GET', path: paths.event, handle: ask => withConversation(ask, found => getEvent(ask, found))},
];

/** What only a backend's token may ask for, and no user's. */
export function withoutUser(ask: Ask, handle: () => Answer): Answer {
  return ask.user ? refused(ask, 'system:error:permission') : handle();
}

/** A user's token sees the conversations that the user is in, and no others. */
export function withConversation(ask: Ask, handle: (conversation: Conversation) => Answer): Answer {
  const conversation = ask.platform.conversations.get(ask.ids[0] ?? '');
  const isSeen = conversation && (!ask.user || memberOf(conversation, ask.user));
  return isSeen ? handle(conversation) : refused(ask, 'conversation:error:not-found');
}

function memberOf({members}: Conversation, {id}: {id: string}): Member | undefined {
  return [...members.values()].find(({user}) => user.id === id);
}

/** `me` is the member of the user whose token it is. */
export function withMember(ask: Ask, handle: (member: Member) => Answer): Answer {
  return withConversation(ask, conversation => {
    const [, id = ''] = ask.ids;
    if (id === 'me' && !ask.user) return refused(ask, 'system:error:permission');
    const member = id === 'me' && ask.user ? memberOf(conversation, ask.user) : conversation.members.get(id);
    return member ? handle(member) : refused(ask, 'conversation:error:member-not-found');
  });
}

const dates = z.looseObject(period);

function listConversations(ask: Ask): Answer {
  const asked = dates.safeParse(Object.fromEntries(ask.query), conversationWords);
  if (!asked.success) return invalid(ask, issuesOf(asked.error));
  return answerList(ask, {
    name: 'conversations',
    path: '/conversations',
    counted: true,
    all: [...ask.platform.conversations.values()].filter(({createdAt}) => isWithin(createdAt, asked.data)),
    show: conversation => listedConversation(ask, conversation),
  });
}

function listMembers(ask: Ask, {id, members}: Conversation): Answer {
  return answerList(ask, {
    name: 'members',
    path: `/conversations/${id}/members`,
    all: [...members.values()],
    show: member => listedMember(ask, member),
  });
}

const eventFilter = z.looseObject({
  start_id: wholeBetween(0, 1e9).default(0),
  end_id: wholeBetween(0, 1e9).default(1e9),
  event_type: z.string().optional(),
  exclude_deleted_events: z.enum(['true', 'false']).optional(),
});

/** `start_id` and `end_id` count themselves in; `event_type` is one type, or several between commas. */
function listEvents(ask: Ask, conversation: Conversation): Answer {
  const asked = eventFilter.safeParse(Object.fromEntries(ask.query), conversationWords);
  if (!asked.success) return invalid(ask, issuesOf(asked.error));
  const {start_id, end_id, event_type, exclude_deleted_events} = asked.data;
  const types = event_type?.split(',');
  const withDeleted = exclude_deleted_events !== 'true';
  return answerList(ask, {
    name: 'events',
    path: `/conversations/${conversation.id}/events`,
    all: conversation.events.filter(
      ({id, type, deleted}) =>
        id >= start_id && id <= end_id && (types?.includes(type) ?? true) && (withDeleted || deleted !== true),
    ),
    keyOf: event => event.id,
    show: event => describeEvent(ask, conversation, event),
  });
}

function getEvent(ask: Ask, conversation: Conversation): Answer {
  const event = conversation.events.find(candidate => String(candidate.id) === ask.ids[1]);
  if (!event) return refused(ask, 'event:error:not-found');
  const ids = {conversation_id: conversation.id, application_id: ask.platform.applicationId};
  return ok({...describeEvent(ask, conversation, event), ...(ask.version === 'v0.1' && ids)});
}

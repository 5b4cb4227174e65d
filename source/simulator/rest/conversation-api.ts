import type {Conversation, Member} from '../state.js';
import {
  conversationUrl,
  describeConversation,
  describeEvent,
  describeMember,
  listedMember,
  ok,
} from './conversation-views.js';
import {invalid, refused} from './errors.js';
import {paginate} from './page.js';
import type {Answer, Ask, Route} from './route.js';

const versions = '(v0\\.1|v0\\.2|v0\\.3|v1)';
const id = '([^/]+)';

/** The path of a route below conversations, for all versions. */
export const pathOf = (rest: string) => new RegExp(`^/${versions}/conversations${rest}$`);
export const paths = {
  all: pathOf(''),
  one: pathOf(`/${id}`),
  members: pathOf(`/${id}/members`),
  member: pathOf(`/${id}/members/${id}`),
  events: pathOf(`/${id}/events`),
  event: pathOf(`/${id}/events/${id}`),
};

/** Reading the Conversation API, v0.3 and v1 (v0.1 and v0.2 are served as v0.3). */
export const conversationRoutes: Route[] = [
  {method: 'GET', path: paths.all, handle: listConversations},
  {method: 'GET', path: paths.one, handle: ask => withConversation(ask, found => ok(describeConversation(ask, found)))},
  {method: 'GET', path: paths.members, handle: ask => withConversation(ask, found => listMembers(ask, found))},
  {method: 'GET', path: paths.member, handle: ask => withMember(ask, member => ok(describeMember(ask, member)))},
  {method: 'GET', path: paths.events, handle: ask => withConversation(ask, found => listEvents(ask, found))},
  {method: 'GET', path: paths.event, handle: ask => withConversation(ask, found => getEvent(ask, found))},
];

export function withConversation(ask: Ask, handle: (conversation: Conversation) => Answer): Answer {
  const conversation = ask.platform.conversations.get(ask.ids[0] ?? '');
  return conversation ? handle(conversation) : refused(ask, 'conversation:error:not-found');
}

export function withMember(ask: Ask, handle: (member: Member) => Answer): Answer {
  return withConversation(ask, ({members}) => {
    const member = members.get(ask.ids[1] ?? '');
    return member ? handle(member) : refused(ask, 'conversation:error:member-not-found');
  });
}

function listConversations(ask: Ask): Answer {
  const all = [...ask.platform.conversations.values()].map((conversation, index) => ({conversation, index}));
  const page = paginate(all, ({index}) => index, ask.query, conversationUrl(ask));
  if ('invalid' in page) return invalid(ask, page.invalid);
  const conversations = page.items.map(({conversation}) => {
    const {members, ...rest} = describeConversation(ask, conversation);
    return rest;
  });
  return ok({page_size: page.pageSize, _embedded: {conversations}, _links: page.links});
}

function listMembers(ask: Ask, conversation: Conversation): Answer {
  const all = [...conversation.members.values()].map((member, index) => ({member, index}));
  const page = paginate(all, ({index}) => index, ask.query, `${conversationUrl(ask, conversation)}/members`);
  if ('invalid' in page) return invalid(ask, page.invalid);
  const members = page.items.map(({member}) => listedMember(ask, member));
  return ok({page_size: page.pageSize, _embedded: {members}, _links: page.links});
}

/** `start_id` and `end_id` count themselves in; `event_type` is one type, or several between commas. */
function listEvents(ask: Ask, conversation: Conversation): Answer {
  const start = Number(ask.query.get('start_id') ?? 0);
  const last = Number(ask.query.get('end_id') ?? Number.POSITIVE_INFINITY);
  const types = ask.query.get('event_type')?.split(',');
  const withDeleted = ask.query.get('exclude_deleted_events') !== 'true';
  const wrong = Object.entries({start_id: start, end_id: last}).filter(([, value]) => Number.isNaN(value));
  if (wrong.length > 0) {
    const parameters = wrong.map(([name]) => ({name, reason: `"${name}" must be a number`}));
    return invalid(ask, parameters);
  }
  const chosen = conversation.events.filter(
    event =>
      event.id >= start &&
      event.id <= last &&
      (!types || types.includes(event.type)) &&
      (withDeleted || event.deleted !== true),
  );
  const page = paginate(chosen, event => event.id, ask.query, `${conversationUrl(ask, conversation)}/events`);
  if ('invalid' in page) return invalid(ask, page.invalid);
  const events = page.items.map(event => describeEvent(ask, conversation, event));
  // The draft of v0.3 has `data` in between, live v1 has not.
  const embedded = ask.version === 'v1' ? {events} : {data: {events}};
  return ok({page_size: page.pageSize, _embedded: embedded, _links: page.links});
}

function getEvent(ask: Ask, conversation: Conversation): Answer {
  const event = conversation.events.find(candidate => String(candidate.id) === ask.ids[1]);
  return event ? ok(describeEvent(ask, conversation, event)) : refused(ask, 'event:error:not-found');
}

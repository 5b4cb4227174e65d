import {hangUp, isOver} from '../leg.js';
import type {Leg} from '../state.js';
import type {Payload} from '../types.js';
import {conversationError} from './errors.js';
import {paginate} from './page.js';
import type {Answer, Ask, Route} from './route.js';
import {describeCall, timesOf} from './voice-api.js';

const path = '^/(v0\\.1|v0\\.3)/legs';

/** `/v0.3/legs`: legs outlive their conversation, so this is where to look when a call is over. */
export const legRoutes: Route[] = [
  {method: 'GET', path: new RegExp(`${path}$`), handle: listLegs},
  {
    method: 'GET',
    path: new RegExp(`${path}/([^/]+)$`),
    handle: ask => withLeg(ask, leg => ({status: 200, body: describe(ask, leg)})),
  },
  {method: 'DELETE', path: new RegExp(`${path}/([^/]+)$`), handle: ask => withLeg(ask, leg => remove(ask, leg))},
];

function withLeg(ask: Ask, handle: (leg: Leg) => Answer): Answer {
  const leg = ask.platform.legs.get(ask.ids[0] ?? '');
  return leg ? handle(leg) : conversationError(ask.version, 'leg:error:not-found', ask.instance);
}

function remove({platform}: Ask, leg: Leg): Answer {
  if (isOver(leg)) platform.legs.delete(leg.id);
  else hangUp(leg, platform.clock.now(), 'platform');
  return {status: 204};
}

function describe({platform, version}: Ask, leg: Leg): Payload {
  const {_links, uuid, conversation_uuid, ...call} = describeCall(leg);
  return {
    uuid,
    type: leg.remote.type,
    conversation_uuid,
    ...call,
    ...timesOf(leg),
    _links: {self: {href: `${platform.publicUrl}/${version}/legs/${leg.id}`}},
  };
}

function listLegs(ask: Ask): Answer {
  const {platform, version, query, instance} = ask;
  const conversation = query.get('conversation_id') ?? query.get('conversation_uuid');
  const status = query.get('status');
  const all = [...platform.legs.values()]
    .filter(leg => (!conversation || leg.conversation.id === conversation) && (!status || leg.status === status))
    .map((leg, index) => ({leg, index}));
  const page = paginate(all, ({index}) => index, query, `${platform.publicUrl}/${version}/legs`);
  if ('invalid' in page) return conversationError(version, 'http:error:validation-fail', instance, page.invalid);
  const legs = page.items.map(({leg}) => describe(ask, leg));
  return {status: 200, body: {page_size: page.pageSize, _embedded: {legs}, _links: page.links}};
}

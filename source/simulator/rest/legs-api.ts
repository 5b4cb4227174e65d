import {hangUp, isOver} from '../leg.js';
import type {Leg} from '../state.js';
import type {Payload} from '../types.js';
import {deleted} from './conversation-views.js';
import {refused} from './errors.js';
import {answerList} from './page.js';
import {type Answer, type Ask, baseUrl, type Route} from './route.js';
import {describeCall, timesOf} from './voice-api.js';

const path = '^/(v0\\.1|v0\\.2|v0\\.3|beta|beta2)/legs';

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
  return leg ? handle(leg) : refused(ask, 'leg:error:not-found');
}

function remove(ask: Ask, leg: Leg): Answer {
  const {platform} = ask;
  if (isOver(leg)) platform.legs.delete(leg.id);
  else hangUp(leg, platform.clock.now(), 'platform');
  return deleted(ask);
}

function describe(ask: Ask, leg: Leg): Payload {
  const {_links, uuid, conversation_uuid, ...call} = describeCall(leg);
  return {
    uuid,
    type: leg.remote.type,
    conversation_uuid,
    ...call,
    ...timesOf(leg),
    _links: {self: {href: `${baseUrl(ask)}/legs/${leg.id}`}},
  };
}

function listLegs(ask: Ask): Answer {
  const {platform, query} = ask;
  const conversation = query.get('conversation_id') ?? query.get('conversation_uuid');
  const status = query.get('status');
  return answerList(ask, {
    name: 'legs',
    path: '/legs',
    counted: true,
    all: [...platform.legs.values()].filter(
      leg => (!conversation || leg.conversation.id === conversation) && (!status || leg.status === status),
    ),
    show: leg => describe(ask, leg),
  });
}

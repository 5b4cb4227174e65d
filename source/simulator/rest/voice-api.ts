import * as z from 'zod';
import {moneyOf} from '../billing.js';
import {record} from '../conversation.js';
import {hangUp, hasLeft, isUp, replaceNcco} from '../leg.js';
import {fetchNcco} from '../ncco/ask.js';
import {checkNcco} from '../ncco/schema.js';
import {uuid} from '../random.js';
import type {Leg, Platform} from '../state.js';
import {type Payload, stamp} from '../types.js';
import {createCall, method, url} from './create-call.js';
import {badRequest, issuesOf, notFound, notNow} from './errors.js';
import {type Listed, listCalls} from './list-calls.js';
import type {Answer, Ask, Route} from './route.js';
import {digitsAsTyped} from './typed-digits.js';
import {voiceWords} from './words.js';

const calls = '^/(v1)/calls';
const one = `${calls}/([^/]+)`;

/** The Voice API: `/v1/calls`; `/v2/calls` creates calls, which are then managed by v1. */
export const voiceRoutes: Route[] = [
  {method: 'GET', path: new RegExp(`${calls}$`), handle: ask => listCalls(ask, legsOf(ask))},
  {method: 'POST', path: /^\/(v1|v2)\/calls$/, handle: createCall},
  {method: 'GET', path: new RegExp(`${one}$`), handle: ask => withLeg(ask, leg => ok(describeCall(leg)))},
  {method: 'PUT', path: new RegExp(`${one}$`), handle: modify},
  ...(['talk', 'stream'] as const).flatMap((medium): Route[] => [
    {
      method: 'PUT',
      path: new RegExp(`${one}/${medium}$`),
      handle: ask => withLegUp(ask, leg => play(ask, leg, medium)),
    },
    {
      method: 'DELETE',
      path: new RegExp(`${one}/${medium}$`),
      handle: ask => withLegUp(ask, leg => stop(ask, leg, medium)),
    },
  ]),
  {method: 'PUT', path: new RegExp(`${one}/dtmf$`), handle: ask => withLegUp(ask, leg => sendKeys(ask, leg))},
  {method: 'PUT', path: new RegExp(`${one}/input/dtmf$`), handle: ask => withLegUp(ask, leg => subscribe(ask, leg))},
  {method: 'DELETE', path: new RegExp(`${one}/input/dtmf$`), handle: ask => withLegUp(ask, unsubscribe)},
];

function ok(body: unknown): Answer {
  return {status: 200, body};
}

function withLeg(ask: Ask, handle: (leg: Leg) => Answer | Promise<Answer>): Answer | Promise<Answer> {
  const leg = ask.platform.legs.get(ask.ids[0] ?? '');
  return leg ? handle(leg) : notFound(ask.instance);
}

/** Nothing can be done to a leg before somebody has answered it, and to one that has ended it is too late. */
function withLegUp(ask: Ask, handle: (leg: Leg) => Answer | Promise<Answer>): Answer | Promise<Answer> {
  return withLeg(ask, leg => refusalOf(ask, leg) ?? handle(leg));
}

function refusalOf({platform, instance}: Ask, leg: Leg): Answer | undefined {
  if (hasLeft(leg)) return notFound(instance);
  if (isUp(leg)) return undefined;
  platform.act({
    at: platform.clock.now(),
    kind: 'api',
    text: `${leg.id} is not answered yet: only a hangup is possible`,
  });
  return notNow;
}

function legsOf(ask: Ask): Listed[] {
  return [...ask.platform.legs.values()].map(leg => ({leg, describe: () => describeCall(leg)}));
}

/** A call as the Voice API shows it; money, network and times only when it is over. */
export function describeCall(leg: Leg): Payload {
  const last = leg.endedAt === undefined ? {} : moneyOf(leg, leg.endedAt, 'platform');
  const {end_time, start_time, duration, rate, price, network} = last;
  return {
    _links: {self: {href: `/v1/calls/${leg.id}`}},
    uuid: leg.id,
    conversation_uuid: leg.conversation.id,
    to: leg.to,
    from: leg.from,
    status: leg.status === 'human' || leg.status === 'disconnected' ? 'answered' : leg.status,
    direction: leg.direction,
    ...(leg.endedAt !== undefined && {rate, price, duration, start_time, end_time, network}),
  };
}

const destination = z.object({type: z.literal('ncco'), ncco: z.unknown().optional(), url: url.optional()});
type Destination = z.infer<typeof destination>;

const modification = z.discriminatedUnion('action', [
  z.object({action: z.enum(['hangup', 'mute', 'unmute', 'earmuff', 'unearmuff'])}),
  z.object({action: z.literal('transfer'), destination}),
]);

const done: Answer = {status: 204};

/** Checks what is wanted of a leg, and then whether it can be done. */
function modify(ask: Ask): Answer | Promise<Answer> {
  return withLeg(ask, leg => {
    const parsed = modification.safeParse(ask.body, voiceWords);
    if (!parsed.success) return hasLeft(leg) ? notFound(ask.instance) : badRequest(issuesOf(parsed.error));
    const change = parsed.data;
    if (change.action === 'hangup') return hangUpNow(ask, leg);
    const refusal = refusalOf(ask, leg);
    if (refusal) return refusal;
    return change.action === 'transfer' ? transfer(ask, leg, change.destination) : silence(ask, leg, change.action);
  });
}

function hangUpNow({platform, instance}: Ask, leg: Leg): Answer {
  if (hasLeft(leg)) return notFound(instance);
  if (isTooYoung(platform, leg)) return notNow;
  hangUp(leg, platform.clock.now(), 'platform');
  return done;
}

async function transfer(ask: Ask, leg: Leg, {ncco, url: urls}: Destination): Promise<Answer> {
  const {platform, instance} = ask;
  const wanted = urls?.[0] === undefined ? checkNcco(ncco) : await fetchNcco(platform, leg, urls[0]);
  // Fetching takes a while, in which the leg may have ended.
  if (hasLeft(leg)) return notFound(instance);
  if (!wanted.actions) return badRequest([{name: 'destination', reason: wanted.reason}]);
  replaceNcco(leg, platform.clock.now(), wanted.actions);
  return done;
}

/** ms after its creation in which a call cannot be hung up (support article 10359615124380). */
const youngMs = 1000;

function isTooYoung({clock}: Platform, leg: Leg): boolean {
  const began = leg.history[0]?.at;
  const isCreated = leg.direction === 'outbound' && leg.call.legs[0] === leg;
  return isCreated && (began === undefined || clock.now() - began < youngMs);
}

/** `mute`, `earmuff` and their opposites. */
function silence({platform}: Ask, leg: Leg, action: 'mute' | 'unmute' | 'earmuff' | 'unearmuff'): Answer {
  const {member} = leg;
  if (!member) return done;
  const what = action.endsWith('earmuff') ? 'earmuff' : 'mute';
  const on = !action.startsWith('un');
  if (what === 'mute') member.muted = on;
  else member.earmuffed = on;
  record(platform, member, platform.clock.now(), `audio:${what}:${on ? 'on' : 'off'}`, {rtc_id: leg.id}, member.id);
  return done;
}

const spoken = {talk: 'say', stream: 'play'} as const;

function play(ask: Ask, leg: Leg, medium: 'talk' | 'stream'): Answer {
  const shape = medium === 'talk' ? z.looseObject({text: z.string()}) : z.looseObject({stream_url: url});
  const parsed = shape.safeParse(ask.body, voiceWords);
  if (!parsed.success) return badRequest(issuesOf(parsed.error));
  const {platform} = ask;
  const id = {[`${spoken[medium]}_id`]: uuid(platform.random)};
  if (leg.member)
    record(platform, leg.member, platform.clock.now(), `audio:${spoken[medium]}`, {...id, ...parsed.data});
  return ok({message: medium === 'talk' ? 'Talk started' : 'Stream started', uuid: leg.id});
}

function stop({platform}: Ask, leg: Leg, medium: 'talk' | 'stream'): Answer {
  const now = platform.clock.now();
  if (leg.member) record(platform, leg.member, now, `audio:${spoken[medium]}:stop`, {});
  return ok({message: medium === 'talk' ? 'Talk stopped' : 'Stream stopped', uuid: leg.id});
}

const keys = z.object({digits: z.string().regex(/^[0-9*#p]+$/)});

function sendKeys(ask: Ask, leg: Leg): Answer {
  const parsed = keys.safeParse(ask.body, voiceWords);
  for (const digit of parsed.data?.digits.replaceAll('p', '') ?? '') leg.media?.press(digit);
  return parsed.success ? ok({message: 'DTMF sent', uuid: leg.id}) : badRequest(issuesOf(parsed.error));
}

const subscription = z.looseObject({event_url: url, event_method: method.optional()});

function subscribe(ask: Ask, leg: Leg): Answer {
  const parsed = subscription.safeParse(ask.body, voiceWords);
  if (!parsed.success) return badRequest(issuesOf(parsed.error));
  const target = {url: parsed.data.event_url[0] ?? '', method: parsed.data.event_method ?? ('POST' as const)};
  digitsAsTyped(ask.platform, leg, target);
  return done;
}

function unsubscribe(leg: Leg): Answer {
  leg.listening?.abort();
  return done;
}

/** The stamps of a call's life for the legs API, which has them as empty texts before they are known. */
export function timesOf(leg: Leg): {start_time: string; end_time: string} {
  return {
    start_time: leg.answeredAt === undefined ? '' : stamp(leg.answeredAt),
    end_time: leg.endedAt === undefined ? '' : stamp(leg.endedAt),
  };
}

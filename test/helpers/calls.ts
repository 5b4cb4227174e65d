import type {Draft, Failure, Observation} from '../../source/call/observation.js';

/** 09:00:00 UTC: the moment that the seconds of these calls are counted from. */
const START = Date.UTC(2026, 10, 20, 9);

export const CON = 'CON-11111111-0000-4000-8000-000000000000';
/** What a party is called by in these calls: a letter stands for a leg. */
const legOf = (name: string) => `${name.repeat(8)}-0000-4000-8000-000000000000`;

/** One thing that was observed, `at` seconds after the call's start by Vonage's clock. */
export type Scene = {at: number; draft: Draft; reply?: Reply};

/** What a webhook was answered with: by this monitor, unless it says otherwise. */
type Reply = {
  ms: number;
  body: string;
  status: number;
  by?: 'monitor' | 'application';
  headers?: Record<string, string>;
  failure?: Failure;
};

type Leg = {name: string; direction: 'inbound' | 'outbound'; from: string; to: string};

/** A leg of a call that is made up for a test: `caller('a', '447700900001')`. */
export const caller = (name: string, from: string): Leg => ({name, direction: 'inbound', from, to: '447700900000'});
export const callee = (name: string, to: string): Leg => ({name, direction: 'outbound', from: 'Unknown', to});

function webhook(source: 'answer' | 'event', at: number, body: Record<string, unknown>): Scene {
  const raw = {method: 'POST', path: `/webhooks/${source}`, headers: {}, body: JSON.stringify(body)};
  return {at, draft: {source, raw}, reply: {ms: 2, status: 200, body: ''}};
}

/** An event webhook about a leg, such as `news(alice, 'ringing', 0)`. */
export function news(leg: Leg, status: string, at: number, more: Record<string, unknown> = {}): Scene {
  const {name, direction, from, to} = leg;
  const timestamp = new Date(START + at * 1000).toISOString();
  return webhook('event', at, {
    uuid: legOf(name),
    conversation_uuid: CON,
    from,
    to,
    direction,
    status,
    timestamp,
    ...more,
  });
}

/** An event webhook that is no status: its fields are all there is. */
export function other(at: number, body: Record<string, unknown>, leg?: Leg): Scene {
  const timestamp = new Date(START + at * 1000).toISOString();
  return webhook('event', at, {...(leg && {uuid: legOf(leg.name)}), conversation_uuid: CON, timestamp, ...body});
}

/** The request for an answer, and the NCCO that it got after 9 ms. */
export function answer(leg: Leg, at: number, ncco: unknown[]): Scene {
  const query = new URLSearchParams({uuid: legOf(leg.name), conversation_uuid: CON, from: leg.from, to: leg.to});
  const raw = {method: 'GET', path: `/webhooks/answer?${query}`, headers: {}, body: ''};
  return {at, draft: {source: 'answer', raw}, reply: {ms: 9, status: 200, body: JSON.stringify(ncco)}};
}

/** The request for another answer, since the first could not be used: it has the reason. */
export function fallback(leg: Leg, at: number, reason: string): Scene {
  const {from, to} = leg;
  const original_request = {url: 'https://example.com/webhooks/answer', type: 'answer'};
  const body = JSON.stringify({uuid: legOf(leg.name), conversation_uuid: CON, from, to, reason, original_request});
  return {
    at,
    draft: {source: 'fallback', raw: {method: 'POST', path: '/webhooks/fallback', headers: {}, body}},
    reply: {ms: 2, status: 200, body: ''},
  };
}

/** Replies with an NCCO to a webhook that would have had an empty answer. */
export function withNcco(scene: Scene, ncco: unknown[]): Scene {
  return {...scene, reply: {ms: 9, status: 200, body: JSON.stringify(ncco)}};
}

/** Events that only the Conversation API tells, as one poll. */
export function polled(...events: {id: number; type: string; at: number; leg?: Leg; body?: object}[]): Scene {
  const list = events.map(({id, type, at, leg, body}) => ({
    id,
    type,
    timestamp: new Date(START + at * 1000).toISOString(),
    body: {...body, ...(leg && {channel: {id: legOf(leg.name), type: 'phone'}, direction: leg.direction})},
  }));
  const raw = {status: 200, headers: {}, body: JSON.stringify({_embedded: {events: list}})};
  const request = {kind: 'events' as const, conversation: CON, path: `/v1/conversations/${CON}/events`};
  return {at: events.at(-1)?.at ?? 0, draft: {source: 'api', request, ms: 5, raw}};
}

/** The scenes as they were observed: each 40 ms after it happened, in the order given, each webhook with its reply. */
export function observed(...scenes: readonly Scene[]): Observation[] {
  const all: Observation[] = [];
  let now = 0;
  for (const {at, draft, reply} of scenes) {
    now = Math.max(now + 1, START + Math.round(at * 1000) + 40);
    const seq = all.length + 1;
    all.push({...draft, seq, at: now} as Observation);
    if (!reply) continue;
    const {ms, status, body, by = 'monitor', headers = {}, failure} = reply;
    now += ms;
    const raw = {status, headers, body};
    all.push({source: 'reply', seq: seq + 1, at: now, to: seq, by, ms, raw, ...(failure && {failure})});
  }
  return all;
}

const anna = caller('a', '447700900001');
const bert = callee('b', '447700900002');
const connect = (number: string) => ({action: 'connect', endpoint: [{type: 'phone', number}]});

/** Anna is connected to Bert, who hangs up; the call is recorded. */
export const talked = observed(
  news(anna, 'started', 0),
  news(anna, 'ringing', 0),
  answer(anna, 0.3, [{action: 'talk', text: 'One moment.'}, {action: 'record'}, connect(bert.to)]),
  news(anna, 'answered', 0.5),
  polled({id: 3, type: 'audio:record', at: 2, body: {format: 'mp3'}}),
  news(bert, 'started', 2.5),
  news(bert, 'ringing', 2.6),
  news(bert, 'answered', 8),
  polled({id: 9, type: 'audio:dtmf', at: 20, leg: bert, body: {digit: '5'}}),
  other(68, {recording_url: 'https://api.nexmo.com/v1/files/1', recording_uuid: 'r', size: 12228}),
  news(bert, 'completed', 68, {disconnected_by: 'user', duration: '60', price: '0.01'}),
  news(anna, 'completed', 68.1, {disconnected_by: 'platform', duration: '68', price: '0.01'}),
);

/** Bert is on another call. */
export const busy = observed(
  news(anna, 'started', 0),
  answer(anna, 0.3, [connect(bert.to)]),
  news(anna, 'ringing', 0.1),
  news(bert, 'started', 2.5),
  news(bert, 'busy', 4, {sip_code: 486}),
  news(bert, 'completed', 4),
  news(anna, 'completed', 4.2, {disconnected_by: 'platform'}),
);

/** Anna keys in digits, and the application answers the second time with another NCCO. */
export const menu = observed(
  news(anna, 'started', 0),
  answer(anna, 0.3, [
    {action: 'talk', text: 'Press 1.'},
    {action: 'input', type: ['dtmf']},
    {action: 'talk', text: 'Your number?'},
    {action: 'input', type: ['dtmf']},
    {action: 'talk', text: 'Thank you.'},
  ]),
  news(anna, 'answered', 0.5),
  other(4, {dtmf: {digits: '1', timed_out: false}, from: anna.from, to: anna.to}, anna),
  withNcco(other(10, {dtmf: {digits: '4711', timed_out: false}, from: anna.from, to: anna.to}, anna), [
    connect(bert.to),
  ]),
  news(bert, 'started', 10.4),
);

/** The leg of Anna is taken to another conversation. */
export const moved = observed(
  news(anna, 'started', 0),
  answer(anna, 0.3, [
    {action: 'talk', text: 'Moving you.'},
    {action: 'conversation', name: 'support'},
  ]),
  news(anna, 'answered', 0.5),
  other(
    3,
    {
      conversation_uuid_from: CON,
      conversation_uuid_to: CON.replaceAll('1', '2'),
      type: 'transfer',
      conversation_uuid: undefined,
    },
    anna,
  ),
);

const guests = [...'cdefgh'].map((name, i) => callee(name, `44770090010${i}`));

/** Eight parties: Anna, Bert, and six whom the application calls one after the other; each answers two seconds later. */
export const crowd = observed(
  news(anna, 'started', 0),
  answer(anna, 0.3, [{action: 'conversation', name: 'weekly'}]),
  news(anna, 'answered', 0.5),
  ...[bert, ...guests].flatMap((leg, i) => [news(leg, 'started', 2 + 4 * i), news(leg, 'answered', 4 + 4 * i)]),
  news(bert, 'completed', 40, {disconnected_by: 'user'}),
);

import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {Route} from '../../source/call/observation.js';
import {foreignSender} from '../../source/vonage/foreign.js';
import {recognise} from '../../source/vonage/recognise.js';
import {readFields} from '../../source/vonage/webhook.js';

const routes = ['answer', 'fallback', 'event', 'rtc'] as const;
const folder = new URL('../samples/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
const index = read('index.json') as {file: string; area: string}[];

const post = (body: unknown, headers: Record<string, string> = {}) => ({
  method: 'POST',
  path: '/',
  headers,
  body: JSON.stringify(body),
});
const get = (query: string) => ({method: 'GET', path: `/?${query}`, headers: {}, body: ''});

/** Which samples are bodies of which route. */
const kinds: readonly [RegExp, Route][] = [
  [/^voice\/answer-fallback/, 'fallback'],
  [/^(voice\/answer-|conversation\/(seed-answer|voice-answer))/, 'answer'],
  [/^voice\/(event|sequence)-/, 'event'],
  [/^(conversation\/rtc-webhook-(?!schemas)|voice\/(rtc-event|capi-event))/, 'rtc'],
];

/** They say too little to be told from others: their path decides. */
const tooShort = new Set([
  '{"from_user":"client"}',
  '{"status":"busy"}',
  '{"status":"unanswered","detail":"oops"}',
  '{}',
]);

const bodies = index.flatMap(({file, area}) => {
  const name = `${area}/${file}`;
  const kind = kinds.find(([pattern]) => pattern.test(name));
  if (!kind) return [];
  return [read(name)].flat().map(body => ({name, route: kind[1], body}));
});

describe('what a webhook is', () => {
  it.each(bodies)('$name is told by its fields on the path of any route', ({route, body}) => {
    const said = routes.map(hint => recognise(post(body), hint) ?? hint);
    expect(said).toEqual(tooShort.has(JSON.stringify(body)) ? routes : routes.map(() => route));
  });

  const leg = 'uuid=aa0000000000000000000000000000aa&conversation_uuid=CON-1';
  it.each<[string, string, Route | undefined, Route | undefined]>([
    [
      'an answer webhook keeps what the developer wrote into its URL',
      `type=talk&payload=1&to=1&from=2&${leg}`,
      'answer',
      'answer',
    ],
    ['a status among it is no event', `status=open&to=1&from=2&${leg}`, 'answer', 'answer'],
    ['an answer webhook for a user of the Client SDK', `from_user=alice&to=1&${leg}`, undefined, 'answer'],
    ['a request to the fallback URL', `reason=Read+timed+out&to=1&from=2&${leg}`, 'answer', 'fallback'],
    [
      'an error event on the answer path',
      'reason=Syntax+error&conversation_uuid=CON-1&timestamp=2026-01-01T00:00:00Z',
      'answer',
      'event',
    ],
    ['digits on the answer path', `dtmf={"digits":"1"}&${leg}`, 'answer', 'event'],
    ['an AMD event', 'call_uuid=aa&status=machine', 'answer', 'event'],
    ['an event that nobody knows, where none is expected', 'conversation_uuid=CON-1&something=new', undefined, 'event'],
    ['an application’s own request', 'uuid=1234&status=completed', undefined, undefined],
    ['an application’s own request about a message', 'uuid=1234&from=1&to=2', undefined, undefined],
    ['nothing at all', '', undefined, undefined],
    ['nothing at all on a path', '', 'event', undefined],
  ])('%s', (_, query, hint, route) => expect(recognise(get(query), hint)).toBe(route));
});

describe('what is none of Vonage’s voice webhooks', () => {
  const senderOf = (request: ReturnType<typeof post>) => {
    const fields = readFields(request);
    return typeof fields === 'string' ? fields : foreignSender(request, fields)?.what;
  };

  it.each<[string, Record<string, unknown>, Record<string, string>?]>([
    ['a Twilio webhook', {AccountSid: 'AC1', CallSid: 'CA1', CallStatus: 'ringing', From: '+1', To: '+2'}],
    ['a Twilio webhook', {AccountSid: 'AC1', SmsSid: 'SM1', Body: 'Hi'}],
    ['a Telnyx webhook', {data: {event_type: 'call.initiated', payload: {}, record_type: 'event'}, meta: {}}],
    ['a Plivo webhook', {CallUUID: '1', CallStatus: 'ringing'}],
    ['a webhook of the Vonage Messages API', {message_uuid: '1', to: '2', from: '3', channel: 'sms', text: 'Hi'}],
    [
      'a webhook of the Vonage Messages API',
      {message_uuid: '1', status: 'delivered', timestamp: '2026-01-01T00:00:00Z'},
    ],
    ['a Vonage SMS webhook', {msisdn: '447700900001', to: '447700900000', messageId: '1', text: 'Hi', type: 'text'}],
    ['a Vonage SMS webhook', {msisdn: '447700900001', status: 'delivered', 'err-code': '0', scts: '2601011200'}],
    ['a webhook of the Vonage Verify API', {request_id: '1', type: 'event', channel: 'sms', status: 'completed'}],
    ['a webhook of the Vonage Video API', {sessionId: '1', projectId: '2', event: 'streamCreated'}],
    ['a GitHub webhook', {action: 'opened'}, {'x-github-event': 'issues'}],
    ['a Slack request', {token: '1', challenge: '2', type: 'url_verification'}],
    ['a WhatsApp or Meta webhook', {object: 'whatsapp_business_account', entry: []}],
    ['an empty request', {}],
    ['an empty request of a browser', {}, {'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)'}],
  ])('%s is named: %j', (what, body, headers) => {
    expect(senderOf(post(body, headers))).toBe(what);
    expect(routes.map(hint => recognise(post(body, headers), hint))).toEqual(routes.map(() => undefined));
  });
});

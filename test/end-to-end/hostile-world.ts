import {once} from 'node:events';
import {createServer, request} from 'node:http';
import type {AddressInfo} from 'node:net';
import {hostile} from '../terminal/hostile.js';
import {atTheEnd} from './leftovers.js';

/** Texts that a caller can choose, made to attack a terminal or to break a row; wide ones, and one that is far too long, besides. */
export const evil: readonly string[] = [
  ...hostile.map(([, text]) => text),
  '你好，世界。'.repeat(20),
  '👩‍👩‍👧‍👦🏳️‍🌈🇬🇧'.repeat(10),
  `e${'\u0301\u0327'.repeat(200)}`,
  `\x1b[2J${'x\x9b31m'.repeat(12_000)}`,
];

const conversation = 'CON-00000000-0000-4000-8000-000000000000';

/** An HTTP exchange that takes header values and paths as they are, as far as HTTP lets them through. */
async function send(url: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<number> {
  const sent = request(url, {path, method: body === undefined ? 'GET' : 'POST', headers});
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = await once(sent, 'response');
  response.resume();
  await once(response, 'close');
  return response.statusCode;
}

/**
 * Sends webhooks with each of these texts in every field that there is: ids, numbers, statuses, details, SIP headers, header
 * values and paths. Resolves with how many were taken.
 */
export async function sendEvil(url: string): Promise<number> {
  const base = {
    conversation_uuid: conversation,
    direction: 'inbound',
    from: '1',
    to: '2',
    uuid: 'leg',
    status: 'started',
  };
  let [count, taken] = [0, 0];
  const note = (status: number) => {
    if (status === 200) taken++;
  };
  const event = async (fields: object, headers?: Record<string, string>, path = '/webhooks/event') => {
    const timestamp = new Date(Date.UTC(2026, 0, 1) + count++).toISOString();
    note(await send(url, path, {...base, timestamp, ...fields}, headers));
  };
  const many = evil.slice(0, 30).join('').replace(/\0/g, '');
  // First, so that the newest call is the one with all the other events.
  await event({conversation_uuid: many, uuid: many, status: 'ringing'});
  for (const [i, text] of evil.entries()) {
    const latin = text.replace(/[^\x20-\x7e\x80-\xff]/g, '').slice(0, 1000);
    await event({
      from: text,
      to: text,
      network: text,
      price: text,
      rate: text,
      status: 'answered',
      uuid: `leg-${i % 6}`,
    });
    await event({uuid: text, status: text, detail: text, reason: text, [text.slice(0, 200)]: text}, {'x-evil': latin});
  }
  await event({type: many, speech: {results: [{text: many}]}, dtmf: {digits: many}, payload: {[many]: many}});
  await event({status: 'failed', detail: many, sip_code: many, uuid: 'leg-1', disconnected_by: many});
  await event({}, {'content-type': 'a\x9b2J\x9d0;PWNED\x9c/b'});
  await event({}, {}, `/webhooks/event?${encodeURIComponent('\x1b]0;PWNED\x07')}=%1b[2J&\x9b31m`);
  await send(url, `/not-a-path/\x9d0;PWNED\x9c%1b]0;PWNED%07`);
  const some = many.slice(0, 300);
  const query = new URLSearchParams({...base, from: some, [`SipHeader_X-${some}`]: some, region_url: some});
  note(await send(url, `/webhooks/answer?${query}`));
  const knocking = {type: many, conversation_id: conversation, body: {user: {name: many}, reason: many}};
  note(await send(url, '/webhooks/rtc', knocking));
  return taken;
}

/** A Conversation API that says all of it too: names of conversations, members and users, event types, errors. */
export async function evilApi(): Promise<string> {
  const many = evil.slice(0, 40).join('');
  const member = (i: number) => {
    const text = evil[i % evil.length];
    const channel = {
      id: `leg-${i}`,
      type: 'phone',
      from: {type: 'phone', number: text},
      to: {type: text, number: text},
    };
    const user = {id: text, name: text, display_name: text};
    return {id: `MEM-${i}`, name: text, display_name: text, state: 'JOINED', user_id: text, _embedded: {user}, channel};
  };
  const members = evil.slice(0, 8).map((_, i) => member(i * 7));
  const timestamp = '2026-01-01T00:00:00.000Z';
  const events = evil.map((text, i) => {
    const body = {user: {name: text, display_name: text}, channel: {id: 'leg-1', from: {number: text}}, digit: text};
    return {id: i + 1, type: i % 2 ? 'member:joined' : `custom:${text}`, from: `MEM-${i}`, timestamp, body};
  });
  const server = createServer((incoming, response) => {
    const {pathname} = new URL(incoming.url ?? '/', 'http://api');
    const kind = pathname.split('/').slice(4);
    if (incoming.url?.includes('legs') || incoming.url?.includes('calls')) {
      response.writeHead(500, {'x-evil': '\x9d0;PWNED\x9c'});
      return void response.end(JSON.stringify({type: many, title: many, detail: many, code: many, description: many}));
    }
    const place = {id: conversation, name: many, display_name: many, state: 'ACTIVE', sequence_number: events.length};
    const answers: Record<string, unknown> = {
      '': {...place, timestamp: {created: timestamp}},
      members: {_embedded: {members}},
      events: {_embedded: {events}},
    };
    response.end(JSON.stringify(kind[1] ? members.find(({id}) => id === kind[1]) : answers[kind[0] ?? '']));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atTheEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

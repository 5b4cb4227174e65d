// Webhooks as bytes on the wire: real bodies of Vonage's event webhook, each with ids of its own.
import {createHash, createHmac, randomUUID} from 'node:crypto';

const hex = (number, digits) => number.toString(16).padStart(digits, '0');
const epoch = Date.UTC(2026, 0, 1);

/** The ids of a simulated call. */
export function callIds(call) {
  const id = hex(call, 12);
  const conversation = `CON-${hex(call % 0xffffffff, 8)}-0c1f-4a5b-8c7d-${id}`;
  return {
    conversation,
    legs: [`797168e24c19a3c45e74${id}`, `30cecc87-7ac9-4d03-910a-${id}`],
    members: [`MEM-f44c872e-cba9-444f-88ae-${id}`, `MEM-25ccda92-839d-4ac6-a7b2-${id}`],
  };
}

/** Everybody calls from a number of their own, and is put through to the same one. */
export const callerOf = call => String(447_700_900_000 + call);

const life = ['started', 'ringing', 'answered', 'completed'];

/** The body of a status webhook: `step` 0 to 3 of leg 0 or 1 of a call. */
export function statusBody(call, leg, step) {
  const {conversation, legs} = callIds(call);
  const stamp = step => new Date(epoch + call * 1000 + step * 4000 + leg * 60).toISOString();
  const at = stamp(step);
  const status = life[step];
  const ended = status === 'completed';
  return JSON.stringify({
    headers: {},
    ...(ended && {
      end_time: at,
      network: 'GB-FIXED',
      duration: '4',
      start_time: stamp(2),
      rate: '0.01200000',
      price: '0.00460000',
    }),
    from: leg === 0 ? callerOf(call) : '447700900002',
    to: leg === 0 ? '447700900002' : '447700900003',
    uuid: legs[leg],
    conversation_uuid: conversation,
    status,
    direction: leg === 0 ? 'inbound' : 'outbound',
    timestamp: at,
    ...(ended && {disconnected_by: 'user'}),
  });
}

/** `count` requests: the life of one call after the other, signed when there is a secret. Each buffer is one request. */
export function statuses({port, count, secret}) {
  const run = Math.floor(Math.random() * 2 ** 31);
  return Array.from({length: count}, (_, i) => {
    const body = statusBody(run + Math.floor(i / 8), i % 2, Math.floor(i / 2) % 4);
    return post(port, body, secret && bearer(body, secret));
  });
}

/** One keypad input on a call that goes on; its digits name it. */
export function pressed({port, number}) {
  const {conversation, legs} = callIds(1);
  return post(
    port,
    JSON.stringify({
      from: '447700900001',
      to: '447700900002',
      uuid: legs[0],
      conversation_uuid: conversation,
      dtmf: {digits: String(1_000_000 + number), timed_out: false},
      timestamp: new Date().toISOString(),
    }),
  );
}

function post(port, body, authorization) {
  return Buffer.from(
    `POST /webhooks/event HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: Java/17\r\nAccept: */*\r\n` +
      `${authorization ? `Authorization: Bearer ${authorization}\r\n` : ''}` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

const base64url = value => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = base64url({typ: 'JWT', alg: 'HS256'});

/** A token as Vonage signs its webhooks. */
function bearer(body, secret) {
  const payload = base64url({
    iat: Math.floor(Date.now() / 1000),
    jti: randomUUID(),
    iss: 'Vonage',
    payload_hash: createHash('sha256').update(body).digest('hex'),
    api_key: 'abcd1234',
    application_id: 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab',
  });
  return `${header}.${payload}.${createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')}`;
}

import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {createServer} from 'node:http';
import {type AddressInfo, connect} from 'node:net';
import fc from 'fast-check';
import {describe, expect, it, onTestFinished} from 'vitest';
import {brokenOf, tries} from '../helpers/mutants.js';
import {exchange, listening, rawExchange, statusesOf} from './exchange.js';

const post = (path: string, headers: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n${body}`;
const withLength = (path: string, type: string, body: string) =>
  post(path, `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`, body);
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n`;

const call = 'conversation_uuid=CON-bc643220-2542-499a-892e-c982c4150c06&uuid=797168e24c19a3c45e74e05b10fef2b5';
const requests = [
  get(`/webhooks/answer?to=447700000002&from=447700000001&${call}&SipHeader_X-UserId=1938ND9`),
  get(
    `/webhooks/event?${call}&dtmf=%7B%22digits%22:%223%22,%22timed_out%22:true%7D&timestamp=2020-07-30T03:58:48.984Z`,
  ),
  get('/webhooks/fallback?reason=no%20answer&original_request=%7B%22url%22:%22https://example.com%22%7D'),
  get('/health'),
  withLength(
    '/webhooks/event',
    'application/json',
    '{"status":"ringing","uuid":"1","timestamp":"2020-07-30T03:58:48.984Z"}',
  ),
  withLength(
    '/webhooks/rtc',
    'application/json',
    '{"type":"member:joined","conversation_id":"CON-1","body":{"user":{}}}',
  ),
  withLength('/webhooks/event', 'application/x-www-form-urlencoded', 'status=ringing&uuid=1&from=447700000001'),
  post('/webhooks/event', 'Transfer-Encoding: chunked\r\n', 'e\r\n{"status":"x"}\r\n0\r\n\r\n'),
  post('/webhooks/event', 'Content-Length: 2\r\nExpect: 100-continue\r\n', '{}'),
];
const pieces = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  ' ',
  ':',
  '?',
  '&',
  '=',
  '%',
  '%00',
  '%E0%A4%A',
  '__proto__=1&',
  '/..//',
  '\u001b]0;x\u0007',
  '\u00ff',
  'HTTP/1.0',
  'HTTP/9.9',
  'Content-Length: 5\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Connection: Upgrade\r\nUpgrade: websocket\r\n',
  'Expect: 100-continue\r\n',
  'ffffffffffffffff\r\n',
  `X: ${'x'.repeat(17_000)}\r\n`,
  '['.repeat(5000),
];

const ours = new Set([100, 200, 400, 404, 405, 408, 413, 415, 417, 431, 503, 505]);

describe('a request that somebody changed', () => {
  it('is answered with a status of ours or a closed connection, and the next good one is answered', async () => {
    const {port, url} = await listening();
    await fc.assert(
      fc.asyncProperty(fc.array(brokenOf(requests, pieces), {minLength: 5, maxLength: 5}), async mutants => {
        const bytes = mutants.map(text => Buffer.from(text, 'latin1'));
        const answers = await Promise.all(bytes.map(each => rawExchange(port, each, true)));
        for (const status of answers.flatMap(statusesOf)) expect(ours).toContain(status);
        expect((await exchange(`${url}/webhooks/event`, {method: 'POST', body: '{}'})).status).toBe(200);
      }),
      tries(100),
    );
  });
});

/** An application with a WebSocket that sends back every byte that comes, whatever frames it is of. */
async function echo(): Promise<string> {
  const server = createServer((_, response) => response.end());
  server.on('upgrade', ({headers}, socket, head) => {
    const key = `${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.on('error', () => undefined);
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.write(head);
    socket.pipe(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('frames of a WebSocket that somebody changed, in front of an application', () => {
  const handshake =
    'GET /socket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==\r\n\r\n';
  const frames = [
    '\x81\x92abcd{"event":"x"}\x82\x85abcdaudio\x88\x82abcd\x03\xe8',
    `\x82\xfe\x02\x80abcd${'\0'.repeat(640)}`.repeat(4),
  ];

  it('go through as they are, both ways, and the next webhook is answered', async () => {
    const {port, url} = await listening({answering: {kind: 'forward', url: await echo()}});
    const headers = ['\x81\x7f', '\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff', '\xf1', '\0\0', '\x89\x80abcd'];
    await fc.assert(
      fc.asyncProperty(brokenOf(frames, headers), async mutant => {
        const socket = connect(port, '127.0.0.1', () => socket.write(handshake));
        let back = await new Promise<string>(resolve => {
          socket.setEncoding('latin1').once('data', head => resolve(String(head).split('\r\n\r\n')[1] ?? ''));
        });
        socket.write(Buffer.from(mutant, 'latin1'));
        while (back.length < mutant.length) back += (await once(socket, 'data'))[0];
        expect(back).toBe(mutant);
        socket.destroy();
        expect((await exchange(`${url}/webhooks/event`, {method: 'POST', body: '{}'})).status).toBe(200);
      }),
      tries(60),
    );
  });

  it('whose handshake was changed are refused or passed on, and the next webhook is answered', async () => {
    const {port, url} = await listening({answering: {kind: 'forward', url: await echo()}});
    await fc.assert(
      fc.asyncProperty(brokenOf([handshake], pieces), async mutant => {
        const answer = await rawExchange(port, Buffer.from(mutant, 'latin1'), true);
        for (const status of statusesOf(answer)) expect(new Set([...ours, 101, 502])).toContain(status);
        expect((await exchange(`${url}/webhooks/event`, {method: 'POST', body: '{}'})).status).toBe(200);
      }),
      tries(60),
    );
  });
});

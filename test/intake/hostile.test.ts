import {connect, type Socket} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {until} from '../helpers/until.js';
import {exchange, listening, rawExchange, statusesOf} from './exchange.js';

const post = (headers: string, body = '') => `POST /webhooks/event HTTP/1.1\r\nHost: x\r\n${headers}\r\n${body}`;
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}Connection: close\r\n\r\n`;

describe('what no Vonage sends', () => {
  const table: [string, string | Buffer, number[]][] = [
    ['headers beyond 16 KiB', get('/health', `X: ${'x'.repeat(17_000)}\r\n`), [431]],
    ['a path beyond 16 KiB', get(`/${'x'.repeat(17_000)}`), [431]],
    ['101 headers', get('/health', 'X: 1\r\n'.repeat(99)), [431]],
    ['500 headers', get('/health', 'X: 1\r\n'.repeat(500)), [431]],
    ['a body of 10 GB, announced', post('Content-Length: 10000000000\r\n', 'x'.repeat(400_000)), [413]],
    ['a body of 10 GB, to be asked for', post('Content-Length: 10000000000\r\nExpect: 100-continue\r\n'), [413]],
    ['an endless chunked body', post('Transfer-Encoding: chunked\r\n', `61a80\r\n${'x'.repeat(400_000)}\r\n`), [413]],
    ['an unknown expectation', post('Content-Length: 1\r\nExpect: miracles\r\n', 'x'), [417]],
    ['a compressed body', post('Content-Length: 1\r\nContent-Encoding: gzip\r\nConnection: close\r\n', 'x'), [415]],
    ['two lengths', post('Content-Length: 1\r\nContent-Length: 2\r\n', 'xy'), [400]],
    ['a length and chunks', post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'), [400]],
    ['an unknown transfer encoding', post('Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'), [400]],
    ['a header folded over two lines', get('/health', 'X: 1\r\n 2\r\n'), [400]],
    ['a space before the colon', get('/health', 'X : 1\r\n'), [400]],
    ['a space in the name of a header', get('/health', 'X A: 1\r\n'), [400]],
    ['a header without a name', get('/health', ': 1\r\n'), [400]],
    ['lines that end in LF alone', 'GET /health HTTP/1.1\nHost: x\n\n', [400]],
    ['a NUL in a header', get('/health', 'X: a\0b\r\n'), [400]],
    ['an escape in a header', get('/health', 'X: a\u001b[31mb\r\n'), [400]],
    ['an escape in the path', get('/\u001b]0;x\u0007'), [400]],
    ['no Host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', [400]],
    ['another protocol', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01]), [400]],
    ['HTTP/0.9', 'GET /health\r\n\r\n', [505]],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400]],
    ['an absolute path', get('http://evil.example/webhooks/event'), [400]],
    ['a path that is none', get('*'), [400]],
    ['a path that looks like a host', get('//evil.example/webhooks/event'), [404]],
    ['a path that no URL parser takes', get('/http://[bad'), [404]],
    [
      'an upgrade',
      get('/webhooks/event', 'Upgrade: websocket\r\n').replace('Connection: close', 'Connection: upgrade'),
      [426],
    ],
    ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n', []],
  ];

  it.each(table)('%s is refused, and the connection closed', async (_what, bytes, statuses) => {
    const {port, of} = await listening();
    expect(statusesOf(await rawExchange(port, bytes))).toEqual(statuses);
    expect(of('event').every(({raw}) => raw.cut !== undefined || 'content-encoding' in raw.headers)).toBe(true);
    expect(of('answer')).toEqual([]);
    expect((await exchange(`http://127.0.0.1:${port}/health`)).status).toBe(200);
  });

  it('is never repeated in what is recorded', async () => {
    const {port, observations} = await listening();
    await rawExchange(port, 'GET /\u001b]0;title\u0007 HTTP/1.1\r\n\r\n');
    await rawExchange(port, '\u001b]52;c;eA==\u0007\r\n\r\n');
    expect(observations.map(one => one.source)).toEqual(['health']);
    expect(JSON.stringify(observations)).not.toMatch(/u001b/);
  });

  it('gets a body asked for with Expect only when it may be sent', async () => {
    const {port, of} = await listening();
    const answer = await rawExchange(
      port,
      post('Content-Length: 2\r\nConnection: close\r\nExpect: 100-continue\r\n', '{}'),
    );
    expect(statusesOf(answer)).toEqual([100, 200]);
    expect(of('event')).toMatchObject([{raw: {body: '{}'}}]);
  });
});

describe('whoever is slow', () => {
  const limits = {headersMs: 300, requestMs: 500, idleMs: 300, checkMs: 50};
  const slow: [string, string, number[]][] = [
    ['headers that never end', 'POST /webhooks/event HTTP/1.1\r\nHost: x\r\nX-', [408]],
    ['a body that never ends', post('Content-Length: 1000\r\n', '{'), [408]],
    ['chunks that never end', post('Transfer-Encoding: chunked\r\n', '1\r\nx\r\n'), [408]],
    ['a connection that says nothing', '', [408]],
    ['a connection that says nothing more', get('/health').replace('Connection: close\r\n', ''), [200]],
  ];

  it.each(slow)('%s: is closed', async (_what, bytes, statuses) => {
    const {port, of} = await listening({limits});
    const answer = await rawExchange(port, bytes);
    expect(statusesOf(answer)).toEqual(statuses);
    expect(of('event')).toEqual([]);
  });

  it('sends one byte after the other: is closed all the same', async () => {
    const {port} = await listening({limits});
    const socket = connect(port, '127.0.0.1');
    const drip = setInterval(() => socket.writable && socket.write('x'), 20);
    onTestFinished(() => clearInterval(drip));
    const closed = new Promise(resolve => socket.on('close', resolve));
    socket.on('error', () => undefined).resume();
    socket.write('POST /webhooks/event HTTP/1.1\r\nHost: x\r\nX-');
    await closed;
  });
});

describe('crowds', () => {
  it('do not keep a webhook out: the connection that was idle longest makes room', async () => {
    const {url, port} = await listening({limits: {connections: 20}});
    const closed: number[] = [];
    const sockets: Socket[] = [];
    for (let index = 0; index < 40; index++) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined).on('close', () => closed.push(index));
      await new Promise(resolve => socket.once('connect', resolve));
      sockets.push(socket);
    }
    expect((await exchange(`${url}/webhooks/answer`)).status).toBe(200);
    await until(() => expect(closed.length).toBeGreaterThanOrEqual(31));
    expect(closed.sort((a, b) => a - b)).toEqual(Array.from({length: 31}, (_, index) => index));
    for (const socket of sockets) socket.destroy();
  });

  it('of requests on one connection are answered up to a limit', async () => {
    const {port, of} = await listening({limits: {requestsPerConnection: 50, idleMs: 300}});
    const one = post('Content-Length: 2\r\n', '{}');
    const statuses = statusesOf(await rawExchange(port, one.repeat(60)));
    expect(statuses.slice(0, 50)).toEqual(new Array(50).fill(200));
    expect(statuses.slice(50).every(status => status === 503)).toBe(true);
    expect(of('event')).toHaveLength(50);
  });
});

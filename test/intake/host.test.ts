import {createServer, type IncomingHttpHeaders} from 'node:http';
import {describe, expect, it, onTestFinished} from 'vitest';
import {WebSocket} from 'ws';
import type {AnsweringOptions} from '../../source/intake/answering.js';
import {exchange, listening, rawExchange} from './exchange.js';

type More = Partial<AnsweringOptions & {kind: 'forward'}>;

/** An application, the monitor in front of it, and the headers of the last request or WebSocket handshake. */
async function inFront(more: More = {}) {
  let headers: IncomingHttpHeaders = {};
  const server = createServer((request, response) => {
    headers = request.headers;
    response.end('[]');
  });
  server.on('upgrade', (request, socket) => {
    headers = request.headers;
    socket.end('HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const host = `127.0.0.1:${(server.address() as {port: number}).port}`;
  const {url, port} = await listening({answering: {kind: 'forward', url: `http://${host}`, ...more}});
  const forwarded = () => [headers['x-forwarded-host'], headers['x-forwarded-proto'], headers['x-forwarded-for']];
  return {own: host, url, port, host: () => headers.host, forwarded};
}

type Monitor = Awaited<ReturnType<typeof inFront>>;

/** A request of every kind that is passed on, as it comes from a tunnel. */
const ways: [what: string, ask: (monitor: Monitor, headers: string[]) => Promise<unknown>][] = [
  ['an answer webhook', ({port}, headers) => raw(port, 'GET /webhooks/answer?uuid=1', headers)],
  ['an event webhook', ({port}, headers) => raw(port, 'POST /webhooks/event', headers)],
  ['a webhook on a path of its own', ({port}, headers) => raw(port, 'GET /dtmf?conversation_uuid=CON-1', headers)],
  ['a page', ({port}, headers) => raw(port, 'GET /hold.mp3', headers)],
  [
    'a WebSocket',
    ({url}, headers) =>
      new Promise(resolve => {
        const pairs = headers.map(line => line.split(': '));
        const socket = new WebSocket(`${url.replace('http', 'ws')}/socket`, {headers: Object.fromEntries(pairs)});
        socket.on('error', resolve);
      }),
  ],
];

function raw(port: number, line: string, headers: string[]): Promise<string> {
  return rawExchange(
    port,
    [`${line} HTTP/1.1`, ...headers, 'Content-Length: 0', 'Connection: close', '', ''].join('\r\n'),
  );
}

describe.each(ways)('the Host of %s', (_what, ask) => {
  it('reaches the application as it came, and so does where it came from', async () => {
    const monitor = await inFront();
    await ask(monitor, ['Host: x.ngrok.app']);
    expect(monitor.host()).toBe('x.ngrok.app');
    expect(monitor.forwarded()).toEqual(['x.ngrok.app', 'http', '127.0.0.1']);
  });

  it('is what the tunnel says it was', async () => {
    const monitor = await inFront();
    const told = [
      'X-Forwarded-Host: x.ngrok.app',
      'X-Forwarded-Proto: https',
      'X-Forwarded-For: 198.51.100.7, 10.0.0.1',
    ];
    await ask(monitor, ['Host: localhost:3000', ...told]);
    expect(monitor.host()).toBe('localhost:3000');
    expect(monitor.forwarded()).toEqual(['x.ngrok.app', 'https', '198.51.100.7, 10.0.0.1']);
  });

  it('is the application’s own for one that wants it so, which is told the other one', async () => {
    const monitor = await inFront({host: 'rewrite'});
    await ask(monitor, ['Host: x.ngrok.app']);
    expect(monitor.host()).toBe(monitor.own);
    expect(monitor.forwarded()).toEqual(['x.ngrok.app', 'http', '127.0.0.1']);
  });
});

describe('how a request came to the tunnel', () => {
  it.each([
    ['X-Forwarded-Proto: http', 'http'],
    ['X-Forwarded-Proto: https, http', 'https, http'],
    ['Forwarded: for=198.51.100.7;host=x.ngrok.app;proto=https', 'https'],
    ['Forwarded: for="[2001:db8::1]";Proto="https"', 'https'],
    ['Forwarded: for=198.51.100.7;proto=http', 'http'],
    ['Cf-Visitor: {"scheme":"https"}', 'https'],
    ['Cf-Visitor: {"scheme":"http"}', 'http'],
    ['X-Forwarded-Ssl: on', 'https'],
    ['Front-End-Https: on', 'https'],
    ['X-Forwarded-Scheme: https', 'https'],
    ['X-Scheme: https', 'https'],
    ['X-Something: https', 'http'],
  ])('is known from %s', async (header, proto) => {
    const monitor = await inFront();
    await raw(monitor.port, 'POST /webhooks/event', ['Host: x.example', header]);
    expect(monitor.forwarded()[1]).toBe(proto);
  });

  it.each([
    ['no Host, as HTTP/1.0 allows', 'GET /webhooks/answer HTTP/1.0\r\n\r\n'],
    ['a Host that is for the connection alone', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close, host\r\n\r\n'],
  ])('may be with %s: the application sees its own', async (_what, text) => {
    const monitor = await inFront();
    await rawExchange(monitor.port, text);
    expect(monitor.host()).toBe(monitor.own);
  });

  it('is never told by two Hosts', async () => {
    const monitor = await inFront();
    expect(await raw(monitor.port, 'GET /webhooks/answer', ['Host: a.example', 'host: b.example'])).toMatch(/ 400 /);
    expect(monitor.host()).toBeUndefined();
  });
});

describe('--forward-errors pass', () => {
  const ncco = '[{"action":"talk","text":"Hi"}]';
  it.each([
    ['a server error', 500, {'content-type': 'text/html'}, '<h1>boom</h1>', 'status'],
    ['an overloaded server', 503, {'retry-after': '1'}, '', 'status'],
    ['a wrong path', 404, {}, 'Cannot GET', 'status'],
    ['a wrong method', 405, {allow: 'POST'}, '', 'status'],
    ['a redirect', 301, {location: 'https://x.ngrok.app/webhooks/answer/'}, '', 'status'],
    ['HTML', 200, {'content-type': 'text/html'}, ncco, 'content-type'],
    ['XML', 200, {'content-type': 'text/xml'}, '<Response/>', 'content-type'],
    ['no JSON', 200, {'content-type': 'application/json'}, 'OK', 'not-json'],
    ['no NCCO', 200, {'content-type': 'application/json'}, '{"status":"ok"}', 'not-an-ncco'],
    ['nothing', 204, {}, '', 'status'],
  ])('lets Vonage see %s as it is, and says so', async (_what, status, headers, body, code) => {
    const server = createServer((_request, response) => response.writeHead(status, headers).end(body));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as {port: number}).port}`;
    const monitor = await listening({answering: {kind: 'forward', url, errors: 'pass'}});
    for (const path of ['/webhooks/answer', '/webhooks/fallback']) {
      const got = await exchange(monitor.url + path);
      expect([got.status, got.body.toString()]).toEqual([status, body]);
      expect(got.headers).toMatchObject(headers);
    }
    expect(monitor.of('reply')).toMatchObject([
      {by: 'application', failure: {code}, raw: {status}},
      {by: 'application', failure: {code}},
    ]);
    expect(monitor.of('health')).toMatchObject([{part: 'application', state: 'failing', code}]);
  });
});

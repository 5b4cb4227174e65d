import {randomBytes} from 'node:crypto';
import {createServer, type IncomingMessage} from 'node:http';
import {createServer as createHttp2Server} from 'node:http2';
import {type AddressInfo, connect, createServer as createTcpServer, type Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {describe, expect, it, onTestFinished} from 'vitest';
import {WebSocket, WebSocketServer} from 'ws';
import type {OpenedSocket, RefusedSocket, SocketWatch} from '../../source/call/media.js';
import {until} from '../helpers/until.js';
import {exchange, listening} from './exchange.js';

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The developer's application; `sockets` are at `/socket`, and say back what they hear. */
async function application(other: Upgrade = (_, socket) => void socket.end(unauthorized)) {
  const server = createServer((_, response) => response.end('{}'));
  const sockets = new WebSocketServer({noServer: true});
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/socket?a=1') return other(request, socket, head);
    sockets.handleUpgrade(request, socket, head, client => {
      client.on('message', (data, isBinary) => client.send(data, {binary: isBinary}));
      const {host, 'x-forwarded-host': forwarded, authorization: auth} = request.headers;
      client.send(JSON.stringify({host, forwarded, auth}));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const client of sockets.clients) client.terminate();
    server.close();
    server.closeAllConnections();
  });
  return {sockets, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`};
}

const unauthorized = 'HTTP/1.1 401 Go Away\r\nContent-Length: 2\r\n\r\nno';

/** Who is told of sockets, and what was told. */
function watching(): SocketWatch & {
  opened_: OpenedSocket[];
  refused_: RefusedSocket[];
  passed: Record<'vonage' | 'application', Buffer[]>;
  ends: string[];
} {
  const [opened_, refused_]: [OpenedSocket[], RefusedSocket[]] = [[], []];
  const passed = {vonage: [] as Buffer[], application: [] as Buffer[]};
  const ends: string[] = [];
  return {
    opened_,
    refused_,
    passed,
    ends,
    refused: each => void refused_.push(each),
    opened(each) {
      opened_.push(each);
      return {
        passed: (from, bytes) => void passed[from].push(Buffer.from(bytes)),
        isWhole: () => false,
        ended: by => void ends.push(by),
      };
    },
  };
}

const inFront = async (other?: Upgrade) => {
  const app = await application(other);
  const watch = watching();
  const options = {answering: {kind: 'forward', url: app.url}, sockets: {limit: 3}} as const;
  return {app, watch, ...(await listening(options, undefined, undefined, watch))};
};

/** A client, and what it has heard. */
function client(url: string) {
  const socket = new WebSocket(url.replace('http', 'ws'), {headers: {authorization: 'Bearer x'}});
  const heard: (string | Buffer)[] = [];
  const ended = new Promise<string>(resolve => {
    socket.on('error', error => resolve(error.message));
    socket.on('close', code => resolve(`closed ${code}`));
  });
  socket.on('message', (data: Buffer, isBinary) => heard.push(isBinary ? data : data.toString()));
  onTestFinished(() => socket.terminate());
  return {socket, heard, ended, opened: new Promise(resolve => socket.once('open', resolve))};
}

/** A server that treats each connection so. */
async function tcp(treat: (socket: Socket) => void): Promise<string> {
  const open = new Set<Socket>();
  const server = createTcpServer(socket => {
    open.add(socket.on('error', () => undefined));
    treat(socket);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that knows no other HTTP than 2. */
async function http2Alone(): Promise<string> {
  const server = createHttp2Server().on('sessionError', () => undefined);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a WebSocket, in front of an application', () => {
  it('goes through both ways, until one side closes it', async () => {
    const {url, app, watch} = await inFront();
    const {host} = new URL(url);
    const {socket, heard, ended, opened} = client(`${url}/socket?a=1`);
    await opened;
    const audio = randomBytes(100_000);
    socket.send('{"event":"websocket:connected"}');
    socket.send(audio);
    const greeting = JSON.stringify({host, forwarded: host, auth: 'Bearer x'});
    await until(() => expect(heard).toEqual([greeting, '{"event":"websocket:connected"}', audio]));
    for (const far of app.sockets.clients) far.close(4321);
    expect(await ended).toBe('closed 4321');
    await until(() => expect(watch.ends).toHaveLength(1));
    expect(watch.opened_).toMatchObject([{path: '/socket?a=1', to: app.url, ms: expect.any(Number)}]);
    // What was seen is what passed: a frame of the application's is not masked.
    expect(Buffer.concat(watch.passed.application).includes(audio)).toBe(true);
    expect(Buffer.concat(watch.passed.vonage).length).toBeGreaterThan(100_000);
  });

  it.each([
    ['401', async () => ({}), '/other', 401, 'application', 'status', /answered 401 .* at \/other\. .*authorization/],
    ['at a webhook', async () => ({}), '/webhooks/event', 426, 'monitor', 'misplaced', /a path of its own/],
    ['where nothing listens', async () => ({to: 'http://127.0.0.1:1'}), '/x', 502, 'application', 'refused', /Start/],
    [
      'not in HTTP',
      async () => ({to: await tcp(each => void each.end('hello\r\n'))}),
      '/x',
      502,
      'application',
      'not-http',
      /HTTP/,
    ],
    [
      'in HTTP/2 alone',
      async () => ({to: await http2Alone()}),
      '/x',
      502,
      'application',
      'http2',
      /HTTP\/1\.1 as well/,
    ],
    [
      'by a reset',
      async () => ({to: await tcp(each => void each.destroy())}),
      '/x',
      502,
      'application',
      'reset',
      /log/,
    ],
    [
      'with an answer to another key',
      async () => ({
        to: await tcp(each => {
          const head = 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: bm8=';
          each.write(`HTTP/1.1 101 Switching Protocols\r\n${head}\r\n\r\n`);
        }),
      }),
      '/x',
      'Invalid Sec-WebSocket-Accept header',
      'application',
      'accept',
      /Let a library answer it/,
    ],
    [
      'with a page',
      async () => ({
        to: (await application((_, each) => void each.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'))).url,
      }),
      '/x',
      200,
      'application',
      'status',
      /no WebSocket/,
    ],
  ] as const)('is refused %s, and that is told', async (_, where, path, status, by, code, text) => {
    const watch = watching();
    const {to} = {to: undefined, ...(await where())} as {to?: string};
    const answering = {kind: 'forward', url: to ?? (await application()).url} as const;
    const {url} = await listening({answering}, undefined, undefined, watch);
    expect(await client(`${url}${path}`).ended).toBe(
      typeof status === 'number' ? `Unexpected server response: ${status}` : status,
    );
    await until(() => expect(watch.refused_).toMatchObject([{path, by, code, text: expect.stringMatching(text)}]));
  });

  it('gets an answer where there is no application', async () => {
    const watch = watching();
    const {url} = await listening({}, undefined, undefined, watch);
    expect(await client(`${url}/socket`).ended).toBe('Unexpected server response: 404');
    expect(watch.refused_).toMatchObject([{by: 'monitor', code: 'no-application', status: 404}]);
  });

  it('that is given up before the application answers is told of, too', async () => {
    const watch = watching();
    let asked = 0;
    const to = await tcp(() => asked++);
    const {url} = await listening({answering: {kind: 'forward', url: to}}, undefined, undefined, watch);
    const {socket} = client(`${url}/socket`);
    await until(() => expect(asked).toBe(1));
    socket.terminate();
    await until(() =>
      expect(watch.refused_).toMatchObject([{code: 'timeout', text: expect.stringContaining('gave up')}]),
    );
  });

  it('is refused while as many are open as may be, takes no place of a sound file, and whoever then resets the connection ends nothing', async () => {
    const {url, port, watch} = await inFront();
    const handshake = 'GET /socket?a=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    await Promise.all(Array.from({length: 3}, () => client(`${url}/socket?a=1`).opened));
    const socket = connect(port, '127.0.0.1', () => socket.write(handshake));
    socket.setEncoding('latin1');
    const answer = await new Promise(resolve => socket.once('data', resolve));
    expect(answer).toContain('503');
    expect(watch.refused_).toMatchObject([{code: 'crowd', text: expect.stringContaining('--socket-max')}]);
    expect((await exchange(`${url}/hello.mp3`)).status).toBe(200);
    socket.resetAndDestroy();
    expect((await exchange(`${url}/webhooks/event`, {method: 'POST', body: '{}'})).status).toBe(200);
  });

  it('goes on though who looks at it throws', async () => {
    const app = await application();
    const watch: SocketWatch = {
      refused: () => undefined,
      opened: () => ({
        passed: () => {
          throw new Error('cannot read it');
        },
        isWhole: () => false,
        ended: () => undefined,
      }),
    };
    const {url} = await listening({answering: {kind: 'forward', url: app.url}}, undefined, undefined, watch);
    const {socket, heard, opened} = client(`${url}/socket?a=1`);
    await opened;
    for (const text of ['a', 'b']) socket.send(text);
    await until(() => expect(heard.slice(1)).toEqual(['a', 'b']));
  });

  it('ends with the listener', async () => {
    const {url, close, watch} = await inFront();
    const {ended, opened} = client(`${url}/socket?a=1`);
    await opened;
    await close();
    expect(await ended).toBe('closed 1006');
    expect(watch.ends).toEqual(['monitor']);
  });
});

describe('an application for WebSockets alone', () => {
  it.each([
    ['/socket?a=1', 'all'],
    ['/agents/one', 'agents'],
    ['/agents/special', 'special'],
    ['/agentsmith', 'all'],
  ])('takes %s: %s', async (path, name) => {
    const apps: Record<string, {url: string; asked: string[]}> = {};
    for (const each of ['all', 'agents', 'special']) {
      const asked: string[] = [];
      const refuse: Upgrade = ({url = ''}, socket) => {
        asked.push(url);
        socket.end(unauthorized);
      };
      const {url, sockets} = await application(refuse);
      sockets.on('connection', (_, {url: asked_ = ''}) => asked.push(asked_));
      sockets.on('headers', (_, {url: asked_ = ''}) => asked.push(asked_));
      apps[each] = {url, asked};
    }
    const {url} = await listening({
      sockets: {
        to: [
          {path: '/agents', url: apps.agents?.url ?? ''},
          {path: '/agents/special', url: (apps.special?.url ?? '').replace('http', 'ws')},
          {url: apps.all?.url ?? ''},
        ],
      },
    });
    const {opened, ended} = client(`${url}${path}`);
    await Promise.race([opened, ended]);
    expect(
      Object.entries(apps).flatMap(([each, {asked}]) => (asked.length > 0 ? [[each, ...new Set(asked)]] : [])),
    ).toEqual([[name, path]]);
  });
});

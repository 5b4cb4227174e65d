import {createServer} from 'node:http';
import {createServer as createHttp2} from 'node:http2';
import {type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket} from 'node:net';
import fc from 'fast-check';
import {describe, expect, it, onTestFinished} from 'vitest';
import {WebSocket, WebSocketServer} from 'ws';
import type {MediaEvent, SocketWatch} from '../../source/call/media.js';
import {watchSockets} from '../../source/media/watch.js';
import {until} from '../helpers/until.js';
import {listening} from './exchange.js';

type Part = {kind: 'text' | 'audio' | 'ping' | 'pong'; data: Buffer} | {kind: 'pieces'; pieces: Buffer[]};
type Talk = {vonage: Part[]; application: Part[]; end: number | 'none' | 'reset'; by: 'vonage' | 'application'};

/** An address that listens until the test is over. */
async function at(server: Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Agents of the library; `talk` is what each does. */
async function agent(talk: (socket: WebSocket) => void, perMessageDeflate = false): Promise<string> {
  const http = createServer();
  const sockets = new WebSocketServer({server: http, perMessageDeflate: perMessageDeflate && {threshold: 0}});
  sockets.on('connection', talk);
  onTestFinished(() => {
    for (const each of sockets.clients) each.terminate();
  });
  return at(http);
}

/** Answers the handshake as an agent does, and then has the bytes of the connection. */
const bare = (talk: (socket: Socket) => void) =>
  at(
    createServer().on('upgrade', ({headers}, socket: Socket) => {
      const key = `${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
      void import('node:crypto').then(({createHash}) => {
        const accept = createHash('sha1').update(key).digest('base64');
        const head = `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}`;
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${head}\r\n\r\n`);
        socket.on('error', () => undefined);
        talk(socket);
      });
    }) as unknown as Server,
  );

/** What is told of sockets, as the monitor tells it. */
function telling() {
  const events: MediaEvent[] = [];
  const watch = watchSockets(draft => void (draft.source === 'media' && events.push(draft.event)));
  const of = <K extends MediaEvent['kind']>(kind: K) =>
    events.filter((each): each is Extract<MediaEvent, {kind: K}> => each.kind === kind);
  return {watch, of};
}

const throwing: SocketWatch = {
  refused: () => undefined,
  opened: () => ({
    isWhole: () => true,
    passed: () => {
      throw new Error('no eyes');
    },
    ended: () => undefined,
  }),
};

/** Sends what is said, in order. */
function say(socket: WebSocket, parts: readonly Part[]): void {
  for (const part of parts) {
    if (part.kind === 'pieces')
      part.pieces.forEach((piece, i) => void socket.send(piece, {binary: true, fin: i === part.pieces.length - 1}));
    else if (part.kind === 'ping' || part.kind === 'pong') socket[part.kind](part.data);
    else socket.send(part.data, {binary: part.kind === 'audio'});
  }
}

/** What one side hears, and how it ended. */
function hear(socket: WebSocket) {
  const heard: string[] = [];
  const note = (kind: string) => (data: Buffer) => void heard.push(`${kind} ${data.toString('base64')}`);
  socket.on('message', (data: Buffer, isBinary) => note(isBinary ? 'audio' : 'text')(data));
  socket.on('ping', note('ping')).on('error', () => undefined);
  const ended = new Promise<string>(resolve => {
    socket.on('close', (code, reason) => resolve(`${code} ${reason}`));
  });
  return {heard, ended};
}

/** What a side that hears all of it hears; a pong of its own is the answer to a ping, which is not counted. */
const due = (parts: readonly Part[]) =>
  parts.flatMap(part => {
    if (part.kind === 'pong') return [];
    if (part.kind === 'pieces') return [`audio ${Buffer.concat(part.pieces).toString('base64')}`];
    return [`${part.kind} ${part.data.toString('base64')}`];
  });

async function talked(
  url: string,
  app: {talk?: (socket: WebSocket) => void},
  {vonage, application, end, by}: Talk,
  deflate: boolean,
) {
  const near = new Promise<WebSocket>(resolve => {
    app.talk = resolve;
  });
  const client = new WebSocket(url.replace('http', 'ws'), {perMessageDeflate: deflate && {threshold: 0}});
  const atVonage = hear(client);
  const server = await near;
  const atApplication = hear(server);
  if (client.readyState !== WebSocket.OPEN) await new Promise(resolve => client.once('open', resolve));
  say(client, vonage);
  say(server, application);
  await until(() => expect(atApplication.heard).toEqual(due(vonage)));
  await until(() => expect(atVonage.heard).toEqual(due(application)));
  const [one, other] = by === 'vonage' ? [client, atApplication] : [server, atVonage];
  if (end === 'reset') one.terminate();
  else if (end === 'none') one.close();
  else one.close(end, 'because');
  expect(await other.ended).toBe(end === 'reset' ? '1006 ' : end === 'none' ? '1005 ' : `${end} because`);
}

const data = (most: number) => fc.uint8Array({maxLength: most}).map(each => Buffer.from(each));
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({kind: fc.constant('text' as const), data: fc.string({maxLength: 300}).map(each => Buffer.from(each))}),
  fc.record({kind: fc.constant('audio' as const), data: fc.oneof(data(640), fc.constant(Buffer.alloc(640, 7)))}),
  fc.record({kind: fc.constantFrom('ping' as const, 'pong' as const), data: data(125)}),
  fc.record({kind: fc.constant('pieces' as const), pieces: fc.array(data(400), {minLength: 2, maxLength: 4})}),
  {weight: 1, arbitrary: fc.constant<Part>({kind: 'text', data: Buffer.alloc(1024 ** 2, 'x')})},
);
const codes = fc.oneof(
  fc.constantFrom(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014),
  fc.integer({min: 3000, max: 4999}),
);
const talks: fc.Arbitrary<Talk> = fc.record({
  vonage: fc.array(part, {maxLength: 8}),
  application: fc.array(part, {maxLength: 8}),
  end: fc.oneof({weight: 5, arbitrary: codes}, fc.constantFrom('none' as const, 'reset' as const)),
  by: fc.constantFrom('vonage' as const, 'application' as const),
});

describe('whatever two ends of the library say to each other', () => {
  it.each([
    ['looked at', false, undefined],
    ['looked at, compressed', true, undefined],
    ['with who looks throwing', false, throwing],
  ] as const)(
    'comes through as it was, to the code of its end: %s',
    async (_, deflate, watch) => {
      const app: {talk?: (socket: WebSocket) => void} = {};
      const to = await agent(socket => app.talk?.(socket), deflate);
      const {url} = await listening({sockets: {to: [{url: to}]}}, undefined, undefined, watch ?? telling().watch);
      await fc.assert(
        fc.asyncProperty(talks, talk => talked(`${url}/agent`, app, talk, deflate)),
        {numRuns: Number(process.env.ROUNDS ? 1000 : 25), endOnFailure: true},
      );
    },
    120_000,
  );
});

/** A leg that keeps talking beside the one that is in trouble. */
async function other(url: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/well`);
  onTestFinished(() => socket.terminate());
  let echoed = 0;
  socket.on('message', () => void echoed++);
  await new Promise(resolve => socket.once('open', resolve));
  return async () => {
    const before = echoed;
    socket.send(Buffer.alloc(640));
    await until(() => expect(echoed).toBe(before + 1));
  };
}

const dead = async () => {
  const server = createTcpServer();
  const url = await at(server);
  server.close();
  return url;
};

describe('an application that does not do its part', () => {
  const echo = () => agent(socket => socket.on('message', data => socket.send(data)));

  it.each([
    ['is down', dead, 502, 'refused'],
    ['speaks HTTP/2 only', () => at(createHttp2() as unknown as Server), 502, 'http2'],
    [
      'refuses',
      () => at(createServer().on('upgrade', (_, socket) => void socket.end('HTTP/1.1 403 No\r\n\r\n'))),
      403,
      'status',
    ],
  ])('and %s is told of, with an answer to Vonage', async (_, app, status, code) => {
    const {watch, of} = telling();
    const {url} = await listening(
      {sockets: {to: [{url: await app()}, {path: '/well', url: await echo()}]}},
      undefined,
      undefined,
      watch,
    );
    const isWell = await other(url);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/agent`);
    const error = await new Promise<Error>(resolve => socket.on('error', resolve));
    expect(error.message).toBe(`Unexpected server response: ${status}`);
    await until(() => expect(of('refused')).toMatchObject([{code}]));
    await isWell();
  });

  it.each([
    ['sends masked frames', Buffer.from([0x81, 0x81, 1, 2, 3, 4, 5]), 1],
    ['sends broken frames', Buffer.from([0xff, 0x02, 0, 0]), 1],
    ['dies in the middle', Buffer.from([0x82, 0x7e, 0x02, 0x80, 1, 2]), 0],
  ])('and %s: Vonage gets the same bytes, and that is told', async (_, bytes, unreadable) => {
    const {watch, of} = telling();
    const to = await bare(socket => void socket.end(bytes));
    const {url, port} = await listening(
      {sockets: {to: [{url: to}, {path: '/well', url: await echo()}]}},
      undefined,
      undefined,
      watch,
    );
    const isWell = await other(url);
    const heard: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => {
      const key = Buffer.alloc(16).toString('base64');
      socket.write(
        `GET /agent HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
      );
    });
    socket.on('data', piece => void heard.push(piece));
    await new Promise(resolve => socket.on('close', resolve));
    const all = Buffer.concat(heard);
    expect(all.subarray(all.indexOf('\r\n\r\n') + 4)).toEqual(bytes);
    await until(() => expect(of('close')).toMatchObject([{by: 'application'}]));
    expect(of('unreadable')).toHaveLength(unreadable);
    await isWell();
  });

  it('and takes nothing is cut, and the end says why', async () => {
    const {watch, of} = telling();
    const to = await bare(socket => void socket.pause());
    const {url} = await listening(
      {sockets: {to: [{url: to}, {path: '/well', url: await echo()}], stalledMs: 200}},
      undefined,
      undefined,
      watch,
    );
    const isWell = await other(url);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/agent`);
    const {ended} = hear(socket);
    await new Promise(resolve => socket.once('open', resolve));
    for (let i = 0; i < 200; i++) socket.send(Buffer.alloc(200_000));
    expect(await ended).toBe('1013 The application took nothing for 200 ms');
    await until(() =>
      expect(of('close')).toMatchObject([{by: 'monitor', reason: expect.stringMatching(/application took nothing/)}]),
    );
    await isWell();
  });

  it.each([
    ['between two messages', [0x82, 0x81, 0, 0, 0, 0, 7], '1013 Vonage took nothing for 200 ms'],
    ['in the middle of one', [0x82, 0x89, 0, 0, 0, 0, 7], '1006 '],
  ])('but Vonage takes nothing, is told of it %s', async (_, last, told) => {
    const {watch, of} = telling();
    let ended: Promise<string> | undefined;
    const to = await agent(socket => {
      ended = hear(socket).ended;
      for (let i = 0; i < 200; i++) socket.send(Buffer.alloc(200_000));
    });
    const {port} = await listening({sockets: {to: [{url: to}], stalledMs: 200}}, undefined, undefined, watch);
    const key = Buffer.alloc(16).toString('base64');
    const head = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}`;
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`GET /agent HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n`);
      socket.write(Buffer.from(last));
    });
    onTestFinished(() => void socket.destroy());
    await until(() => expect(ended).toBeDefined());
    expect(await ended).toBe(told);
    await until(() =>
      expect(of('close')).toMatchObject([{by: 'monitor', reason: expect.stringMatching(/Vonage took nothing/)}]),
    );
  });

  it('and sends audio ten times as fast as it is played loses nothing, and what waits is counted', async () => {
    const {watch, of} = telling();
    const to = await agent(socket => {
      for (let i = 0; i < 500; i++) socket.send(Buffer.alloc(640, i));
      socket.close(1000);
    });
    const {url} = await listening({sockets: {to: [{url: to}]}}, undefined, undefined, watch);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/agent`);
    const {heard, ended} = hear(socket);
    await ended;
    expect(heard).toHaveLength(500);
    await until(() => expect(of('close')[0]?.unplayed).toBeGreaterThan(5000));
  });
});

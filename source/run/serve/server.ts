import {randomBytes, X509Certificate} from 'node:crypto';
import {createServer as createHttpServer, type IncomingMessage, type Server} from 'node:http';
import {createServer as createHttpsServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {basename} from 'node:path';
import type {Duplex} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import {type RawData, type WebSocket, WebSocketServer} from 'ws';
import type * as z from 'zod';
import {answerRaw} from '../../intake/raw-answer.js';
import {jsonIn} from '../../text/json-in.js';
import {version} from '../../version.js';
import {type Guard, guessIn, isPage, type Refusal, refusalOf, strangerOf} from './guard.js';
import {createGuesses} from './guesses.js';
import {maskedLines, recordedLines} from './lines.js';
import {
  BEAT_EVERY,
  type beat,
  CAUGHT_UP,
  FEED,
  LONGEST_MESSAGE,
  PAGE_PROTOCOL,
  REFUSED,
  request,
  type standing,
  taken,
} from './protocol.js';
import {answer} from './site.js';

export type ServeOptions = {
  address: string;
  /** 0 for any free one. */
  port: number;
  token: string;
  /** The recording that is being written. */
  file: string;
  /** Certificate and key, PEM: then it is wss. */
  tls?: {cert: Buffer; key: Buffer};
  /** No phone number leaves the machine. */
  mask?: boolean;
  /** The folder of the page; beside the program's own file when not given. */
  page?: URL;
};

export type Serving = {
  /** Such as `ws://127.0.0.1:4600`. */
  url: string;
  /** Where a browser finds the page: `http://127.0.0.1:4600/`. */
  page: string;
  /** How many are attached. */
  attached(): number;
  /** Tells all, also who comes later, how it stands with where comes what is recorded. */
  tell(how: z.infer<typeof standing>['standing']): void;
  close(): Promise<void>;
};

/** Who may be attached at a time: a team and its screens on the wall. */
const MOST = 64;

/** Bytes that may wait for somebody who reads slowly; the rest waits in the recording. */
const MOST_WAITING = 1024 * 1024;
const DRAIN_MS = 20;

/** ms that who is attached has to get the last lines. */
const LAST_LINES = 1000;

/** Bytes of one message. */
const PIECE = 256 * 1024;

/** ms in which who attaches says from where on. */
const PATIENCE = 10_000;

/** Connections at a time, those that only ask for the page as well; and ms that one has to read why it may not attach. */
const MOST_CONNECTIONS = 256;
const LAST_WORD = 1000;

export const newToken = (): string => randomBytes(16).toString('base64url');

/** Lets others see the recording as it is written: everything in it, then what comes; by `attach`, and as a page in a browser. Rejects as `listen` does. */
export async function startServing({address, port, token, file, tls, mask, page}: ServeOptions): Promise<Serving> {
  const isCertified = tls && certifies(tls.cert);
  const guard: Guard = {address, token, isSecure: tls !== undefined, isCertified};
  const folder = page ?? new URL('./page/', import.meta.url);
  const closing = new AbortController();
  /** Nothing more is recorded: who has all of it is let go. */
  let isOver = false;
  const served = new Set<Promise<void>>();
  const told: Told = {to: new Set()};
  const server: Server = tls ? createHttpsServer(tls) : createHttpServer();
  server.headersTimeout = PATIENCE;
  server.maxConnections = MOST_CONNECTIONS;
  const handshake = {noServer: true, maxPayload: 1024, perMessageDeflate: false, handleProtocols: () => PAGE_PROTOCOL};
  const sockets = new WebSocketServer(handshake);
  const refused = new WebSocketServer({...handshake, clientTracking: false});
  const guesses = createGuesses();
  server.on('request', (asked, response) => {
    void answer(asked, response, {folder, stranger: strangerOf(asked.headers, guard)});
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
    answerRaw(socket, badRequests[error.code ?? ''] ?? {status: 400, text: 'This is no request that HTTP knows.'});
  });

  function whyNot({headers, socket}: IncomingMessage): Refusal | undefined {
    const from = socket.remoteAddress ?? '';
    const stranger = strangerOf(headers, guard);
    if (stranger) return stranger;
    if (guesses.isOver(from)) return {status: 429, text: 'Too many tokens were tried from there: wait a minute.'};
    const refusal = refusalOf(headers, guard);
    if (refusal) guesses.add(from, guessIn(headers));
    else if (sockets.clients.size >= MOST) return {status: 503, text: `${MOST} are attached already.`};
    return refusal;
  }

  server.on('upgrade', (asked: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal = whyNot(asked);
    if (refusal && (refusal.status === 403 || !isPage(asked.headers))) return answerRaw(socket, refusal);
    if (refusal) return refused.handleUpgrade(asked, socket, head, client => dismiss(client, refusal));
    sockets.handleUpgrade(asked, socket, head, client => {
      client.on('error', () => client.terminate());
      const one = serve(client, {file, mask, told}, closing.signal, () => isOver).catch(() => client.close(1011));
      served.add(one);
      void one.finally(() => served.delete(one));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => resolve());
  });
  server.on('error', () => undefined);
  const bound = (server.address() as AddressInfo).port;
  const host = address.includes(':') ? `[${address}]` : address;
  return {
    url: `${tls ? 'wss' : 'ws'}://${host}:${bound}`,
    page: `${tls ? 'https' : 'http'}://${host}:${bound}/`,
    attached: () => sockets.clients.size,
    tell({text, ...how}) {
      told.now = JSON.stringify({schema: FEED, standing: {...how, text: text.slice(0, 1000)}});
      for (const client of told.to) client.send(told.now);
    },
    async close() {
      isOver = true;
      await Promise.race([Promise.all(served), setTimeout(LAST_LINES)]);
      closing.abort();
      for (const client of sockets.clients) client.close(1001, 'the monitor has ended');
      const closed = new Promise(resolve => server.close(resolve));
      await Promise.race([closed, setTimeout(500)]);
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
    },
  };
}

function certifies(pem: Buffer): (name: string) => boolean {
  const certificate = new X509Certificate(pem);
  return name => (certificate.checkHost(name) ?? certificate.checkIP(name)) !== undefined;
}

const badRequests: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {status: 431, text: 'The headers are too long.'},
  ERR_HTTP_REQUEST_TIMEOUT: {status: 408, text: 'The request did not come to its end in time.'},
};

/** Tells the page why it may not: a browser does not show it the answer to a handshake. */
function dismiss(client: WebSocket, {status, text}: Refusal): void {
  client.on('error', () => client.terminate());
  client.close(REFUSED + status, text);
  globalThis.setTimeout(() => client.terminate(), LAST_WORD).unref();
}

/** How it stands, as it is said, and who has seen all that was there before, to whom that is said. */
type Told = {now?: string; to: Set<WebSocket>};

type Served = {file: string; mask?: boolean; told: Told};

async function serve(
  client: WebSocket,
  {file, mask, told}: Served,
  ended: AbortSignal,
  isLast: () => boolean,
): Promise<void> {
  const gone = new AbortController();
  client.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, ended]);
  client.send(JSON.stringify({schema: FEED, version, recording: basename(file), now: Date.now()}));
  const wish = await asked(client, signal);
  if (wish === undefined) return client.close(1002, 'say from which observation on');
  const room = roomFor(client, wish.window);
  const alive = watch(client, wish.window !== undefined);
  let isNew = true;
  const onCaughtUp = (): void => {
    if (!isNew) return;
    isNew = false;
    client.send(CAUGHT_UP);
    if (told.now !== undefined) client.send(told.now);
    told.to.add(client);
  };
  try {
    for await (const lines of recordedLines(file, wish.after, signal, {isLast, onCaughtUp}))
      for (const piece of pieces(mask ? maskedLines(lines) : lines)) {
        while (!room.isThere() && !signal.aborted) await setTimeout(DRAIN_MS);
        if (signal.aborted) return;
        client.send(piece, {binary: false});
        room.take(piece.length);
      }
    if (!signal.aborted && !isLast()) client.close(1012, 'the recording is no longer there');
  } finally {
    clearInterval(alive);
    told.to.delete(client);
  }
}

/** How much may be on the way to somebody: what waits here, and what waits there where that is said. */
function roomFor(client: WebSocket, window = Number.POSITIVE_INFINITY) {
  let [sent, there] = [0, 0];
  client.on('message', (data: RawData) => {
    there = Math.max(there, taken.safeParse(jsonIn(String(data))).data?.taken ?? 0);
  });
  return {
    isThere: () => client.bufferedAmount <= MOST_WAITING && sent - there < window,
    take(bytes: number): void {
      sent += bytes;
    },
  };
}

/** Whole lines, no more bytes at a time than a message has, but for a line that is longer by itself. */
function* pieces(lines: Buffer): Generator<Buffer> {
  for (let from = 0; from < lines.length; ) {
    const fits = lines.length - from <= PIECE ? lines.length : lines.lastIndexOf(10, from + PIECE) + 1;
    const end = fits > from ? fits : lines.indexOf(10, from) + 1;
    if (end - from <= LONGEST_MESSAGE) yield lines.subarray(from, end);
    from = end;
  }
}

/** From which observation on somebody wants to know; undefined where that is not said. */
function asked(client: WebSocket, signal: AbortSignal): Promise<z.infer<typeof request> | undefined> {
  return new Promise(resolve => {
    const timer = globalThis.setTimeout(resolve, PATIENCE, undefined);
    const done = (wish?: z.infer<typeof request>): void => {
      clearTimeout(timer);
      resolve(wish);
    };
    signal.addEventListener('abort', () => done(), {once: true});
    client.once('message', (data: RawData) => done(request.safeParse(jsonIn(String(data))).data));
  });
}

/** Lets go of who does not answer: a laptop that was closed says nothing. A page cannot see that it is asked, so it is told. */
function watch(client: WebSocket, isTold: boolean): NodeJS.Timeout {
  let isThere = true;
  client.on('pong', () => {
    isThere = true;
  });
  return setInterval(() => {
    if (!isThere) return client.terminate();
    isThere = false;
    client.ping();
    if (isTold) client.send(JSON.stringify({schema: FEED, now: Date.now()} satisfies z.infer<typeof beat>));
  }, BEAT_EVERY).unref();
}

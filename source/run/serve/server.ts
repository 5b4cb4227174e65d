import {randomBytes, X509Certificate} from 'node:crypto';
import {createServer as createHttpServer, type IncomingMessage, type Server, STATUS_CODES} from 'node:http';
import {createServer as createHttpsServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {basename} from 'node:path';
import type {Duplex} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import {type RawData, type WebSocket, WebSocketServer} from 'ws';
import {jsonIn} from '../../text/json-in.js';
import {version} from '../../version.js';
import {type Guard, refusalOf} from './guard.js';
import {recordedLines} from './lines.js';
import {CAUGHT_UP, FEED, LONGEST_MESSAGE, request} from './protocol.js';

export type ServeOptions = {
  address: string;
  /** 0 for any free one. */
  port: number;
  token: string;
  /** The recording that is being written. */
  file: string;
  /** Certificate and key, PEM: then it is wss. */
  tls?: {cert: Buffer; key: Buffer};
};

export type Serving = {
  /** Such as `ws://127.0.0.1:4600`. */
  url: string;
  /** How many are attached. */
  attached(): number;
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

/** ms in which who attaches says from where on, and between two looks at whether it is still there. */
const PATIENCE = 10_000;
const PING_EVERY = 30_000;

export const newToken = (): string => randomBytes(16).toString('base64url');

/** Lets others see the recording as it is written: everything in it, then what comes. Rejects as `listen` does. */
export async function startServing({address, port, token, file, tls}: ServeOptions): Promise<Serving> {
  const isCertified = tls && certifies(tls.cert);
  const guard: Guard = {address, token, isCertified};
  const closing = new AbortController();
  /** Nothing more is recorded: who has all of it is let go. */
  let isOver = false;
  const served = new Set<Promise<void>>();
  const server: Server = tls ? createHttpsServer(tls) : createHttpServer();
  server.headersTimeout = PATIENCE;
  const sockets = new WebSocketServer({noServer: true, maxPayload: 1024, perMessageDeflate: false});
  server.on('request', ({headers, url = ''}, response) => {
    const refusal = url === '/' ? (refusalOf(headers, guard) ?? {status: 426, text: next}) : {status: 404, text: next};
    response.writeHead(refusal.status, {'Content-Type': 'text/plain; charset=utf-8', Connection: 'close'});
    response.end(`${refusal.text}\n`);
  });
  server.on('upgrade', (asked: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal =
      refusalOf(asked.headers, guard) ??
      (sockets.clients.size >= MOST ? {status: 503, text: `${MOST} are attached already.`} : undefined);
    if (refusal) return refuse(socket, refusal);
    sockets.handleUpgrade(asked, socket, head, client => {
      client.on('error', () => client.terminate());
      const one = serve(client, file, closing.signal, () => isOver).catch(() => client.close(1011));
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
    attached: () => sockets.clients.size,
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

const next = 'A monitor is served here. Its screen elsewhere: convo-monitor attach with this address and its token.';

function refuse(socket: Duplex, {status, text}: {status: number; text: string}): void {
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n`;
  socket.end(`${head}Content-Length: ${Buffer.byteLength(text) + 1}\r\n\r\n${text}\n`);
}

async function serve(client: WebSocket, file: string, ended: AbortSignal, isLast: () => boolean): Promise<void> {
  const gone = new AbortController();
  client.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, ended]);
  client.send(JSON.stringify({schema: FEED, version, recording: basename(file)}));
  const after = await asked(client, signal);
  if (after === undefined) return client.close(1002, 'say from which observation on');
  const alive = watch(client);
  let isNew = true;
  const onCaughtUp = (): void => {
    if (isNew) client.send(CAUGHT_UP);
    isNew = false;
  };
  try {
    for await (const lines of recordedLines(file, after, signal, {isLast, onCaughtUp}))
      for (const piece of pieces(lines)) {
        while (client.bufferedAmount > MOST_WAITING && !signal.aborted) await setTimeout(DRAIN_MS);
        if (signal.aborted) return;
        client.send(piece, {binary: false});
      }
    if (!signal.aborted && !isLast()) client.close(1012, 'the recording is no longer there');
  } finally {
    clearInterval(alive);
  }
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
function asked(client: WebSocket, signal: AbortSignal): Promise<number | undefined> {
  return new Promise(resolve => {
    const timer = globalThis.setTimeout(resolve, PATIENCE, undefined);
    const done = (after: number | undefined): void => {
      clearTimeout(timer);
      resolve(after);
    };
    signal.addEventListener('abort', () => done(undefined), {once: true});
    client.once('message', (data: RawData) => done(request.safeParse(jsonIn(String(data))).data?.after));
  });
}

/** Lets go of who does not answer: a laptop that was closed says nothing. */
function watch(client: WebSocket): NodeJS.Timeout {
  let isThere = true;
  client.on('pong', () => {
    isThere = true;
  });
  return setInterval(() => {
    if (!isThere) return client.terminate();
    isThere = false;
    client.ping();
  }, PING_EVERY).unref();
}

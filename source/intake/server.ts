import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {keepRoom} from './connections.js';
import {isNamed} from './raw.js';

/** Limits against slow, large and endless requests. Times in ms. */
export type Limits = {
  headersMs: number;
  requestMs: number;
  /** How long an idle kept-alive connection stays. Longer than a proxy's, so that no request meets a closing one. */
  idleMs: number;
  /** How often the two times are checked. */
  checkMs: number;
  headerBytes: number;
  headerCount: number;
  bodyBytes: number;
  /** How many may wait for an answer, and twice as many do anything else. */
  connections: number;
  requestsPerConnection: number;
};

export const defaultLimits: Limits = {
  headersMs: 10_000,
  requestMs: 20_000,
  idleMs: 75_000,
  checkMs: 1000,
  headerBytes: 16 * 1024,
  headerCount: 100,
  bodyBytes: 256 * 1024,
  connections: 512,
  requestsPerConnection: 1000,
};

type Uses = {
  handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Somebody wants to go on in another protocol on this connection; who takes it, keeps it. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  refused: (code: string, text: string) => void;
};

type Hardened = {
  server: Server;
  /** Stops listening; requests under way have `graceMs` to be answered. */
  close(graceMs: number): Promise<void>;
};

/** An HTTP server that lets nothing through to `handle` but whole, plain HTTP/1 requests within the limits. */
export function hardenedServer(limits: Limits, {handle, upgrade, refused}: Uses): Hardened {
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    connectionsCheckingInterval: limits.checkMs,
    maxHeaderSize: limits.headerBytes,
    noDelay: true,
  });
  dropGone(server);
  // One more than allowed is let through, so that too many can be told from just enough.
  server.maxHeadersCount = limits.headerCount + 1;
  server.maxRequestsPerSocket = limits.requestsPerConnection;
  server.timeout = limits.idleMs + limits.requestMs;
  const room = keepRoom(server, {limit: limits.connections, onCrowd: text => refused('crowd', text)});

  const guarded = (request: IncomingMessage, response: ServerResponse): void => {
    const status = refusal(request, limits);
    if (status === undefined) {
      room.take(request, response, () => handle(request, response));
    } else {
      refused('bad-request', `A request was refused with ${status}: it is not one that Vonage sends.`);
      close(response, status);
    }
  };

  server.on('request', guarded);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    // Node would ask for the body first and only then let us say that it is too large.
    if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) {
      refused('too-large', 'A request announced a body larger than any webhook and was refused with 413.');
      return close(response, 413);
    }
    response.writeContinue();
    guarded(request, response);
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => close(response, 417));
  server.on('connect', (_request: IncomingMessage, socket: Socket) => socket.destroy());
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // From here on the socket is no longer Node's to look after: unheard, its first error would end the thread.
    socket.on('error', () => socket.destroy());
    if (refusal(request, limits) === undefined) upgrade(request, socket, head);
    else socket.destroy();
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code !== 'ECONNRESET') {
      refused('bad-request', `Something that is not HTTP reached the listener (${error.code ?? 'unreadable'}).`);
    }
    // The bytes themselves are never repeated: they may be anything, a terminal's control sequences included.
    if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
    socket.end(
      `HTTP/1.1 ${statusLines.get(error.code) ?? '400 Bad Request'}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
  });
  return {
    server,
    async close(graceMs) {
      room.close();
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

/**
 * Whoever went while it waited to be accepted cannot be answered, and is closed before anything is made for it. In a flood of resets nearly
 * all are such: parsed and answered, each of them took as long as ten of these, and thousands stood before Vonage.
 */
function dropGone(server: Server): void {
  const [serve] = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    if (socket.remoteAddress === undefined) socket.destroy();
    else serve?.call(server, socket);
  });
}

const statusLines = new Map<string | undefined, string>([
  ['HPE_HEADER_OVERFLOW', '431 Request Header Fields Too Large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', '408 Request Timeout'],
]);

/** The status for a request that Node's parser takes and we do not. */
function refusal({httpVersion, rawHeaders, url = ''}: IncomingMessage, limits: Limits): number | undefined {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return 505;
  if (rawHeaders.length / 2 > limits.headerCount) return 431;
  if (!isNamed(rawHeaders)) return 400;
  // RFC 9112, 3.2: whoever reads the other one is somewhere else.
  if (rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length > 1) return 400;
  // The absolute form is for proxies; taken further, its host could be mistaken for ours.
  return url.startsWith('/') ? undefined : 400;
}

/** Refuses a request and its connection, without reading what else it sends. */
function close(response: ServerResponse, status: number): void {
  response.writeHead(status, {'Content-Length': '0', Connection: 'close'}).end();
}

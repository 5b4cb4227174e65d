import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import {afterReal} from './real-time.js';

/** One HTTP request on its way to the application. */
export type Outgoing = {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Break the connection off in the middle of the request. */
  cut?: boolean;
};

/** What one attempt came to. `tookMs` is real time. */
export type Attempt =
  | {tookMs: number; reply: Reply; failure?: undefined}
  | {tookMs: number; failure: Failure; reply?: undefined};

export type Reply = {status: number; contentType: string; body: string};

/** Why no reply came; `text` is worded like the `reason` of Vonage's fallback requests. */
export type Failure = {code: FailureCode; text: string};

type FailureCode =
  | 'connect-timeout'
  | 'socket-timeout'
  | 'closed'
  | 'refused'
  | 'unreachable'
  | 'tls'
  | 'url'
  | 'too-large';

/** Real ms: how long a connection may take, and how long the reply may. */
export type Deadlines = {connectMs: number; replyMs: number};

/** Connections to applications, kept open between webhooks. */
export type Connections = {http: http.Agent; https: https.Agent; closed: boolean; close(): void};

/** Bytes of a reply that are read; an NCCO is far smaller. */
const longestReply = 2 ** 20;

/**
 * Real ms that a connection is kept for the next webhook: far less than servers keep theirs, for one that closes a
 * connection at the moment it is used again would look like a failure.
 */
const idleMs = 500;

/** Connections to one application at a time; what is beyond waits, and its deadlines do not run meanwhile. */
const mostConnections = 64;

export function openConnections(): Connections {
  const reuse = {keepAlive: true, timeout: idleMs, maxSockets: mostConnections};
  return {
    http: new http.Agent(reuse),
    https: new https.Agent(reuse),
    closed: false,
    close() {
      this.closed = true;
      this.http.destroy();
      this.https.destroy();
    },
  };
}

/**
 * Sends one request and waits for the whole reply. Redirects are not followed, as Vonage does not follow them.
 * Never rejects: what went wrong is the attempt's `failure`.
 */
export async function send(outgoing: Outgoing, deadlines: Deadlines, connections: Connections): Promise<Attempt> {
  const began = performance.now();
  const result = await exchange(outgoing, deadlines, connections);
  return {tookMs: performance.now() - began, ...result};
}

type Exchange = {reply: Reply; failure?: undefined} | {failure: Failure; reply?: undefined};

function exchange(
  {url, method, headers, body, cut}: Outgoing,
  deadlines: Deadlines,
  connections: Connections,
): Promise<Exchange> {
  return new Promise(resolve => {
    // A request begun now would outlive the simulator.
    if (connections.closed) return resolve({failure: {code: 'closed', text: 'Connection closed.'}});
    const secure = url.protocol === 'https:';
    const request = (secure ? https : http).request(url, {
      method,
      headers,
      // Else the certificate would have to be the one of the public `Host`.
      servername: net.isIP(url.hostname) ? '' : url.hostname,
      agent: secure ? connections.https : connections.http,
    });
    let cancelDeadline = () => {};
    const finish = (result: Exchange) => {
      cancelDeadline();
      request.destroy();
      resolve(result);
    };
    const fail = (code: FailureCode, text: string) => finish({failure: {code, text}});
    const awaitReply = () => {
      cancelDeadline();
      cancelDeadline = afterReal(deadlines.replyMs, () => fail('socket-timeout', 'Socket timeout.'));
    };
    request.on('socket', socket => {
      if (!socket.connecting) return awaitReply();
      cancelDeadline = afterReal(deadlines.connectMs, () => fail('connect-timeout', 'Connect timeout.'));
      socket.once('connect', awaitReply);
    });
    request.on('error', error => fail(...explain(error)));
    request.on('response', response => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > longestReply) fail('too-large', 'Response too large.');
        else chunks.push(chunk);
      });
      response.on('error', error => fail(...explain(error)));
      response.on('end', () => {
        cancelDeadline();
        const contentType = response.headers['content-type'] ?? '';
        resolve({reply: {status: response.statusCode ?? 0, contentType, body: Buffer.concat(chunks).toString('utf8')}});
      });
    });
    if (!cut) return request.end(body);
    const half = body?.slice(0, body.length / 2) ?? '';
    request.write(half, () => fail('closed', 'Connection closed.'));
  });
}

const failures: Record<string, [FailureCode, string]> = {
  ECONNREFUSED: ['refused', 'Connection refused.'],
  ECONNRESET: ['closed', 'Connection closed.'],
  EPIPE: ['closed', 'Connection closed.'],
  ENOTFOUND: ['unreachable', 'Unknown host.'],
  EAI_AGAIN: ['unreachable', 'Unknown host.'],
  EHOSTUNREACH: ['unreachable', 'No route to host.'],
  ENETUNREACH: ['unreachable', 'No route to host.'],
  ETIMEDOUT: ['connect-timeout', 'Connect timeout.'],
};

function explain(error: Error): [FailureCode, string] {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/CERT|SSL|TLS|EPROTO/.test(code)) return ['tls', 'General SSLEngine problem'];
  return failures[code] ?? ['closed', 'Connection closed.'];
}

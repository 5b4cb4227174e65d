import type {Dispatcher} from 'undici';
import type {Headers, RawResponse} from '../call/observation.js';
import {type Body, mostBytes, readBody} from './body.js';
import type {SetTimer} from './clock.js';
import {codeOf} from './error-code.js';

/** What became of a request: an answer of any status, or a word for why there is none. */
export type RequestOutcome =
  | {raw: RawResponse; excess?: Body['excess']}
  | {problem: 'reset' | 'timeout' | 'unreachable' | 'malformed'; cause?: string};

/** Sends one request with a token, a GET where nothing else is said, and reads the answer. Never rejects. */
type Send = (url: string, token: string, asked?: {method: 'POST' | 'PUT'; body: string}) => Promise<RequestOutcome>;

const limits = {headersMs: 5000, allMs: 10_000};

/**
 * Requests through undici: 5 s for the headers, 10 s in all (an answer that trickles on), 1 MiB, also when it is
 * unpacked, and no more JSON than is quickly read. Redirects are not followed: `request` does not, and must not, as a token is on it.
 *
 * @param given a dispatcher to use instead of our own; it is then not closed here.
 */
export function createSender(setTimer: SetTimer, given?: Dispatcher): {send: Send; close: () => Promise<void>} {
  let own: Promise<Dispatcher> | undefined;

  async function createAgent(): Promise<Dispatcher> {
    const {Agent} = await import('./http-client.js');
    return new Agent({connect: {timeout: limits.headersMs}, maxResponseSize: mostBytes, connections: 8});
  }

  async function send(
    url: string,
    token: string,
    asked?: {method: 'POST' | 'PUT'; body: string},
  ): Promise<RequestOutcome> {
    const aborter = new AbortController();
    const cancel = setTimer(() => aborter.abort(), limits.allMs);
    try {
      // At the first request: undici doubles the time to start, and a monitor without credentials never needs it.
      const {request} = await import('./http-client.js');
      own ??= given ? Promise.resolve(given) : createAgent();
      const response = await request(url, {
        dispatcher: await own,
        ...asked,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          'user-agent': 'convo-monitor',
          ...(asked && {'content-type': 'application/json'}),
        },
        headersTimeout: limits.headersMs,
        signal: aborter.signal,
      });
      const headers = readHeaders(response.headers);
      const {raw, excess} = await readBody(response.body, headers);
      return {raw: {status: response.statusCode, headers, ...raw}, excess};
    } catch (error) {
      return aborter.signal.aborted ? {problem: 'timeout'} : explain(error);
    } finally {
      cancel();
    }
  }

  async function close() {
    if (!given) await (await own)?.destroy();
  }

  return {send, close};
}

/** Repeated headers joined; cookies are the host's secrets and stay out of recordings. */
function readHeaders(headers: Record<string, string | string[] | undefined>): Headers {
  const read: Headers = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    read[name] = name === 'set-cookie' ? '(removed)' : Array.isArray(value) ? value.join(', ') : value;
  }
  return read;
}

const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']);

const breaks = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

function explain(error: unknown): RequestOutcome {
  const cause = codeOf(error);
  if (timeouts.has(cause)) return {problem: 'timeout'};
  if (breaks.has(cause)) return {problem: 'reset', cause};
  if (cause === 'UND_ERR_HEADERS_OVERFLOW') return {problem: 'malformed', cause: 'headers too large'};
  return cause === 'HTTPParserError' ? {problem: 'malformed', cause: 'not HTTP'} : {problem: 'unreachable', cause};
}

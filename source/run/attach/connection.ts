import {setTimeout} from 'node:timers/promises';
import {type RawData, WebSocket} from 'ws';
import {jsonIn} from '../../text/json-in.js';
import {printable} from '../../text/printable.js';
import {neverWithItself} from '../self-connection.js';
import {FEED, hello, LONGEST_MESSAGE} from '../serve/protocol.js';
import {watchSilence} from './alive.js';
import {AttachError, refusedBy, unreachableBy} from './failure.js';
import {type AttachTokenSource, whyNotSayable} from './token.js';

/** A connection to a monitor that is served, which has said who it is. */
export type Connection = {
  recording: string;
  begin(after: number): void;
  messages: AsyncGenerator<string>;
  /** Why it ended. */
  why(): string;
  close(): void;
};

/** What is needed for one. */
export type Access = AttachTokenSource & {
  url: string;
  /** A certificate that is believed, PEM. */
  ca?: Buffer;
};

/** Messages that may wait to be taken in before the other side is asked to pause. */
const MOST_WAITING = 16;

/** Connects, and hears who is there, within so many ms. Rejects with `AttachError`. */
export async function connect(access: Access, patienceMs: number, signal: AbortSignal): Promise<Connection> {
  const {url, ca} = access;
  const token = access.token();
  const unsaid = token === undefined ? undefined : whyNotSayable(token);
  if (unsaid !== undefined)
    throw new AttachError('unauthorized', `The token for ${url} ${unsaid}: give the one that the monitor there has.`);
  const begunAt = performance.now();
  const socket = new WebSocket(url, {
    headers: token === undefined ? {} : {authorization: `Bearer ${token}`},
    handshakeTimeout: patienceMs,
    maxPayload: LONGEST_MESSAGE,
    perMessageDeflate: false,
    finishRequest(request) {
      request.once('socket', neverWithItself);
      request.end();
    },
    ...(ca && {ca}),
  });
  const waiting: string[] = [];
  let wake: () => void = () => undefined;
  let why = '';
  const end = (): void => socket.terminate();
  signal.addEventListener('abort', end, {once: true});
  socket.on('message', (data: RawData) => {
    waiting.push(String(data));
    if (waiting.length >= MOST_WAITING) socket.pause();
    wake();
  });
  socket.on('close', (code, reason) => {
    signal.removeEventListener('abort', end);
    why ||= endedBy(url, code, String(reason));
    wake();
  });
  const next = async (): Promise<string | undefined> => {
    while (waiting.length === 0) {
      // Before it is closed it is not known why.
      if (socket.readyState === socket.CLOSED) return undefined;
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
    const text = waiting.shift();
    if (waiting.length === 0 && socket.isPaused) socket.resume();
    return text;
  };
  const failed = new Promise<never>((_, reject) => {
    socket.on('error', error => void unreachableBy(url, error, {patienceMs, signal}).then(reject));
    socket.on('unexpected-response', (_request, {statusCode = 0}) => {
      reject(refusedBy(url, statusCode, access.ifRefused?.()));
      socket.terminate();
    });
  });
  failed.catch(() => undefined);
  const opened = new Promise(resolve => socket.once('open', resolve));
  await Promise.race([opened, failed]);
  const left = begunAt + patienceMs - performance.now();
  const first = await Promise.race([next(), failed, setTimeout(Math.max(0, left), undefined, {ref: false})]);
  const {data: said} = hello.safeParse(jsonIn(first ?? ''));
  const refusal = strangerIn(url, first, said);
  if (refusal || !said) {
    socket.terminate();
    throw refusal;
  }
  watchSilence(socket, () => {
    why = `Nothing comes from the monitor at ${url} any more, and it answers nothing: look at the way there (ssh, the network).`;
  });
  async function* messages(): AsyncGenerator<string> {
    for (let text = await next(); text !== undefined; text = await next()) yield text;
  }
  return {
    recording: said.recording,
    begin: after => socket.send(JSON.stringify({after})),
    messages: messages(),
    why: () => why,
    close: () => socket.terminate(),
  };
}

/** Why a connection ended. Without a goodbye (1006) it was not the monitor that closed it, or it ended at once. */
function endedBy(url: string, code: number, reason: string): string {
  if (code === 1006)
    return `The connection to the monitor at ${url} broke off: it was killed, or the way there (ssh, the network) is cut.`;
  return `The monitor at ${url} has closed the connection (${code}${reason === '' ? '' : `: ${printable(reason, 200)}`}).`;
}

/** Why what answers is not to be read, by what it says first. */
function strangerIn(
  url: string,
  first: string | undefined,
  said: {schema: string; version: string} | undefined,
): AttachError | undefined {
  const what = `What answers at ${url} is no monitor that is served. Start it with --serve, and give the address that it says.`;
  // Who says nothing may have no time yet.
  if (first === undefined) return new AttachError('away', what);
  if (!said?.schema.startsWith('convo-monitor/feed@')) return new AttachError('not-served', what);
  if (said.schema === FEED) return undefined;
  const text = `The monitor at ${url} is of another version (${said.version.slice(0, 40)}): use the same here and there.`;
  return new AttachError('other-version', text);
}

import {setTimeout} from 'node:timers/promises';
import {type RawData, WebSocket} from 'ws';
import type {Observation} from '../../call/observation.js';
import type {Reading} from '../../store/reading.js';
import {jsonIn} from '../../text/json-in.js';
import {messageOf} from '../../text/system-error.js';
import {lasting} from '../lasting.js';
import {createProgress} from '../progress.js';
import {CAUGHT_UP, hello, LONGEST_MESSAGE} from '../serve/protocol.js';
import {failureText, PATIENCE} from './failure.js';
import {createLineReader} from './line-reader.js';

/** Why nobody could be attached to: what happened, and what to do next. `status` is of the answer, where there was one. */
export class AttachError extends Error {
  override readonly name = 'AttachError';

  constructor(
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}

export type Attached = {
  /** Observations as they were recorded, then as they come. Ends when it is closed. */
  batches: AsyncGenerator<Observation[]>;
  /** How much of what was there before has come; undefined once all has. */
  reading(): Reading | undefined;
  close(): void;
};

/**
 * Reads a monitor that is served elsewhere. A connection that is lost comes back by itself, from the last observation on, and that is said. Rejects with
 * `AttachError` where the first one comes to nothing.
 */
export async function attachTo(url: string, token: string | undefined, ca?: Buffer): Promise<Attached> {
  const closing = new AbortController();
  const {signal} = closing;
  const reader = createLineReader(url);
  const {said} = reader;
  const progress = createProgress(undefined);
  const open = () => connect(url, token, ca, signal);

  async function* read(link: Link, came: () => void): AsyncGenerator<Observation[]> {
    const {is, after} = reader.meet(link.recording);
    if (is === 'started anew')
      yield [said('ok', 'started-anew', `The monitor at ${url} was started anew: what it records now comes behind.`)];
    else if (is === 'known') yield [said('ok', 'attached', `Attached to ${url} again.`)];
    link.begin(after);
    for await (const text of link.messages) {
      progress.add(text.length);
      if (text === CAUGHT_UP) progress.end();
      const batch = reader.observationsIn(text);
      if (batch.length > 0) yield batch;
      came();
    }
    throw new AttachError(link.why());
  }

  const lost = (error: unknown) => [
    said('failing', 'detached', `${messageOf(error)} It is tried again until this ends.`),
  ];
  return {
    batches: lasting({first: await open(), again: open, read, lost, signal}),
    reading: progress.look,
    close: () => closing.abort(),
  };
}

type Link = {
  recording: string;
  begin(after: number): void;
  messages: AsyncGenerator<string>;
  /** Why it ended. */
  why(): string;
  close(): void;
};

/** Messages that may wait to be taken in before the other side is asked to pause. */
const MOST_WAITING = 16;

async function connect(
  url: string,
  token: string | undefined,
  ca: Buffer | undefined,
  signal: AbortSignal,
): Promise<Link> {
  const socket = new WebSocket(url, {
    headers: token === undefined ? {} : {authorization: `Bearer ${token}`},
    handshakeTimeout: PATIENCE,
    maxPayload: LONGEST_MESSAGE,
    perMessageDeflate: false,
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
    why ||= `The monitor at ${url} has closed the connection (${code}${reason.length > 0 ? `: ${String(reason)}` : ''}).`;
    wake();
  });
  const next = async (): Promise<string | undefined> => {
    while (waiting.length === 0) {
      if (socket.readyState >= socket.CLOSING) return undefined;
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
    const text = waiting.shift();
    if (waiting.length === 0 && socket.isPaused) socket.resume();
    return text;
  };
  const failed = new Promise<never>((_, reject) => {
    socket.on('error', error => reject(new AttachError(failureText(url, error))));
    socket.on('unexpected-response', (_request, {statusCode = 0}) => {
      reject(new AttachError(refusedText(url, statusCode), statusCode));
      socket.terminate();
    });
  });
  failed.catch(() => undefined);
  const opened = new Promise(resolve => socket.once('open', resolve));
  await Promise.race([opened, failed]);
  const first = await Promise.race([next(), failed, setTimeout(PATIENCE, undefined, {ref: false})]);
  const said = hello.safeParse(jsonIn(first ?? ''));
  if (!said.success || !said.data.schema.startsWith('convo-monitor/feed@')) {
    socket.terminate();
    throw new AttachError(
      `What answers at ${url} is no monitor that is served. Start it with --serve, and give the address that it says.`,
    );
  }
  if (said.data.schema !== 'convo-monitor/feed@1') {
    socket.terminate();
    throw new AttachError(
      `The monitor at ${url} is of another version (${said.data.version.slice(0, 40)}): use the same here and there.`,
    );
  }
  async function* messages(): AsyncGenerator<string> {
    for (let text = await next(); text !== undefined; text = await next()) yield text;
  }
  return {
    recording: said.data.recording,
    begin: after => socket.send(JSON.stringify({after})),
    messages: messages(),
    why: () => why,
    close: () => socket.terminate(),
  };
}

const refusals: Readonly<Record<number, string>> = {
  401: 'it wants another token. It said which when it started: give it as CONVO_MONITOR_SERVE_TOKEN, or with --serve-token @FILE.',
  403: 'it is not known there by this name. Connect to the address that it said when it started, through ssh -L to 127.0.0.1.',
  404: 'nothing is served there. Give the address that it said when it started.',
  429: 'too many tokens were tried from here. Wait a minute, then try again with the one that it said when it started.',
  503: 'too many are attached already.',
};

const refusedText = (url: string, status: number): string =>
  `The monitor at ${url} answered ${status}: ${refusals[status] ?? 'look whether a monitor is served there.'}`;

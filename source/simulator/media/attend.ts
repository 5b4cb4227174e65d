import type {WebSocket} from 'ws';
import type {MediaOutcome} from '../outcome.js';
import type {MediaSocket} from '../state.js';
import {formatOf, usualContentType} from './format.js';
import {listen} from './listen.js';
import {latencyOf, nothingHeard} from './outcome.js';
import {createPlayback} from './playback.js';
import {framesOf} from './sound.js';
import {stream} from './stream.js';
import {createTalk, type Talk} from './talk.js';
import type {Line, SocketParty, Wire} from './wire.js';

/** Why a connection ended that the application closed, or that was lost. */
export class Dropped extends Error {
  constructor(readonly at: number) {
    super('The WebSocket was closed.');
  }
}

/** Why a caller hangs up who has said everything. */
export class SaidAll extends Error {
  constructor(readonly at: number) {
    super('The caller has said everything.');
  }
}

/** ms that a key is held, as in captures. */
const keyMs = 130;

/** ms for which a slow reader does not read, and for which it does. */
const [restMs, readMs] = [900, 100];

/** Close codes for what is minded in a message (RFC 6455, 7.4.1), by what the library calls it. */
const codesOf: Readonly<Record<string, number>> = {
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
  WS_ERR_INVALID_UTF8: 1007,
};
const protocolError = 1002;

/** Does on an open WebSocket what Vonage does, until the leg is hung up or the connection ends; then says what it came to. */
export function attend(
  wire: Wire,
  line: Line,
  {endpoint, socket, tookMs}: {endpoint: SocketParty; socket: WebSocket; tookMs: number},
): MediaSocket {
  const {clock, sound, media, mediaFaults} = wire;
  const {uri, headers} = endpoint;
  const contentType = endpoint['content-type'] ?? usualContentType;
  const format = formatOf(contentType);
  const began = clock.now();
  const [dropped, saidAll] = [new AbortController(), new AbortController()];
  const ended = AbortSignal.any([dropped.signal, line.gone]);
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()));
  const playback = createPlayback(clock, format, ended);
  const outcome = nothingHeard(endpoint, tookMs);
  const act = (text: string) => wire.act({at: clock.now(), kind: 'media', text: `${uri} ${text}`});
  const tell = (message: Record<string, unknown>) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const press = (digit: string) => {
    act(`key ${digit}`);
    tell({event: 'websocket:dtmf', digit, duration: keyMs});
  };
  /** Lets go of the connection without a word, as far as the application can tell. */
  const cut = (reason: string) => {
    if (outcome.closed) return;
    outcome.closed = {by: 'vonage', code: 1006, reason};
    act(`cut off: ${reason}`);
    socket.terminate();
  };

  act('connected');
  tell({event: 'websocket:connected', 'content-type': contentType, ...headers});
  const talk = line.says && createTalk({...{sayings: line.says, sound, format, began, press}, ...talking(act)});
  const stopLive = talk ? clock.live() : undefined;
  socket.on('message', listen({outcome, playback, format, isLenient: media.lenientFrames === true, act, tell, cut}));
  // An error is followed by the end. What the library itself minds in a message, it has closed for.
  socket.on('error', (error: NodeJS.ErrnoException) => {
    act(`broken: ${error.message}`);
    if (error.code?.startsWith('WS_ERR_'))
      outcome.closed ??= {by: 'vonage', code: codesOf[error.code] ?? protocolError, reason: error.message};
  });
  socket.once('close', (code, reason) => {
    // A simulator that is being closed has forgotten it already.
    if (!wire.sockets.delete(socket) || line.gone.aborted) return;
    if (!outcome.closed) {
      const why = reason.toString();
      act(`closed by the application (${code}${why && `: ${why}`})`);
      outcome.closed = {by: 'application', code, ...(why && {reason: why})};
    }
    dropped.abort(new Dropped(clock.now()));
  });
  const hangUp = () => {
    outcome.closed ??= {by: 'caller', code: 1000};
    socket.resume();
    socket.close(1000);
  };
  line.gone.addEventListener('abort', hangUp, {once: true});
  ended.addEventListener('abort', () => finish(), {once: true});

  function talking(say: (text: string) => void) {
    return {heard: playback.heard, manners: media.manners, says: (text: string) => say(`the caller ${text}`)};
  }

  function finish(): void {
    line.keep(settled(outcome, {began, now: clock.now(), playback, talk}));
    stopLive?.();
  }

  if (line.gone.aborted) {
    hangUp();
    finish();
  }
  const {loseSocketMs, lateFrames, slowReader} = mediaFaults;
  const later = (ms: number, act: () => void) => clock.until(clock.now() + ms, ended).then(act, () => undefined);
  const rest = () => {
    socket.pause();
    void later(restMs, read);
  };
  const read = () => {
    socket.resume();
    void later(readMs, rest);
  };
  if (slowReader) rest();
  if (loseSocketMs !== undefined) void later(loseSocketMs, () => cut('the connection was lost'));
  const frames = framesOf(sound, format);
  let isAllSaid = false;
  const frame = (index: number) => {
    if (!talk) return frames(index);
    const piece = talk.frame(clock.now());
    isAllSaid = piece === undefined;
    return piece;
  };
  const isLate = lateFrames === undefined ? undefined : () => mediaFaults.dice() < lateFrames;
  void stream(clock, socket, {frame, ended, isLate, isTalk: talk !== undefined}).then(() => {
    if (isAllSaid) saidAll.abort(new SaidAll(clock.now()));
  });
  return {dropped: dropped.signal, saidAll: saidAll.signal, isTalk: talk !== undefined, closed, press};
}

type Played = {began: number; now: number; playback: ReturnType<typeof createPlayback>; talk?: Talk};

/** What a WebSocket came to, whole, at its end. */
function settled(outcome: MediaOutcome, {began, now, playback, talk}: Played): MediaOutcome {
  const {figures, heard, waitingMs} = playback;
  const unplayedMs = Math.round(waitingMs());
  heard.endAt(now);
  const turns = talk?.turns() ?? [];
  const first = heard.first(0, 0);
  const latency = latencyOf(turns);
  return {
    ...outcome,
    lastedMs: Math.round(now - began),
    ...(first && {firstAudioMs: Math.max(0, Math.round(first.from - began))}),
    turns,
    ...(latency && {latency}),
    agent: {
      ...outcome.agent,
      audibleMs: Math.round(heard.audibleMs(now)),
      thrownAwayMs: Math.round(figures.thrownAwayMs),
      unplayedMs,
      underruns: figures.underruns,
      lostFrames: figures.lost,
    },
  };
}

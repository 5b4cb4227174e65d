import type {RawData, WebSocket} from 'ws';
import {messageOf} from '../../text/system-error.js';
import type {Leg, MediaSocket, Platform} from '../state.js';
import type {Party} from '../types.js';
import {type Format, formatOf, usualContentType} from './format.js';
import {createPlayback} from './playback.js';
import {framesOf} from './sound.js';
import {stream} from './stream.js';

/** Why a connection ended that the application closed. */
export class Dropped extends Error {
  constructor(readonly at: number) {
    super('The application closed the WebSocket.');
  }
}

/** What became of connecting: a socket, or the status that the leg gets. `tookMs` is real time. */
export type Connected = {tookMs: number} & (
  | {socket: MediaSocket; status?: undefined}
  | {status: 'failed' | 'unanswered'; reason: string; socket?: undefined}
);

type Endpoint = Extract<Party, {type: 'websocket'}>;

/** Real ms for the handshake: nothing is documented, so it is what an answer URL has. */
const handshakeMs = 5000;

/** Bytes of a message that is read; a frame of 24 kHz has 960, and commands are short. */
const longestMessage = 65_536;

/** ms that a key is held, as in captures. */
const keyMs = 130;

/** Calls the WebSocket of an endpoint, as Vonage does: it is the client. Never rejects. */
export async function connectSocket(platform: Platform, leg: Leg, endpoint: Endpoint): Promise<Connected> {
  const began = performance.now();
  const release = platform.clock.hold();
  try {
    const socket = await open(endpoint, platform, socket => attend(platform, leg, endpoint, socket));
    return {tookMs: performance.now() - began, socket};
  } catch (error) {
    const reason = messageOf(error);
    platform.act({at: platform.clock.now(), kind: 'media', text: `${endpoint.uri} not connected: ${reason}`});
    // Nobody picked up, or something refused.
    const status = /timed out|ETIMEDOUT/.test(reason) ? 'unanswered' : 'failed';
    return {tookMs: performance.now() - began, status, reason};
  } finally {
    release();
  }
}

/** What the application sends right behind its handshake comes before a promise would be continued: `attend` is there at once. */
async function open(
  {uri, authorization}: Endpoint,
  platform: Platform,
  attend: (socket: WebSocket) => MediaSocket,
): Promise<MediaSocket> {
  const {WebSocket} = await import('ws');
  const bearer = authorization?.type === 'custom' ? authorization.value : authorization && platform.bearer();
  const {url, headers} = platform.reach(uri);
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      headers: {...headers, ...(bearer && {authorization: bearer})},
      handshakeTimeout: handshakeMs,
      maxPayload: longestMessage,
      perMessageDeflate: false,
      // Tiny fragments are an old attack; no application has a reason to send any.
      maxFragments: 64,
      maxBufferedChunks: 1024,
    });
    platform.sockets.add(socket);
    socket.once('error', error => {
      platform.sockets.delete(socket);
      reject(error);
    });
    socket.once('open', () => {
      socket.removeAllListeners('error');
      resolve(attend(socket));
    });
  });
}

function attend(platform: Platform, leg: Leg, endpoint: Endpoint, socket: WebSocket): MediaSocket {
  const {clock} = platform;
  const {uri, headers} = endpoint;
  const contentType = endpoint['content-type'] ?? usualContentType;
  const format = formatOf(contentType);
  const dropped = new AbortController();
  const act = (text: string) => platform.act({at: clock.now(), kind: 'media', text: `${uri} ${text}`});
  const tell = (message: Record<string, unknown>) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const ended = AbortSignal.any([dropped.signal, leg.gone.signal]);

  act('connected');
  tell({event: 'websocket:connected', 'content-type': contentType, ...headers});
  socket.on('message', listener(platform, format, ended, {act, tell}));
  // An error is followed by the end.
  socket.on('error', error => act(`broken: ${error.message}`));
  socket.once('close', code => {
    // A simulator that is being closed has forgotten it already.
    if (!platform.sockets.delete(socket) || leg.gone.signal.aborted) return;
    act(`closed by the application (${code})`);
    dropped.abort(new Dropped(clock.now()));
  });
  const hangUp = () => socket.close(1000);
  leg.gone.signal.addEventListener('abort', hangUp, {once: true});
  if (leg.gone.signal.aborted) hangUp();
  void stream(clock, socket, framesOf(platform.sound, format), ended);
  return {
    dropped: dropped.signal,
    press(digit) {
      act(`key ${digit}`);
      tell({event: 'websocket:dtmf', digit, duration: keyMs});
    },
  };
}

type Said = {act(text: string): void; tell(message: Record<string, unknown>): void};

/** Audio goes into the queue; `clear` empties it, and `notify` comes back when what was before it has been played. */
function listener({clock}: Platform, format: Format, ended: AbortSignal, {act, tell}: Said) {
  const playback = createPlayback(clock, format, ended);
  let lost = false;
  return (data: RawData, isBinary: boolean): void => {
    if (isBinary) {
      const fits = playback.play(sizeOf(data));
      if (!fits && !lost) act('sends more audio than can wait: what is beyond a minute is lost');
      lost = !fits;
      return;
    }
    const command = commandIn(data);
    if (command?.action === 'clear') {
      act('clear');
      playback.clear();
      tell({event: 'websocket:cleared'});
    } else if (command?.action === 'notify') {
      act('notify');
      void playback.played().then(isPlayed => isPlayed && tell({event: 'websocket:notify', payload: command.payload}));
    } else {
      act('sends a text message that is no command');
    }
  };
}

function sizeOf(data: RawData): number {
  return Array.isArray(data) ? data.reduce((sum, part) => sum + part.length, 0) : data.byteLength;
}

function commandIn(data: RawData): {action?: unknown; payload?: unknown} | undefined {
  try {
    const value: unknown = JSON.parse(String(data));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

import type {WebSocket} from 'ws';
import {messageOf} from '../../text/system-error.js';
import type {MediaSocket} from '../state.js';
import {attend} from './attend.js';
import {nothingHeard} from './outcome.js';
import type {Line, SocketParty, Wire} from './wire.js';

/** What became of connecting: a socket, or the status that the leg gets. `tookMs` is real time. */
export type Connected = {tookMs: number} & (
  | {socket: MediaSocket; status?: undefined}
  | {status: 'failed' | 'unanswered'; reason: string; socket?: undefined}
);

/** Real ms for the handshake: nothing is documented, so it is what an answer URL has. */
const handshakeMs = 5000;

/** Bytes of a message that is read; a frame of 24 kHz has 960, and commands are short. */
const longestMessage = 65_536;

/** Calls the WebSocket of an endpoint, as Vonage does: it is the client. Never rejects. */
export async function connectSocket(wire: Wire, line: Line, endpoint: SocketParty): Promise<Connected> {
  const began = performance.now();
  const release = wire.clock.hold();
  const tookMs = () => performance.now() - began;
  try {
    const socket = await open(endpoint, wire, socket => attend(wire, line, {endpoint, socket, tookMs: tookMs()}));
    return {tookMs: tookMs(), socket};
  } catch (error) {
    const reason = messageOf(error);
    wire.act({at: wire.clock.now(), kind: 'media', text: `${endpoint.uri} not connected: ${reason}`});
    const answered = Number(/^Unexpected server response: (\d+)$/.exec(reason)?.[1]);
    const refused = {reason, ...(answered > 0 && {status: answered})};
    line.keep({...nothingHeard(endpoint, tookMs()), refused});
    // Nobody picked up, or something refused.
    const status = /timed out|ETIMEDOUT/.test(reason) ? 'unanswered' : 'failed';
    return {tookMs: tookMs(), status, reason};
  } finally {
    release();
  }
}

/** What the application sends right behind its handshake comes before a promise would be continued: `attend` is there at once. */
async function open(
  {uri, authorization}: SocketParty,
  wire: Wire,
  attend: (socket: WebSocket) => MediaSocket,
): Promise<MediaSocket> {
  const {WebSocket} = await import('ws');
  const bearer = authorization?.type === 'custom' ? authorization.value : authorization && wire.bearer();
  const {url, headers} = wire.reach(uri);
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
    wire.sockets.add(socket);
    socket.once('error', error => {
      wire.sockets.delete(socket);
      reject(error);
    });
    socket.once('open', () => {
      socket.removeAllListeners('error');
      resolve(attend(socket));
    });
  });
}

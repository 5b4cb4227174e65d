import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {WebSocket, WebSocketServer} from 'ws';
import type {FarEndPlan} from '../call/media.js';
import {rateIn} from './rate.js';
import {commandIn} from './texts.js';
import {readWav, resampled, type Wav} from './wav/read.js';

/** Bytes that wait to be sent before nothing more is read, and from which on the socket is closed: what waits for a minute of audio is nobody hears. */
const [mostWaiting, tooMuch] = [256 * 1024, 2 * 1024 ** 2];

/** Bytes of a message: a frame of audio has 960. */
const longestMessage = 256 * 1024;

/** ms of a frame, and Hz where nobody says it (Vonage's guide to WebSockets). */
const [frameMs, usualRate] = [20, 16_000];

/** ms that are sent ahead of time: a timer that is late is not heard. */
const leadMs = 100;

/** Close codes (RFC 6455, 7.4.1): what cannot be used, and a reader that takes too little. */
const [unusable, tryLater] = [1003, 1013];

export type FarEnd = {
  /** Where it listens, for this machine alone. */
  url: string;
  close(): void;
};

/**
 * Stands where an agent would, behind the same way that leads to one, so that what passes is looked at, counted and bounded as always. Throws where
 * the file to play cannot be read.
 */
export async function openFarEnd(plan: FarEndPlan): Promise<FarEnd> {
  const wav = plan.kind === 'play' ? await readWav(plan.file) : undefined;
  const server = createServer((_, response) => response.writeHead(426).end());
  const sockets = new WebSocketServer({noServer: true, perMessageDeflate: false, maxPayload: longestMessage});
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, each => talk(each, plan, wav));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      for (const each of sockets.clients) each.terminate();
      server.close();
      server.closeAllConnections();
    },
  };
}

function talk(socket: WebSocket, {kind}: FarEndPlan, wav: Wav | undefined): void {
  let playing: NodeJS.Timeout | undefined;
  let isConnected = false;
  socket.on('error', () => socket.terminate());
  socket.on('close', () => clearInterval(playing));

  function send(frame: Buffer): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > tooMuch) {
      socket.close(tryLater, 'takes less than comes');
      return;
    }
    socket.send(frame, () => {
      if (socket.bufferedAmount <= mostWaiting && socket.isPaused) socket.resume();
    });
    if (socket.bufferedAmount > mostWaiting) socket.pause();
  }

  /** Frames by the clock: a timer that is late is made up for, so that there are fifty a second. */
  function play(samples: Buffer, rate: number): void {
    const size = (rate / 1000) * frameMs * 2;
    const began = performance.now();
    let sent = 0;
    const next = (): void => {
      for (; sent * frameMs <= performance.now() - began + leadMs; sent++) {
        const frame = samples.subarray(sent * size, (sent + 1) * size);
        if (frame.length === 0) {
          clearInterval(playing);
          return;
        }
        send(frame.length === size ? frame : Buffer.concat([frame], size));
      }
    };
    playing = setInterval(next, frameMs / 2);
    next();
  }

  function connected(contentType: unknown): void {
    isConnected = true;
    const rate = contentType === undefined ? usualRate : rateIn(contentType);
    if (rate === undefined) socket.close(unusable, 'only audio/l16 with rate=8000, 16000 or 24000 can be played');
    else if (wav) play(resampled(wav, rate), rate);
  }

  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      if (kind === 'echo') send(data);
      return;
    }
    const command = commandIn(data.toString('utf8'));
    if (command?.word === 'websocket:connected' && !isConnected) connected(command.fields['content-type']);
  });
}

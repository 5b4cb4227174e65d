import type {WebSocket} from 'ws';
import {formatOf} from '../../source/simulator/media/format.js';
import {spoken} from '../../source/simulator/media/voice.js';
import {startSocket} from './socket.js';

const format = formatOf('audio/l16;rate=16000');
const words = (ms: number) => spoken(format, ms, {pitch: 190});
const framesIn = (samples: Buffer) =>
  Array.from({length: samples.length / format.frameBytes}, (_, at) =>
    samples.subarray(at * format.frameBytes, (at + 1) * format.frameBytes),
  );

/** Whether a frame is speech: the simulator's line is at -58 dBFS, its words at -18. */
export function isLoud(frame: Buffer): boolean {
  let sum = 0;
  for (let at = 0; at < frame.length; at += 2) sum += frame.readInt16LE(at) ** 2;
  return sum / (frame.length / 2) > 300 ** 2;
}

/** What an agent knows itself: when the caller's last words came and when its answer left, for each turn; ms. */
export type Own = {latencies: number[]; clears: number[]};

type Wants = {
  /** From the caller's last words to the answer, and how long that is. */
  answerAfterMs?: number;
  answerMs?: number;
  greetingMs?: number;
  /** How its frames leave: all at once, as models do, or each when it is due. */
  how?: 'burst' | 'paced';
  /** Ms of speech over its own after which it sends `clear`; never without. */
  clearAfterMs?: number;
};

/** An agent that answers the caller each time, once, after a known time. */
export async function startAgent(wants: Wants = {}) {
  const {answerAfterMs = 640, answerMs = 800, greetingMs = 0, how = 'burst', clearAfterMs} = wants;
  const own: Own = {latencies: [], clears: []};
  let state = {lastLoudAt: 0, loudMs: 0, isDue: false, speaksUntil: 0};
  let pacing: NodeJS.Timeout | undefined;
  const say = (socket: WebSocket, ms: number) => {
    state.speaksUntil = performance.now() + ms;
    const frames = framesIn(words(ms));
    if (how === 'burst') {
      for (const frame of frames) socket.send(frame);
      return;
    }
    const began = performance.now();
    let sent = 0;
    const send = () => {
      for (; sent < frames.length && performance.now() >= began + sent * 20; sent++) socket.send(frames[sent] ?? '');
      if (sent < frames.length) pacing = setTimeout(send, 10);
    };
    send();
  };
  const due: NodeJS.Timeout[] = [];
  const socket = await startSocket((to, heard) => {
    const frame = heard.frames.at(-1);
    if (!frame) {
      state = {lastLoudAt: 0, loudMs: 0, isDue: false, speaksUntil: 0};
      if (greetingMs > 0) say(to, greetingMs);
      return;
    }
    const now = performance.now();
    if (isLoud(frame)) {
      state.lastLoudAt = now;
      state.loudMs += 20;
      state.isDue = true;
    } else if (now - state.lastLoudAt > 300) state.loudMs = 0;
    if (clearAfterMs !== undefined && state.loudMs >= clearAfterMs && now < state.speaksUntil) {
      own.clears.push(now);
      state.speaksUntil = 0;
      to.send(JSON.stringify({action: 'clear'}));
    }
    if (!state.isDue || now - state.lastLoudAt < Math.min(answerAfterMs, 300)) return;
    state.isDue = false;
    const {lastLoudAt} = state;
    due.push(
      setTimeout(
        () => {
          own.latencies.push(performance.now() - lastLoudAt);
          say(to, answerMs);
        },
        answerAfterMs - (now - lastLoudAt),
      ),
    );
  });
  return {
    ...socket,
    own,
    close() {
      for (const timer of [...due, pacing]) clearTimeout(timer);
      for (const client of socket.server.clients) client.terminate();
      socket.server.close();
    },
  };
}

/** An agent that sends back what it hears. */
export const startEcho = () =>
  startSocket((to, {frames}) => {
    const frame = frames.at(-1);
    if (frame && isLoud(frame)) to.send(frame);
  });

import {formatOf, frameMs} from '../../source/simulator/media/format.js';
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

/**
 * What an agent knows itself, real ms by its own watch: from when the caller's last words came to when its answer left, for each turn; from when the
 * caller's first words over its own came to when its `clear` left.
 */
export type Own = {latencies: number[]; clears: number[]};

type Wants = {
  /** From the caller's last words to the answer, and how long that is. */
  answerAfterMs?: number;
  answerMs?: number;
  greetingMs?: number;
  /** How its frames leave: all at once, as models do, or one for each that comes. */
  how?: 'burst' | 'paced';
  /** Ms of speech over its own after which it sends `clear`; never without. */
  clearAfterMs?: number;
};

/** Frames without a word after which what the caller says is no longer the same. */
const pauseFrames = 300 / frameMs;

const atFirst = {lastLoud: 0, lastLoudAt: 0, loud: 0, firstLoudAt: 0, isDue: false, speaksUntil: 0};

/**
 * An agent that answers the caller each time, once, after a known time. It has no clock but the caller's frames, each of which is 20 ms: what it does
 * when is the same on any machine, and exact where simulated time waits for it.
 */
export async function startAgent(wants: Wants = {}) {
  const {answerAfterMs = 640, answerMs = 800, greetingMs = 0, how = 'burst', clearAfterMs} = wants;
  const own: Own = {latencies: [], clears: []};
  let state = {...atFirst};
  let waiting: Buffer[] = [];
  const say = (ms: number, now: number) => {
    state.speaksUntil = now + ms / frameMs;
    waiting = framesIn(words(ms));
  };
  const socket = await startSocket((to, heard) => {
    const frame = heard.frames.at(-1);
    const now = heard.frames.length;
    if (!frame) {
      state = {...atFirst};
      if (greetingMs > 0) say(greetingMs, now);
      return;
    }
    const watch = performance.now();
    if (isLoud(frame)) {
      if (state.loud++ === 0) state.firstLoudAt = watch;
      Object.assign(state, {lastLoud: now, lastLoudAt: watch, isDue: true});
    } else if (now - state.lastLoud > pauseFrames) state.loud = 0;
    if (clearAfterMs !== undefined && state.loud > clearAfterMs / frameMs && now < state.speaksUntil) {
      own.clears.push(watch - state.firstLoudAt);
      state.speaksUntil = 0;
      waiting = [];
      to.send(JSON.stringify({action: 'clear'}));
    }
    // A frame that comes has begun just now.
    if (state.isDue && now - state.lastLoud > answerAfterMs / frameMs) {
      state.isDue = false;
      own.latencies.push(watch - state.lastLoudAt);
      say(answerMs, now);
    }
    for (const each of waiting.splice(0, how === 'burst' ? waiting.length : 1)) to.send(each);
  });
  return {
    ...socket,
    own,
    close() {
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

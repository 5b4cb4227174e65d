import type {WebSocket} from 'ws';
import {formatOf, frameMs} from '../simulator/media/format.js';
import {spoken} from '../simulator/media/voice.js';

/** What it says after each turn of the caller: how long it thinks, and how long it then speaks, ms. The second time it is slow. */
const answers = [
  {thinkMs: 250, forMs: 2600},
  {thinkMs: 1500, forMs: 5200},
  {thinkMs: 300, forMs: 2200},
] as const;

/** ms of its greeting, of silence after which a caller has finished, and of speech over its own words at which it stops. */
const [greetingMs, finishedMs, interruptedMs] = [1800, 400, 100];

/** Mean square of what it takes for speech: -45 dBFS. */
const speech = (32_768 * 10 ** (-45 / 20)) ** 2;

/** The demonstration's own agent: it greets, answers when the caller has finished or pressed a key, stops when it is spoken over, and says what was heard of it. */
export function demoAgent(socket: WebSocket): void {
  const format = formatOf();
  let turns = 0;
  let isCallerSpeaking = false;
  let [speechMs, silentMs, speaksUntil] = [0, 0, 0];
  let thinking: NodeJS.Timeout | undefined;

  /** Sends it all at once, as models do. */
  function say(forMs: number): void {
    if (socket.readyState !== socket.OPEN) return;
    const words = spoken(format, forMs, {pitch: 190});
    for (let at = 0; at < words.length; at += format.frameBytes)
      socket.send(words.subarray(at, at + format.frameBytes));
    speaksUntil = Math.max(speaksUntil, performance.now()) + forMs;
  }

  function answer(): void {
    const {thinkMs, forMs} = answers[turns % answers.length] ?? answers[0];
    const payload = {answer: ++turns};
    clearTimeout(thinking);
    thinking = setTimeout(() => {
      say(forMs);
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({action: 'notify', payload}));
    }, thinkMs);
  }

  function listen(frame: Buffer): void {
    const isLoud = meanSquareOf(frame) >= speech;
    speechMs = isLoud ? speechMs + frameMs : 0;
    silentMs = isLoud ? 0 : silentMs + frameMs;
    if (speechMs >= interruptedMs) isCallerSpeaking = true;
    if (isCallerSpeaking && performance.now() < speaksUntil) {
      speaksUntil = 0;
      socket.send(JSON.stringify({action: 'clear'}));
    }
    if (!isCallerSpeaking || silentMs < finishedMs) return;
    isCallerSpeaking = false;
    answer();
  }

  socket.on('message', (data, isBinary) => {
    if (isBinary && Buffer.isBuffer(data)) return listen(data);
    const text = String(data);
    if (text.includes('websocket:connected')) say(greetingMs);
    if (text.includes('websocket:dtmf')) answer();
  });
  socket.on('close', () => clearTimeout(thinking));
}

function meanSquareOf(frame: Buffer): number {
  let sum = 0;
  for (let at = 0; at + 1 < frame.length; at += 2) sum += frame.readInt16LE(at) ** 2;
  return sum / Math.max(1, frame.length / 2);
}

import {randomInt} from 'node:crypto';
import {createClock} from './clock.js';
import {afterReal} from './delivery/real-time.js';
import {formatOf} from './media/format.js';
import {type Manners, type MediaFaults, mediaFaultsOf} from './media/options.js';
import {connectSocket} from './media/socket.js';
import {framesOf, type Sound} from './media/sound.js';
import type {SocketParty} from './media/wire.js';
import type {Action, MediaOutcome} from './outcome.js';
import {createRandom} from './random.js';
import type {Saying} from './scenarios/scenario.js';

/** An AbortSignal, in words of our own: what a project imports from here needs no types of others. */
type Signal = {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
};

export type AgentCallOptions = {
  /** The agent's WebSocket: ws:// or wss://. */
  to: string;
  /** What the caller says, turn by turn; three turns by default. */
  says?: readonly Saying[];
  /** Samples a second: 8000, 16000 (default) or 24000. */
  rate?: number;
  /** What the first message, `websocket:connected`, carries besides. */
  headers?: Record<string, unknown>;
  /** The Authorization header of the handshake, as `authorization: {type: 'custom'}` of an NCCO has it. */
  authorization?: string;
  /** What the caller's words sound like; noise like speech by default. */
  sound?: Sound;
  lenientFrames?: boolean;
  manners?: Partial<Manners>;
  faults?: MediaFaults;
  /** The same seed makes the same frames late. */
  seed?: number;
  onAction?(action: Action): void;
  /** Hangs up when it is aborted. */
  signal?: Signal;
};

/** What somebody says who has no scenario. */
const usualSays: readonly Saying[] = [{}, {}, {}];

/** Real ms that an application has for answering the end of a connection. */
const goodbyeMs = 1000;

/**
 * Calls the WebSocket of an agent as Vonage would, without webhooks, in real time, and talks to it. Never rejects for what the agent does.
 *
 * @throws TypeError when the sound is no WAV file.
 * @example
 * import {callAgent} from 'convo-monitor/simulator';
 *
 * const {latency} = await callAgent({to: 'ws://127.0.0.1:5000/socket'});
 * assert(latency && latency.worst < 1200);
 */
export async function callAgent(options: AgentCallOptions): Promise<MediaOutcome> {
  const {to, says = usualSays, rate = 16_000, authorization, sound = 'speech', signal} = options;
  framesOf(sound, formatOf());
  const endpoint: SocketParty = {
    type: 'websocket',
    uri: to,
    'content-type': `audio/l16;rate=${rate}`,
    headers: options.headers,
    ...(authorization !== undefined && {authorization: {type: 'custom', value: authorization}}),
  };
  const clock = createClock(1);
  clock.begin();
  const gone = new AbortController();
  const hangUp = () => gone.abort();
  if (signal?.aborted) hangUp();
  signal?.addEventListener('abort', hangUp);
  const sockets = new Set<{terminate(): void}>();
  const wire = {
    ...{clock, sound, sockets},
    act: options.onAction?.bind(options) ?? (() => undefined),
    reach: (url: string) => ({url, headers: {}}),
    bearer: () => undefined,
    media: {lenientFrames: options.lenientFrames, manners: options.manners},
    mediaFaults: mediaFaultsOf(options.faults, createRandom(options.seed ?? randomInt(2 ** 32))),
  };
  const kept: MediaOutcome[] = [];
  const line = {gone: gone.signal, says, keep: (outcome: MediaOutcome) => void kept.push(outcome)};
  try {
    const {socket} = await connectSocket(wire, line, endpoint);
    if (socket) {
      await happened(socket.saidAll, socket.dropped, gone.signal);
      hangUp();
      const cancel = afterReal(goodbyeMs, () => {
        for (const each of sockets) each.terminate();
      });
      await socket.closed;
      cancel();
    }
    const [outcome] = kept;
    if (!outcome) throw new Error('Nothing was kept of the call.');
    return outcome;
  } finally {
    signal?.removeEventListener('abort', hangUp);
    clock.close();
  }
}

function happened(...signals: AbortSignal[]): Promise<void> {
  const any = AbortSignal.any(signals);
  return new Promise(resolve => {
    if (any.aborted) resolve();
    any.addEventListener('abort', () => resolve(), {once: true});
  });
}

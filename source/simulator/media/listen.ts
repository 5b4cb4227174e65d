import type {RawData} from 'ws';
import type {MediaOutcome} from '../outcome.js';
import type {Format} from './format.js';
import type {Playback} from './playback.js';

type Listening = {
  outcome: MediaOutcome;
  playback: Playback;
  format: Format;
  isLenient: boolean;
  act(text: string): void;
  tell(message: Record<string, unknown>): void;
  /** Ends the connection, for a reason. */
  cut(reason: string): void;
};

/** Takes what an application sends: audio goes into the queue; `clear` empties it, and `notify` comes back when what was before it has been played. */
export function listen({outcome, playback, format, isLenient, act, tell, cut}: Listening) {
  const {agent} = outcome;
  let lost = false;

  function hear(samples: Buffer): void {
    agent.frames++;
    agent.bytes += samples.length;
    if (samples.length !== format.frameBytes) {
      if (agent.oddFrames++ === 0)
        act(`sends a frame of ${samples.length} bytes where 20 ms have ${format.frameBytes}`);
      if (!isLenient) return void cut(`unexpected frame size ${samples.length}, when required ${format.frameBytes}`);
    }
    const fits = playback.play(samples);
    if (!fits && !lost) act('sends more audio than can wait: what is beyond a minute is lost');
    lost = !fits;
  }

  return (data: RawData, isBinary: boolean): void => {
    if (outcome.closed) return;
    if (isBinary) return void hear(bytesOf(data));
    const command = commandIn(data);
    if (command?.action === 'clear') {
      agent.clears++;
      act('clear');
      playback.clear();
      tell({event: 'websocket:cleared'});
    } else if (command?.action === 'notify') {
      agent.notifies++;
      act('notify');
      void playback.played().then(isPlayed => isPlayed && tell({event: 'websocket:notify', payload: command.payload}));
    } else {
      act('sends a text message that is no command');
    }
  };
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}

function commandIn(data: RawData): {action?: unknown; payload?: unknown} | undefined {
  try {
    const value: unknown = JSON.parse(String(data));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

import type {AudioFigures, Figures, MediaEvent, Sender} from '../../call/media.js';
import type {Block} from './block.js';
import {createClears} from './clears.js';
import {createLane, frameMs, type LaneMeasure} from './lane.js';
import {createMeter} from './level.js';
import {createPlayout} from './playout.js';
import {createSpeech, type Speech, type Utterance} from './speech.js';
import {bargeInOf, createWaiting, type RecentSpeech, turnOf} from './turns.js';

export type Settled = Extract<MediaEvent, {kind: 'turn' | 'barge-in'}>;

/** What a screen's meters show. */
export type Levels = {
  /** dBFS, of what is heard just now; absent where nothing is. */
  vonage?: number;
  application?: number;
  /** ms that wait at Vonage to be played. */
  queueAhead: number;
  vonageSpeaks: boolean;
  applicationSpeaks: boolean;
};

/** Measures one socket. Knows no clock: each call says when, in ms since the socket opened. */
export type SocketMeasure = {
  /** One binary message. Its bytes are only read, and not kept. */
  audio(from: Sender, frame: Uint8Array, at: number): void;
  /** The application sent `clear`. */
  clear(at: number): void;
  /** Vonage said that it did so. */
  cleared(at: number): void;
  /** The application sent `notify`; the key is its payload as JSON. */
  notify(key: string, at: number): void;
  /** It came back. */
  notified(key: string, at: number): void;
  /** Turns and barge-ins that became known since this was asked last, oldest first; to be asked every second or more often, since no more than 8
   * utterances wait for it. */
  settled(at: number): readonly Settled[];
  /** The figures so far; level, peak and pace are those since this was asked last. */
  figures(at: number, final?: true): Figures;
  /** The socket has closed: what waits is not played, and what was said is over. Gives what became known by that; nothing is to be asked after it. */
  end(at: number): readonly Settled[];
  /** As of the last `settled`; changes nothing, so that it may be asked as often as a screen is drawn. */
  levels(at: number): Levels;
};

/** Messages that Vonage keeps (Vonage's guide to WebSockets: about a minute). */
export const keptMessages = 3072;

/** Asked for often, and mostly this. */
const none: readonly Settled[] = [];

/** Utterances that wait to be matched. */
const mostOpen = 8;

/** ms after which everything is known of what was said. */
const allKnownMs = 2000;

/** `rate`: samples a second, as `websocket:connected` declares it. */
export function measureSocket({rate}: {rate: number}, {limit = keptMessages} = {}): SocketMeasure {
  const lanes = {vonage: createLane('vonage', rate), application: createLane('application', rate)};
  const meters = {vonage: createMeter(), application: createMeter()};
  const caller = createSpeech({kind: 'heard', ended: utterance => interruptions.add(utterance)});
  const agent = createSpeech({kind: 'made', began: utterance => answers.add(utterance)});
  const clears = createClears(caller.recent);
  const said: RecentSpeech = {callers: caller.recent, agents: agent.recent, clears: clears.recent};
  const answers = createWaiting(mostOpen, (utterance: Utterance, at) => turnOf(utterance, said, at));
  const interruptions = createWaiting(mostOpen, (utterance: Utterance, at) => bargeInOf(utterance, said, at));
  const playout = createPlayout({
    rate,
    limit,
    heard(power, ms, at, sentAt) {
      agent.hear(power, ms, at, sentAt);
      meters.application.hear(power, ms, at);
    },
    isSpeaking: at => agent.current !== undefined && at - agent.current.to <= 3 * frameMs,
    isLoud: agent.isLoud,
  });
  /** Of both, and of the piece of the caller's that is read. */
  const time = {now: 0, from: 0};

  /** Everything that follows from the time alone; gives the time. */
  function advance(to: number): number {
    timeAt(to);
    playout.advance(time.now);
    caller.rest(time.now);
    agent.rest(time.now);
    return time.now;
  }

  /** The time that it is now, which never goes back. */
  function timeAt(to: number): number {
    time.now = Math.max(time.now, to);
    return time.now;
  }

  function hear({power, samples}: Block): void {
    const ms = (samples / rate) * 1000;
    caller.hear(power, ms, time.from);
    meters.vonage.hear(power, ms, time.from);
    time.from += ms;
  }
  const wait = ({power, samples}: Block): void => playout.piece(power, samples, time.now);

  const takes: Readonly<Record<Sender, (frame: Uint8Array, at: number) => void>> = {
    vonage(frame, to) {
      const at = timeAt(to);
      // What comes now was said until now.
      time.from = at - ((frame.length >> 1) / rate) * 1000;
      lanes.vonage.frame(frame, at, hear);
    },
    application(frame, to) {
      const at = advance(to);
      playout.begin(at);
      lanes.application.frame(frame, at, wait);
      playout.end(at);
    },
  };

  function settled(to: number): readonly Settled[] {
    const at = advance(to);
    clears.advance(at);
    const [turns, bargeIns] = [answers.take(at), interruptions.take(at)];
    if (turns.length === 0 && bargeIns.length === 0) return none;
    return [
      ...turns.map((turn): Settled => ({kind: 'turn', turn})),
      ...bargeIns.map((bargeIn): Settled => ({kind: 'barge-in', bargeIn})),
    ].sort((a, b) => timeOf(a) - timeOf(b));
  }

  return {
    audio: (from, frame, at) => takes[from](frame, at),
    clear(to) {
      const at = advance(to);
      const thrown = playout.clear(at);
      if (thrown > 0) agent.cut(at);
      clears.add(at, thrown);
    },
    cleared(to) {
      const at = advance(to);
      playout.cleared(at);
      clears.answered(at);
    },
    notify: (key, at) => playout.notify(key, advance(at)),
    notified: (key, at) => playout.notified(key, advance(at)),
    settled,
    end(to) {
      const at = advance(to);
      playout.clear(at);
      return settled(at + allKnownMs);
    },
    figures(to, final) {
      const at = advance(to);
      clears.advance(at);
      return {
        at,
        vonage: laneOf(lanes.vonage, caller),
        application: laneOf(lanes.application, agent),
        queue: {...playout.queue(at), unasked: clears.unasked},
        ...(final && {final}),
      };
    },
    levels(at) {
      return {
        vonage: meters.vonage.level(at),
        application: meters.application.level(at),
        queueAhead: playout.ahead(at),
        vonageSpeaks: caller.current !== undefined,
        applicationSpeaks: agent.current !== undefined,
      };
    },
  };
}

function laneOf(lane: LaneMeasure, {floor, spoken, unclear}: Speech): AudioFigures {
  return {...lane.takeFigures(), ...(floor !== undefined && {floor}), spoken, unclear};
}

function timeOf(result: Settled): number {
  return result.kind === 'turn' ? result.turn.heardAt : result.bargeIn.at;
}

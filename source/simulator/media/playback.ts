import type {Clock} from '../clock.js';
import {type Format, frameMs} from './format.js';
import {createHeard, type Heard} from './heard.js';

/** Messages of audio that wait to be played; what comes beyond is lost (Vonage's WebSocket guide: about 60 s). */
const longestQueue = 3072;

/** ms without audio in the middle of speech that are heard as a stutter, and after which it was a pause. */
const [stutterMs, pauseMs] = [10, 1000];

/** What an application sends to be played to the people on the phone, and its commands about that. */
export type Playback = {
  /** Takes audio; false when it is lost because too much is waiting. */
  play(samples: Buffer): boolean;
  /** Resolves when everything taken so far has been played; false when it was cleared before. */
  played(): Promise<boolean>;
  clear(): void;
  /** What is heard of it. */
  heard: Heard;
  /** ms that wait to be played now. */
  waitingMs(): number;
  /** ms that `clear` threw away, how often there was nothing to play in the middle of speech, and messages that were lost. */
  figures: {thrownAwayMs: number; underruns: number; lost: number};
};

/** A queue that empties at the pace of speech, in simulated time, until `gone`. */
export function createPlayback(clock: Clock, format: Format, gone: AbortSignal): Playback {
  let until = 0;
  let cleared = new AbortController();
  const heard = createHeard(format);
  const figures = {thrownAwayMs: 0, underruns: 0, lost: 0};
  const waitingMs = () => Math.max(0, until - clock.now());
  return {
    heard,
    figures,
    waitingMs,
    play(samples) {
      const now = clock.now();
      if (until - now >= longestQueue * frameMs) {
        figures.lost++;
        return false;
      }
      const from = Math.max(until, now);
      const last = heard.last();
      const isMidSpeech = last !== undefined && last.clearedAt === undefined && until - last.to < stutterMs;
      if (isMidSpeech && from - until > stutterMs && from - until < pauseMs) figures.underruns++;
      heard.hear(samples, from);
      until = from + (samples.length / 2 / format.rate) * 1000;
      return true;
    },
    played() {
      return clock.until(Math.max(until, clock.now()), gone, cleared.signal).then(
        () => true,
        () => false,
      );
    },
    clear() {
      figures.thrownAwayMs += waitingMs();
      heard.cut(clock.now());
      until = 0;
      cleared.abort();
      cleared = new AbortController();
    },
  };
}

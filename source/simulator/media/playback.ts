import type {Clock} from '../clock.js';
import {type Format, frameMs} from './format.js';

/** Messages of audio that wait to be played; what comes beyond is lost (Vonage's WebSocket guide: about 60 s). */
const longestQueue = 3072;

/** What an application sends to be played to the people on the phone, and its commands about that. */
export type Playback = {
  /** Takes audio; false when it is lost because too much is waiting. */
  play(bytes: number): boolean;
  /** Resolves when everything taken so far has been played; false when it was cleared before. */
  played(): Promise<boolean>;
  clear(): void;
};

/** A queue that empties at the pace of speech, in simulated time, until `gone`. */
export function createPlayback(clock: Clock, {rate}: Format, gone: AbortSignal): Playback {
  let until = 0;
  let cleared = new AbortController();
  return {
    play(bytes) {
      const now = clock.now();
      until = Math.max(until, now);
      if (until - now >= longestQueue * frameMs) return false;
      until += (bytes / 2 / rate) * 1000;
      return true;
    },
    played() {
      return clock.until(Math.max(until, clock.now()), gone, cleared.signal).then(
        () => true,
        () => false,
      );
    },
    clear() {
      until = 0;
      cleared.abort();
      cleared = new AbortController();
    },
  };
}

import type {Sender} from '../../call/media.js';
import {lateMs} from '../measure/playout.js';
import {keptMessages} from '../measure/socket.js';
import {momentBytes} from './header.js';
import {createTrack, type Rest} from './track.js';

/** ms that what came is kept before it is written: what was late may come all at once by then, and belongs where silence was. */
const keptMs = 1000;

/** ms without audio from the caller that are silence, not a frame that is late. */
const restMs = 60;

/** Samples that are to be written: where they belong, counted in moments from the beginning. */
export type Stretch = {from: number; bytes: Buffer};

/**
 * Both sides of a socket beside each other in time: the caller left, when it was said; the agent right, when it is played, so that what `clear` threw
 * away is not there. Keeps a second, and what waits to be played.
 * `most`: moments after which nothing is taken any more.
 */
export function createTracks(rate: number, most: number) {
  const tracks = {vonage: createTrack(), application: createTrack()};
  const samples = (ms: number) => Math.round((ms * rate) / 1000);
  let rest: Rest | undefined;
  let written = 0;

  const takes: Readonly<Record<Sender, (frame: Uint8Array, now: number) => void>> = {
    vonage(frame, now) {
      const track = tracks.vonage;
      const missing = now - (frame.length >> 1) - track.end;
      if (missing > samples(restMs)) rest = track.rest(missing);
      track.append(frame);
      // It came late, or what came after it came early: it was said before now.
      if (rest && track.end > now) track.shorten(rest, track.end - now);
    },
    application(frame, now) {
      const track = tracks.application;
      if (now - track.end > samples(lateMs)) track.rest(now - track.end);
      if (track.end - now < samples(keptMessages * 20)) track.append(frame);
    },
  };

  /** What is to be written up to a moment; nothing where both were silent. */
  function take(until: number): Stretch | undefined {
    const to = Math.min(until, most);
    if (to <= written) return undefined;
    // From there on, both are silent.
    const end = Math.min(to, Math.max(written, tracks.vonage.end, tracks.application.end));
    const stretch = {from: written, bytes: Buffer.alloc((end - written) * momentBytes)};
    tracks.vonage.read(to, stretch.bytes, 0, momentBytes);
    tracks.application.read(to, stretch.bytes, momentBytes / 2, momentBytes);
    written = to;
    return stretch.bytes.length > 0 ? stretch : undefined;
  }

  return {
    add(from: Sender, frame: Uint8Array, at: number): void {
      if (samples(at) <= most) takes[from](frame, samples(at));
    },
    clear: (at: number): void => tracks.application.cut(samples(at)),
    /** What is certain by now, in one piece; to be asked before what comes next is added. */
    take: (at: number) => take(samples(at - keptMs)),
    /** The rest, up to the end: what waits is never played. */
    takeAll: (at: number) => take(samples(at)),
    /** Moments so far. */
    get written() {
      return written;
    },
    get isFull() {
      return written >= most;
    },
  };
}

import type {Queue} from '../../call/media.js';
import {createCalibration} from './calibration.js';
import {createPieces} from './pieces.js';

/** ms that a frame may come late and still be in time: it waits for the beat of 20 ms there, as others do. */
export const lateMs = 20;

/** What the play-out tells of. */
export type Heard = (power: number, ms: number, at: number, sentAt: number) => void;

type Options = {
  rate: number;
  /** Messages that may wait. */
  limit: number;
  heard: Heard;
  /** Whether speech was going on until then and is not over, and whether a sound is as loud as speech. */
  isSpeaking(at: number): boolean;
  isLoud(power: number): boolean;
};

/**
 * When each piece of what the application sends is played: Vonage plays one message after the other in real time, whatever pace they come at. When
 * it does so can only be estimated; a `notify` that comes back tells how well.
 */
export function createPlayout({rate, limit, heard, isSpeaking, isLoud}: Options) {
  const pieces = createPieces(rate, 2 * limit);
  const calibration = createCalibration();
  /** When all that waits will have been played, and when that began, without a pause since. */
  let [endAt, begunAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [most, underruns, starved, lost, cleared] = [0, 0, 0, 0, 0];
  /** Of the message that is being taken: what was missing before it, whether it is taken, and its loudest piece. */
  let [missing, isTaken, loudest] = [0, false, 0];

  const ahead = (at: number) => Math.max(0, endAt - at);

  /** Plays what is due. */
  function advance(at: number): void {
    for (let ms = pieces.headMs; ms > 0; ms = pieces.headMs) {
      const from = endAt - pieces.ms;
      if (from + ms > at) return;
      heard(pieces.headPower, ms, from, pieces.headSentAt);
      pieces.drop();
    }
  }

  return {
    advance,
    ahead,
    /** A message begins; its pieces and its end follow. */
    begin(at: number): void {
      isTaken = pieces.messages < limit;
      loudest = missing = 0;
      if (!isTaken || endAt > at) return;
      const late = at - endAt;
      if (late <= lateMs) return;
      missing = isSpeaking(endAt) ? late : 0;
      endAt = begunAt = at;
    },
    piece(power: number, samples: number, at: number): void {
      loudest = Math.max(loudest, power);
      if (!isTaken || !pieces.add(power, samples, at)) isTaken = false;
      else endAt += (samples / rate) * 1000;
    },
    end(at: number): void {
      pieces.endMessage();
      if (!isTaken) lost++;
      if (missing > 0 && isLoud(loudest)) {
        underruns++;
        starved += missing;
      }
      most = Math.max(most, ahead(at));
      advance(at);
    },
    /** Throws away what waits; ms of it. */
    clear(at: number): number {
      const thrown = ahead(at);
      pieces.empty();
      calibration.clear(at);
      if (thrown > 0) endAt = at;
      cleared += thrown;
      return thrown;
    },
    cleared: calibration.cleared,
    notify: (key: string, at: number) => calibration.notify(key, Math.max(at, endAt), at),
    notified(key: string, at: number): void {
      const off = calibration.notified(key, at, begunAt);
      if (pieces.messages > 0) endAt = Math.max(at, endAt + off);
      advance(at);
    },
    queue: (at: number): Omit<Queue, 'unasked'> => ({
      ahead: ahead(at),
      most,
      ...calibration.figures,
      underruns,
      starved,
      lost,
      cleared,
    }),
  };
}

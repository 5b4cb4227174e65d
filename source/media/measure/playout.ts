import type {Queue} from '../../call/media.js';
import {createCalibration} from './calibration.js';
import {createPieces} from './pieces.js';

/** ms that a frame may come late and still be in time: it waits for the beat of 20 ms there, as others do. */
export const lateMs = 20;

/** What the play-out tells of. */
export type OnHeard = (power: number, ms: number, at: number, sentAt: number) => void;

type Options = {
  rate: number;
  /** Messages that may wait. */
  limit: number;
  heard: OnHeard;
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
  const all = {endAt: Number.NEGATIVE_INFINITY, begunAt: Number.NEGATIVE_INFINITY};
  const sum = {most: 0, underruns: 0, starved: 0, lost: 0, cleared: 0};
  /** The message that is being taken: what was missing before it, whether it is taken, and its loudest piece. */
  const message = {missing: 0, isTaken: false, loudest: 0};

  const ahead = (at: number) => Math.max(0, all.endAt - at);

  /** Plays what is due. */
  function advance(at: number): void {
    for (let ms = pieces.headMs; ms > 0; ms = pieces.headMs) {
      const from = all.endAt - pieces.ms;
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
      message.isTaken = pieces.messages < limit;
      message.loudest = message.missing = 0;
      if (!message.isTaken || all.endAt > at) return;
      const late = at - all.endAt;
      if (late <= lateMs) return;
      message.missing = isSpeaking(all.endAt) ? late : 0;
      all.endAt = all.begunAt = at;
    },
    piece(power: number, samples: number, at: number): void {
      message.loudest = Math.max(message.loudest, power);
      if (!message.isTaken || !pieces.add(power, samples, at)) message.isTaken = false;
      else all.endAt += (samples / rate) * 1000;
    },
    end(at: number): void {
      pieces.endMessage();
      if (!message.isTaken) sum.lost++;
      if (message.missing > 0 && isLoud(message.loudest)) {
        sum.underruns++;
        sum.starved += message.missing;
      }
      sum.most = Math.max(sum.most, ahead(at));
      advance(at);
    },
    /** Throws away what waits; ms of it. */
    clear(at: number): number {
      const thrown = ahead(at);
      pieces.empty();
      calibration.clear(at);
      if (thrown > 0) all.endAt = at;
      sum.cleared += thrown;
      return thrown;
    },
    cleared: calibration.cleared,
    notify: (key: string, at: number) => calibration.notify(key, Math.max(at, all.endAt), at),
    notified(key: string, at: number): void {
      const off = calibration.notified(key, at, all.begunAt);
      if (pieces.messages > 0) all.endAt = Math.max(at, all.endAt + off);
      advance(at);
    },
    queue: (at: number): Omit<Queue, 'unasked'> => ({
      ahead: ahead(at),
      ...sum,
      ...calibration.figures,
    }),
  };
}

import type {Format} from './format.js';

/** The agent was heard from then to then, simulated ms; `to` may be still to come, where audio waits to be played. */
export type Utterance = {
  from: number;
  to: number;
  /** When the rest of it was thrown away. */
  clearedAt?: number;
  /** What of it is loud. */
  pieces: {from: number; to: number}[];
};

/** ms that are looked at together, that are enough to be heard, and between two sounds that belong together. */
const [blockMs, leastMs, pauseMs] = [10, 60, 300];

/** ms between two loud blocks that make no piece of its own: frames are a little late now and then. */
const seamMs = 30;

/** Mean square of what is just audible on a telephone: -45 dBFS. */
const audible = (32_768 * 10 ** (-45 / 20)) ** 2;

/** Utterances that are remembered: more than a call of an hour has. */
const mostUtterances = 2000;

/** What the person on the phone hears of an agent, and when: loud or not, and nothing else. */
export type Heard = ReturnType<typeof createHeard>;

export function createHeard({rate}: Format) {
  const utterances: Utterance[] = [];
  const blockBytes = (rate / 1000) * blockMs * 2;

  function add(from: number, to: number): void {
    const last = utterances.at(-1);
    if (!last || last.clearedAt !== undefined || from - last.to > pauseMs) {
      // What was too short to be heard gives way to what comes.
      if (last && !isHeard(last)) utterances.pop();
      utterances.push({from, to, pieces: [{from, to}]});
      if (utterances.length > mostUtterances) utterances.shift();
      return;
    }
    const piece = last.pieces.at(-1);
    if (piece && from - piece.to <= seamMs) piece.to = to;
    else last.pieces.push({from, to});
    last.to = to;
  }

  function endAt(at: number): void {
    for (let last = utterances.at(-1); last && last.from >= at; last = utterances.at(-1)) utterances.pop();
    const last = utterances.at(-1);
    if (!last || last.to <= at) return;
    last.pieces = last.pieces.filter(({from}) => from < at);
    last.to = Math.min(at, last.pieces.at(-1)?.to ?? at);
  }

  return {
    /** Takes samples that are played from `at` on. */
    hear(samples: Buffer, at: number): void {
      for (let start = 0; start + 1 < samples.length; start += blockBytes) {
        const end = Math.min(start + blockBytes, samples.length - (samples.length % 2));
        let sum = 0;
        for (let i = start; i < end; i += 2) sum += samples.readInt16LE(i) ** 2;
        const from = at + (start / 2 / rate) * 1000;
        if (sum / ((end - start) / 2) >= audible) add(from, at + (end / 2 / rate) * 1000);
      }
    },
    /** What was to be played from `at` on is thrown away, because it was cleared. */
    cut(at: number): void {
      const last = utterances.findLast(({from}) => from < at);
      if (last && last.to > at - pauseMs) last.clearedAt ??= at;
      endAt(at);
    },
    /** Nothing is heard from `at` on. */
    endAt,
    /** The first that began at `from` or later, and lasted until `to` or longer. */
    first: (from: number, to: number): Utterance | undefined =>
      utterances.find(each => each.from >= from && each.to >= to && isHeard(each)),
    /** The one that is heard at a time. */
    during: (at: number): Utterance | undefined =>
      utterances.findLast(each => each.from <= at && each.to > at && isHeard(each)),
    last: (): Utterance | undefined => utterances.findLast(isHeard),
    /** ms that it was loud until `at`. */
    audibleMs: (at: number): number =>
      utterances
        .flatMap(({pieces}) => pieces)
        .reduce((sum, {from, to}) => sum + Math.max(0, Math.min(to, at) - from), 0),
  };
}

const isHeard = ({pieces}: Utterance): boolean => pieces.reduce((sum, {from, to}) => sum + to - from, 0) >= leastMs;

import type {Sender} from '../../call/media.js';

/** ms without a frame from which on it is a gap. */
const gapMs = 60;

/** ms of flow that tell a pace; less is a burst. */
const leastFlow = 400;

/**
 * How frames of one side come. An application is silent between answers, so that a second is no gap but a pause; after a gap, what was late comes at
 * once and belongs to the time before.
 */
const kinds: Readonly<Record<Sender, {longestGap: number; longestInFlow: number}>> = {
  vonage: {longestGap: Number.POSITIVE_INFINITY, longestInFlow: 1000},
  application: {longestGap: 1000, longestInFlow: 200},
};

export function createArrival(from: Sender) {
  const longest = kinds[from];
  let lastAt: number | undefined;
  let [jitter, gaps, longestGap] = [0, 0, 0];
  let [flow, frames, bytes] = [0, 0, 0];

  return {
    /** A frame that lasts `ms`. */
    frame(size: number, ms: number, at: number): void {
      if (lastAt !== undefined) {
        const between = at - lastAt;
        // RFC 3550, 6.4.1: a sixteenth of each difference between how far apart frames came and how far apart they were made.
        if (between <= gapMs) jitter += (Math.abs(between - ms) - jitter) / 16;
        if (between <= longest.longestInFlow) {
          flow += between;
          frames++;
          bytes += size;
        }
        if (between > gapMs && between <= longest.longestGap) {
          gaps++;
          longestGap = Math.max(longestGap, between);
        }
      }
      lastAt = at;
    },
    /** Frames and samples a second since this was asked last; nothing where too little came in a flow. */
    takePace(): {pace?: number; rate?: number} {
      const told = flow < leastFlow ? {} : {pace: (frames / flow) * 1000, rate: (bytes / 2 / flow) * 1000};
      [flow, frames, bytes] = [0, 0, 0];
      return told;
    },
    get figures() {
      return {...(lastAt !== undefined && {lastAt}), jitter, gaps, longestGap};
    },
  };
}

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
  /** NaN before anything came. */
  const last = {at: Number.NaN, jitter: 0, flow: 0};
  let [gaps, longestGap] = [0, 0];
  let [frames, bytes] = [0, 0];

  return {
    /** A frame that lasts `ms`. */
    frame(size: number, ms: number, at: number): void {
      const between = at - last.at;
      if (!Number.isNaN(between)) {
        // RFC 3550, 6.4.1: a sixteenth of each difference between how far apart frames came and how far apart they were made.
        if (between <= gapMs) last.jitter += (Math.abs(between - ms) - last.jitter) / 16;
        if (between <= longest.longestInFlow) {
          last.flow += between;
          frames++;
          bytes += size;
        }
        if (between > gapMs && between <= longest.longestGap) {
          gaps++;
          longestGap = Math.max(longestGap, between);
        }
      }
      last.at = at;
    },
    /** Frames and samples a second since this was asked last; nothing where too little came in a flow. */
    takePace(): {pace?: number; rate?: number} {
      const {flow} = last;
      const told = flow < leastFlow ? {} : {pace: (frames / flow) * 1000, rate: (bytes / 2 / flow) * 1000};
      last.flow = frames = bytes = 0;
      return told;
    },
    get figures() {
      const {at, jitter} = last;
      return {...(!Number.isNaN(at) && {lastAt: at}), jitter, gaps, longestGap};
    },
  };
}

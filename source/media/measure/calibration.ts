/** Notifications and clears that may be under way; older ones are forgotten. */
const mostWaiting = 64;

/** The longest way there and back that is guessed, ms: beyond, the estimate of the play-out was off. */
const longestTrip = 250;

/** ms that the way there and back varies by: what is off by less is left as it is. */
const tolerance = 40;

/** Characters of a payload that tell it from others. */
const longestKey = 4096;

/**
 * What the answers of Vonage tell of the play-out: `notify` comes back when what was sent before it has been played, later by the way there and
 * back. The shortest that was seen is taken for that way: of `clear`, or of a `notify` that nothing was before; else of what came first.
 */
export function createCalibration() {
  let waiting: {key: number; at: number; due: number}[] = [];
  let clears: number[] = [];
  let roundTrip: number | undefined;
  /** The way there and back as long as nothing better is known; not learned from a play-out that was corrected. */
  let guess: number | undefined;
  let isCorrected = false;
  let error: number | undefined;

  function took(ms: number): void {
    roundTrip = Math.min(roundTrip ?? ms, ms);
  }

  return {
    /** Is to come back at `due`. */
    notify(key: string, due: number, at: number): void {
      waiting.push({key: numberOf(key), at, due});
      if (waiting.length > mostWaiting) waiting.shift();
    },
    /**
     * It came back: ms by which the play-out is to be corrected, later than was thought or, below 0, earlier. What began at `begunAt`, after a
     * pause, is later only by what reached into it.
     */
    notified(key: string, at: number, begunAt: number): number {
      const number = numberOf(key);
      const index = waiting.findIndex(each => each.key === number);
      const found = waiting[index];
      if (!found) return 0;
      waiting = waiting.slice(index + 1);
      const late = at - found.due;
      if (found.due === found.at) {
        took(late);
        return 0;
      }
      if (late >= 0 && !isCorrected) guess = Math.min(guess ?? longestTrip, late);
      const off = late - (roundTrip ?? guess ?? 0);
      error = off;
      if (Math.abs(off) <= tolerance) return 0;
      isCorrected = true;
      const shift = begunAt < found.due ? off : Math.max(0, found.due + off - begunAt);
      for (const each of waiting) each.due += each.due < begunAt ? off : shift;
      return shift;
    },
    /** What was waiting is gone, and its notifications with it. */
    clear(at: number): void {
      waiting = [];
      clears = [...clears, at].slice(-mostWaiting);
    },
    cleared(at: number): void {
      const asked = clears.shift();
      if (asked !== undefined) took(at - asked);
    },
    get figures() {
      const trip = roundTrip ?? guess;
      return {...(error !== undefined && {error}), ...(trip !== undefined && {roundTrip: trip})};
    },
  };
}

/** A number in the place of a text, however long that is (FNV-1a). */
function numberOf(text: string): number {
  let hash = text.length | 0;
  for (let at = 0; at < Math.min(text.length, longestKey); at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  return hash;
}

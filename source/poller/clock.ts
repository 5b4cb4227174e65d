/** Runs something once after so many ms; the returned function cancels it. */
export type SetTimer = (run: () => void, ms: number) => () => void;

/** The timers of the platform. */
export const setTimer: SetTimer = (run, ms) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** A clock that never goes back: a wall clock that is set back by an hour must not stop polling for an hour. */
export function steadyClock(now: () => number): () => number {
  let last = now();
  let offset = 0;
  return () => {
    const time = now() + offset;
    if (time < last) offset += last - time;
    else last = time;
    return last;
  };
}

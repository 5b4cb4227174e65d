/** Calls back when something is due. */
export type Ticker = {
  /** What is due next, in ms of the clock that was given, in the place of what was before; nothing without. After `close` nobody waits any more. */
  wait(due?: number): void;
  close(): void;
};

/** ms that a timer waits at most: of more, Node makes none. */
const LONGEST = 86_400_000;

/** `now`: the time, ms. Where that runs ahead, what is due comes sooner. */
export function createTicker(now: () => number, tick: (due: number) => void): Ticker {
  let timer: NodeJS.Timeout | undefined;
  let waiting: {due: number; until: number} | undefined;
  let isClosed = false;
  return {
    wait(due) {
      // What is folded while a session closes is due, too, and would keep the program up until then.
      if (isClosed) return;
      const ms = due === undefined ? 0 : Math.min(LONGEST, Math.max(0, due - now()));
      const until = performance.now() + ms;
      // It would never fire if each of many took its time anew.
      if (waiting && waiting.due === due && waiting.until <= until) return;
      clearTimeout(timer);
      waiting = due === undefined ? undefined : {due, until};
      if (due === undefined) return;
      timer = setTimeout(() => {
        waiting = undefined;
        tick(due);
      }, ms);
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

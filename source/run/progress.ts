import type {Reading} from '../store/reading.js';

/** The pace is that of the last one or two of these, ms: what comes may be slower than what was. */
const WINDOW = 2000;

export type Progress = {
  /** So many more were read. */
  add(count: number): void;
  /** So many more are still to be read. */
  expect(count: number): void;
  end(): void;
  /** Undefined once all is read. */
  look(): Reading | undefined;
};

/** Follows how far something has been read, of so many bytes or messages where that is known; `now` is a clock that only goes forward, ms. */
export function createProgress(
  all: number | undefined,
  {unit = 'bytes', now = () => performance.now()}: {unit?: Reading['unit']; now?: () => number} = {},
): Progress {
  const began = {at: now(), done: 0};
  let of = all;
  let marks = [began, began] as const;
  let done = 0;
  let isOver = false;
  return {
    add(more) {
      done += more;
      const at = now();
      if (at - marks[1].at >= WINDOW) marks = [marks[1], {at, done}];
    },
    expect(more) {
      of = done + more;
    },
    end() {
      isOver = true;
    },
    look() {
      if (isOver) return undefined;
      const at = now();
      const [from] = marks;
      const pace = (done - from.done) / (at - from.at);
      return {
        done,
        of,
        unit,
        forMs: at - began.at,
        ...(of !== undefined && pace > 0 && Number.isFinite(pace) && {leftMs: Math.max(0, of - done) / pace}),
      };
    },
  };
}

import type {Reading} from '../store/reading.js';

/** The pace is that of the last one or two of these, ms: what comes may be slower than what was. */
const WINDOW = 2000;

export type Progress = {
  /** So many bytes more were read. */
  add(bytes: number): void;
  end(): void;
  /** Undefined once all is read. */
  look(): Reading | undefined;
};

/** Follows how far something has been read, `of` so many bytes where that is known; `now` is a clock that only goes forward, ms. */
export function createProgress(of: number | undefined, now = () => performance.now()): Progress {
  const began = {at: now(), bytes: 0};
  let marks = [began, began] as const;
  let bytes = 0;
  let isOver = false;
  return {
    add(more) {
      bytes += more;
      const at = now();
      if (at - marks[1].at >= WINDOW) marks = [marks[1], {at, bytes}];
    },
    end() {
      isOver = true;
    },
    look() {
      if (isOver) return undefined;
      const at = now();
      const [from] = marks;
      const pace = (bytes - from.bytes) / (at - from.at);
      return {
        bytes,
        of,
        forMs: at - began.at,
        ...(of !== undefined && pace > 0 && Number.isFinite(pace) && {leftMs: Math.max(0, of - bytes) / pace}),
      };
    },
  };
}

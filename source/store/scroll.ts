/** How far a key moves: rows, or a part of what the pane shows. */
export type Movement = {by: number} | {pages: number} | {to: 'first' | 'last'};

/**
 * A place in a text of which only the screen knows the length. Counted from the start; from half of `END` on it is counted
 * back from the end, so that the end can be asked for, left again and followed without anybody counting rows.
 */
const END = 1e9;

/** The place after a step of `by` rows, or at one of the ends. */
export function scrolledBy(now: number, step: {by: number} | {to: 'first' | 'last'}): number {
  if ('to' in step) return step.to === 'first' ? 0 : END;
  const next = now + Math.trunc(step.by);
  return now > END / 2 ? Math.min(END, next) : Math.max(0, next);
}

/** The first row seen of `count`, in a window of `height` rows. */
export function firstSeen(scroll: number, count: number, height: number): number {
  const last = Math.max(0, count - height);
  return scroll > END / 2 ? Math.max(0, last - (END - scroll)) : Math.min(scroll, last);
}

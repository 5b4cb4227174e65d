import {roundSpan} from '../../output/format.js';
import type {Safe} from '../../text/printable.js';
import {type Axis, roundTimes} from '../../world/read/axis.js';

/** The cell of a time on an axis of `width` cells; what lies outside is at its edge. */
export function cellOf(axis: Axis, width: number, at: number): number {
  const cell = Math.floor(((at - axis.from) * width) / Math.max(1, axis.to - axis.from));
  return Math.max(0, Math.min(width - 1, cell));
}

/** Marks on the axis at round distances from its start, at least `apart` cells from one another. */
export function ticksOf(axis: Axis, width: number, apart: number): {at: number; text: Safe}[] {
  return roundTimes(Math.max(1, axis.to - axis.from), apart / width).map(ms => ({
    at: cellOf(axis, width, axis.from + ms),
    text: roundSpan(ms),
  }));
}

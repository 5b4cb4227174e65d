import {highest} from '../../call/extremes.js';
import type {Geometry} from '../../store/ladder-geometry.js';
import type {TimeMode} from '../../store/view-state.js';
import {type Print, type Safe, safe} from '../../text/printable.js';
import type {Lane} from '../../world/read/ladder.js';
import type {Timings} from '../../world/read/timings.js';
import type {Role} from '../roles.js';
import {type Canvas, canvas, put} from './canvas.js';

/** What all rows of one ladder have in common. */
export type Drawing = {
  print: Print;
  lanes: readonly Lane[];
  geometry: Geometry;
  time: TimeMode;
  /** The call's first stamp, ms. */
  start: number;
};

/** Each lane's line at a time: dotted while its leg is not there, in the colour of what the leg does. */
export function lifelines({lanes, geometry}: Drawing, at: number): Canvas {
  const row = canvas(geometry.width);
  for (const [i, x] of geometry.lines) {
    const lane = lanes[i];
    const [role, line] = lane?.kind === 'party' ? phase(lane.timings, at) : (['border', safe`│`] as const);
    put(row, x, line, role);
  }
  return row;
}

/** What a leg does at a time, ms since the epoch: the role that its line has, and the line. */
export function phase(t: Timings, at: number): readonly [Role, Safe] {
  const began = t.startedAt ?? t.ringingAt ?? t.answeredAt;
  if (began === undefined) return ['border', safe`│`];
  if (at < began || (t.endedAt !== undefined && at > t.endedAt)) return ['dim', safe`·`];
  if (t.answeredAt !== undefined && at >= t.answeredAt) return ['live', safe`│`];
  return t.ringingAt !== undefined && at >= t.ringingAt ? ['warn', safe`│`] : ['info', safe`│`];
}

/** The lifeline, or the place where the arrows begin, to the left of a party's lifeline. */
export function lineBefore({lines, arrows}: Geometry, at: number): number {
  return Math.max(arrows - 1, highest([...lines.values()].filter(each => each < at)));
}

export function isCaller({geometry}: Drawing, lane: number): boolean {
  return (geometry.lines.get(lane) ?? Number.POSITIVE_INFINITY) < geometry.vonage;
}

import {canvas, put} from '../output/ladder/canvas.js';
import type {Role} from '../output/roles.js';
import {repeat, type Safe, safe} from '../text/printable.js';
import type {LegPhase} from '../world/read/axis.js';
import {canvasRow, type Part} from './row.js';

export const phaseGlyphs: Readonly<Record<LegPhase['kind'], Safe>> = {
  'set-up': safe`░`,
  ringing: safe`▒`,
  talking: safe`█`,
};

export const phaseRoles: Readonly<Record<LegPhase['kind'], Role>> = {
  'set-up': 'info',
  ringing: 'warn',
  talking: 'live',
};

/**
 * A leg's life on the common time axis: `░` set-up, `▒` ringing, `█` talking, one cell per equal share of the axis. Each
 * span that exists has at least one cell, so that a short ring is not lost. Signs, one cell wide, stand where they happened.
 */
export function bar(
  spans: readonly LegPhase[],
  axis: {from: number; to: number},
  width: number,
  signs: readonly {at: number; sign: Safe}[] = [],
): readonly Part[] {
  const on = canvas(width);
  const scale = width / Math.max(1, axis.to - axis.from);
  const cellOf = (at: number) => Math.max(0, Math.min(width - 1, at));
  for (const {kind, from, to} of spans) {
    if (from === undefined) continue;
    const first = cellOf(Math.floor((from - axis.from) * scale));
    const last = Math.max(first, cellOf(Math.ceil((to - axis.from) * scale) - 1));
    put(on, first, repeat(phaseGlyphs[kind], last - first + 1), phaseRoles[kind]);
  }
  for (const {at, sign} of signs) put(on, cellOf(Math.floor((at - axis.from) * scale)), sign, 'plain');
  return canvasRow(on).parts;
}

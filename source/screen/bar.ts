import {type Safe, safe} from '../text/printable.js';

export type Span = {kind: 'set-up' | 'ringing' | 'talking'; from: number | undefined; to: number};

export const spanGlyphs: Readonly<Record<Span['kind'], Safe>> = {'set-up': safe`░`, ringing: safe`▒`, talking: safe`█`};

/**
 * A leg's life on the common time axis: `░` set-up, `▒` ringing, `█` talking, one cell per equal share of the axis. Each
 * span that exists has at least one cell, so that a short ring is not lost. Signs, one cell wide, stand where they happened.
 */
export function bar(
  spans: readonly Span[],
  axis: {from: number; to: number},
  width: number,
  signs: readonly {at: number; sign: Safe}[] = [],
): Safe {
  const cells: Safe[] = Array.from({length: width}, () => safe` `);
  const scale = width / Math.max(1, axis.to - axis.from);
  for (const {kind, from, to} of spans) {
    if (from === undefined) continue;
    const first = clamp(Math.floor((from - axis.from) * scale), width);
    const last = Math.max(first, clamp(Math.ceil((to - axis.from) * scale) - 1, width));
    for (let i = first; i <= last; i++) cells[i] = spanGlyphs[kind];
  }
  for (const {at, sign} of signs) cells[clamp(Math.floor((at - axis.from) * scale), width)] = sign;
  return cells.join('') as Safe;
}

function clamp(at: number, width: number): number {
  return Math.max(0, Math.min(width - 1, at));
}

import {type Painted, paint} from '../terminal/style.js';
import {ascii, clip, fit, repeat, type Safe, safe, widthOf} from '../text/printable.js';
import type {Look, Role} from './look.js';
import {themes} from './theme.js';

/** A piece of a row: text, or text with a role. */
export type Part = Safe | readonly [Role, Safe] | undefined | false;

/** One row of the screen, painted, exactly as wide as it was asked to be. */
export type Line = Painted;

/**
 * Puts parts side by side in exactly `width` cells; what does not fit is cut. `right` parts stand at the right end and win
 * over the left ones. A `selected` row is inverse as a whole, so that it shows without colour.
 */
export function line(
  look: Look,
  width: number,
  parts: readonly Part[],
  options: {right?: readonly Part[]; selected?: boolean} = {},
): Line {
  const right = cut(options.right ?? [], width);
  const left = cut(parts, right.room);
  const all: Piece[] = [...left.pieces, ['plain', repeat(safe` `, left.room)], ...right.pieces];
  if (options.selected) return show(look, 'selected', all.map(([, text]) => text).join('') as Safe);
  return all.map(([role, text]) => show(look, role, text)).join('');
}

type Piece = readonly [Role, Safe];

/** As many parts as fit, the one at the edge clipped, and the room that is left. Each is measured once: this is most of a frame. */
function cut(parts: readonly Part[], width: number): {pieces: Piece[]; room: number} {
  const pieces: Piece[] = [];
  let room = width;
  for (const part of parts) {
    if (!part || room <= 0) continue;
    const [role, text] = typeof part === 'string' ? (['plain', part] as const) : part;
    const cells = widthOf(text);
    const shown = cells > room ? clip(text, room) : text;
    pieces.push([role, shown]);
    room -= cells > room ? widthOf(shown) : cells;
  }
  return {pieces, room};
}

/** A text in its role, as wide as it is. */
export function show(look: Look, role: Role, text: Safe): Painted {
  return paint(themes[look.theme ?? 'dark'][role], look.ascii ? ascii(text) : text, look.depth);
}

/** A cell of a fixed width, followed by one space. */
export function cell(role: Role, text: Safe, width: number, align: 'left' | 'right' = 'left'): Part {
  return width <= 0 ? undefined : [role, safe`${fit(text, width, {align})} `];
}

/** The cells that parts take. */
export function widthOfParts(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + widthOf(textOf(part)), 0);
}

/** What a part says, however it looks. */
export function textOf(part: Part): Safe {
  if (!part) return safe``;
  return typeof part === 'string' ? part : part[1];
}

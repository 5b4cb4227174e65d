import {type Painted, paint} from '../terminal/style.js';
import {ascii, clip, fit, repeat, type Safe, safe, widthOf} from '../terminal/text.js';
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
  const right = pieces(options.right ?? []);
  const rightWidth = Math.min(
    width,
    right.reduce((sum, [, text]) => sum + widthOf(text), 0),
  );
  const left = cut(pieces(parts), width - rightWidth);
  const used = left.reduce((sum, [, text]) => sum + widthOf(text), 0);
  const all: Piece[] = [...left, ['plain', repeat(safe` `, width - rightWidth - used)], ...cut(right, rightWidth)];
  if (options.selected) return show(look, 'selected', all.map(([, text]) => text).join('') as Safe);
  return all.map(([role, text]) => show(look, role, text)).join('');
}

type Piece = readonly [Role, Safe];

function pieces(parts: readonly Part[]): Piece[] {
  return parts
    .filter(part => part !== undefined && part !== false)
    .map(part => (typeof part === 'string' ? ['plain', part] : part));
}

/** As many pieces as fit; the one at the edge is clipped. */
function cut(parts: readonly Piece[], width: number): Piece[] {
  const kept: Piece[] = [];
  let room = width;
  for (const [role, text] of parts) {
    if (room <= 0) break;
    const shown = widthOf(text) > room ? clip(text, room) : text;
    kept.push([role, shown]);
    room -= widthOf(shown);
  }
  return kept;
}

/** A text in its role, as wide as it is. */
export function show(look: Look, role: Role, text: Safe): Painted {
  return paint(themes[look.theme ?? 'dark'][role], look.ascii ? ascii(text) : text, look.depth);
}

/** A cell of a fixed width, followed by one space. */
export function cell(role: Role, text: Safe, width: number, align: 'left' | 'right' = 'left'): Part {
  return width <= 0 ? undefined : [role, safe`${fit(text, width, {align})} `];
}

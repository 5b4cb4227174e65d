import {type Safe, widthOf} from '../../text/printable.js';
import type {Role} from '../roles.js';

/** One row of cells that is drawn in layers: what is put later covers what was there. */
export type Canvas = {
  readonly width: number;
  /** One text a cell; empty where a wide character to the left goes on. */
  readonly cells: string[];
  readonly roles: Role[];
};

export function canvas(width: number): Canvas {
  return {width, cells: new Array<string>(width).fill(' '), roles: new Array<Role>(width).fill('plain')};
}

/** Draws a text from cell `x` on; what would stand outside `from` to `to` (exclusive) is left out, wide characters as a whole. */
export function put(on: Canvas, x: number, text: Safe, role: Role, from = 0, to = on.width): void {
  let at = x;
  for (const character of text) {
    const width = widthOf(character);
    if (width === 0) {
      // A mark belongs to the letter before it.
      if (at > x && at - 1 >= from && at <= to) on.cells[at - 1] += character;
      continue;
    }
    if (at >= Math.max(0, from) && at + width <= Math.min(to, on.width)) cover(on, at, width, character, role);
    at += width;
  }
}

/** A half of a wide character that is left over becomes a space. */
function cover(on: Canvas, at: number, width: number, character: string, role: Role): void {
  if (on.cells[at] === '') on.cells[at - 1] = ' ';
  if (on.cells[at + width] === '') on.cells[at + width] = ' ';
  on.cells[at] = character;
  on.roles[at] = role;
  if (width === 2) {
    on.cells[at + 1] = '';
    on.roles[at + 1] = role;
  }
}

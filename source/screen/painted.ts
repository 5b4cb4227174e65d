import type {Canvas} from '../output/ladder/canvas.js';
import type {Safe} from '../text/printable.js';
import {type Line, show} from './line.js';
import type {Look} from './look.js';

/** The row as it is printed; a selected one is inverse as a whole. Its width is the canvas's, so nothing is measured again. */
export function painted(look: Look, {cells, roles}: Canvas, selected = false): Line {
  if (selected) return show(look, 'selected', cells.join('') as Safe);
  let row = '';
  let from = 0;
  for (let i = 1; i <= cells.length; i++) {
    if (i < cells.length && roles[i] === roles[from]) continue;
    row += show(look, roles[from] ?? 'plain', cells.slice(from, i).join('') as Safe);
    from = i;
  }
  return row;
}

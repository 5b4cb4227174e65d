import {parseRow} from '../terminal/row.js';
import {type Painted, paint} from '../terminal/style.js';
import {ascii, type Safe} from '../text/printable.js';
import type {Look, Role} from './look.js';
import {piecesOf, type Row} from './row.js';
import {backgroundOf, themes} from './theme.js';

/** One row of the screen, painted, exactly as wide as it was asked to be. */
export type Line = Painted;

/** A row in exactly `width` cells, as it is printed. */
export function line(look: Look, width: number, row: Row): Line {
  return piecesOf(row, width)
    .map(([role, text]) => paintText(look, role, text))
    .join('');
}

/** A text in its role, as wide as it is. */
export function paintText(look: Look, role: Role, text: Safe): Painted {
  const {depth, theme = 'dark'} = look;
  return paint(themes[theme][role], look.ascii ? ascii(text) : text, {depth, background: backgroundOf(look)});
}

/** A line with another over it, from a column on; a wide character that it cuts in half becomes a space. */
export function overlaid(below: Line, above: Line | undefined, from: number, width: number, columns: number): Line {
  if (above === undefined) return below;
  const row = parseRow(below, columns);
  return cellsOf(row, 0, from) + above + cellsOf(row, from + width, columns);
}

function cellsOf({texts, styles}: ReturnType<typeof parseRow>, from: number, to: number): Line {
  let painted = '';
  for (let at = from; at < to; at++) {
    const style = styles[at] ?? '';
    const isHalf = at === from ? texts[at] === '' : at === to - 1 && texts[at + 1] === '';
    const text = isHalf ? ' ' : (texts[at] ?? ' ');
    painted += style === '' ? text : `\x1b[${style}m${text}\x1b[m`;
  }
  return painted;
}

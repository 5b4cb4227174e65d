import type {Canvas} from '../output/ladder/canvas.js';
import type {Role} from '../output/roles.js';
import {clip, fit, repeat, type Safe, safe, widthOf} from '../text/printable.js';
import type {Click} from './click.js';

/** A piece of a row: text, or text with a role, and what a click on it does. */
export type Part = Safe | readonly [Role, Safe, Click?] | undefined | false;

/**
 * A row of the screen before it is painted: parts side by side, of which those that do not fit are cut. `right` parts stand at
 * the right end and win over the others. A `selected` row is inverse as a whole, so that it shows without colour. `click` is what
 * a click does anywhere on it, where none of its parts has one of its own.
 */
export type Row = {
  readonly parts: readonly Part[];
  readonly right?: readonly Part[];
  readonly selected?: boolean;
  readonly click?: Click;
};

export function rowOf(parts: readonly Part[], rest: Omit<Row, 'parts'> = {}): Row {
  return {parts, ...rest};
}

/** A row that was put together cell by cell. */
export function canvasRow({cells, roles}: Canvas, selected = false): Row {
  const parts: Part[] = [];
  let from = 0;
  for (let i = 1; i <= cells.length; i++) {
    if (i < cells.length && roles[i] === roles[from]) continue;
    parts.push([roles[from] ?? 'plain', cells.slice(from, i).join('') as Safe]);
    from = i;
  }
  return {parts, selected};
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

/** What a click on the part of a row that stands in a column does, where the row is so wide. */
export function clickAt({parts, right = []}: Row, width: number, column: number): Click | undefined {
  const end = Math.max(0, width - widthOfParts(right));
  return column < end ? clickIn(parts, column) : clickIn(right, column - end);
}

function clickIn(parts: readonly Part[], column: number): Click | undefined {
  let behind = 0;
  const part = parts.find(each => {
    behind += widthOf(textOf(each));
    return column < behind;
  });
  return part && typeof part !== 'string' ? part[2] : undefined;
}

/** Columns of fixed widths, and rows with parts for each. Only rows that are to be seen; titles are a row of their own. */
export type Table = {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly hasTitles: boolean;
  /** What a click on each of the rows does. */
  readonly clicks?: readonly Click[];
};
/** One column: as many cells as it says, whatever is in it. */
export type TableColumn = {readonly title: Safe; readonly width: number; readonly align?: 'left' | 'right'};
export type TableRow = readonly (readonly Part[])[];

type Piece = readonly [Role, Safe];

/** Parts in exactly `width` cells. */
export function filled(parts: readonly Part[], width: number): Piece[] {
  const {pieces, room} = cut(parts, width);
  return room > 0 ? [...pieces, ['plain', repeat(safe` `, room)]] : pieces;
}

/** A row in exactly `width` cells. */
export function piecesOf({parts, right = [], selected}: Row, width: number): Piece[] {
  const end = cut(right, width);
  const all = [...filled(parts, end.room), ...end.pieces];
  return selected ? [['selected', all.map(([, text]) => text).join('') as Safe]] : all;
}

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

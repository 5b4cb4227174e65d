import type {Inside} from '../store/layout.js';
import type {Model, Pane} from '../store/model.js';
import type {ColorDepth} from '../terminal/style.js';
import {maskNumbers} from '../text/numbers.js';
import {type Print, printable, printableThrough} from '../text/printable.js';
import type {Part, Row, Table} from './row.js';

/** Which part of what a pane holds can be seen: the first of them, from 0, how many, and of how many. */
export type Extent = {
  first: number;
  shown: number;
  count: number;
  /** The one that is chosen, from 0; without it the last that is seen stands for the place. */
  at?: number;
  /** How many have come below since somebody began to read. */
  news?: number;
};

/** What a pane has to show: the words of its border, and the rows of its inside. A table takes a row for each of its own. */
export type PaneView = {
  title: readonly Part[];
  right?: readonly Part[];
  rows: readonly (Row | Table)[];
  /** What the border says where not all can be seen. */
  extent?: Extent;
};

/** What panes are written with: how texts from outside become printable, whether styles can say something, and whether all is drawn in ASCII. */
export type Pen = {print: Print; hasStyles: boolean; ascii?: boolean};

const masked = printableThrough(maskNumbers);

export function penOf({view}: Pick<Model, 'view'>, depth: ColorDepth, ascii = false): Pen {
  return {print: view.masking === 'off' ? printable : masked, hasStyles: depth !== 'none', ascii};
}

export type Draw = (model: Model, pen: Pen, inside: Inside) => PaneView;

/** A pane: where it stands, what it holds, how keys move in it, and how it is drawn. */
export type DrawnPane = Pane & {draw: Draw};

/** The part of rows that a window of `height` shows from `first` on, as a pane has it. */
export function seenRows<T>(rows: readonly T[], first: number, height: number): {rows: readonly T[]; extent: Extent} {
  const shown = rows.slice(first, first + height);
  return {rows: shown, extent: {first, shown: shown.length, count: rows.length}};
}

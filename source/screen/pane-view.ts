import type {Inside} from '../store/layout.js';
import type {Model} from '../store/model.js';
import type {ColorDepth} from '../terminal/style.js';
import {maskNumbers} from '../text/numbers.js';
import {type Print, printable, printableThrough} from '../text/printable.js';
import type {Part, Row, Table} from './row.js';

/** What a pane has to show: the words of its border, and the rows of its inside. A table takes a row for each of its own. */
export type PaneView = {
  title: readonly Part[];
  right?: readonly Part[];
  rows: readonly (Row | Table)[];
};

/** What panes are written with: how texts from outside become printable, and whether styles can say something. */
export type Pen = {print: Print; hasStyles: boolean};

const masked = printableThrough(maskNumbers);

export function penOf({view}: Pick<Model, 'view'>, depth: ColorDepth): Pen {
  return {print: view.masking === 'off' ? printable : masked, hasStyles: depth !== 'none'};
}

export type Draw = (model: Model, pen: Pen, inside: Inside) => PaneView;

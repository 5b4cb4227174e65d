import {highest} from '../call/extremes.js';
import {fit, printable, safe, widthOf} from '../text/printable.js';

/** A column of a table, of things of one kind. */
export type Column<Row> = {
  title: string;
  /** May contain text from outside. */
  of: (row: Row) => string;
  align?: 'right';
  /** Cells that it takes at most. */
  most?: number;
  /** In a narrow terminal it stands in a line of its own, with the others of that kind. */
  isBelow?: true;
};

/** A table, one thing a line; where that is longer than `width`, a line more each. */
export function tableText<Row>(
  columns: readonly Column<Row>[],
  all: readonly Row[],
  width = Number.POSITIVE_INFINITY,
): string {
  const texts = all.map(row => columns.map(({of, most}) => printable(of(row), most)));
  const rows = [columns.map(({title}) => printable(title)), ...texts];
  const widths = columns.map((_, i) => highest(rows.map(row => widthOf(row[i] ?? ''))));
  const line = (cells: (typeof rows)[number], isWanted: (column: Column<Row>) => boolean): string => {
    const wanted = columns.flatMap((column, i) =>
      isWanted(column) ? fit(cells[i] ?? safe``, widths[i] ?? 0, {align: column.align}) : [],
    );
    return wanted.join('  ').trimEnd();
  };
  const isNarrow = widths.reduce((sum, each) => sum + each + 2, -2) > width;
  const lines = rows.map(cells =>
    isNarrow
      ? `${line(cells, ({isBelow}) => !isBelow)}\n    ${line(cells, ({isBelow}) => isBelow === true)}`
      : line(cells, () => true),
  );
  return lines.map(each => `${each}\n`).join('');
}

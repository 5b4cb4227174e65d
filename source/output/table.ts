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
  /** It stands last in its line, which ends with it where a terminal does; else such a line goes on in the next row. */
  isCut?: true;
};

/** Before what stands below. */
const INDENT = 4;

/** A table, one thing a line; where that is longer than `width`, a line more each. */
export function tableText<Row>(
  columns: readonly Column<Row>[],
  all: readonly Row[],
  width = Number.POSITIVE_INFINITY,
): string {
  const texts = all.map(row => columns.map(({of, most}) => printable(of(row), most)));
  const rows = [columns.map(({title}) => printable(title)), ...texts];
  const widths = columns.map((_, i) => highest(rows.map(row => widthOf(row[i] ?? ''))));
  const line = (cells: (typeof rows)[number], room: number, isWanted: (column: Column<Row>) => boolean): string => {
    let left = room;
    const wanted = columns.flatMap((column, i) => {
      if (!isWanted(column)) return [];
      const wide = widths[i] ?? 0;
      const cell = fit(cells[i] ?? safe``, column.isCut ? Math.min(left, wide) : wide, {align: column.align});
      left = Math.max(1, left - widthOf(cell) - 2);
      return cell;
    });
    return wanted.join('  ').trimEnd();
  };
  const isNarrow = widths.reduce((sum, each) => sum + each + 2, -2) > width;
  const lines = rows.map(cells =>
    isNarrow
      ? `${line(cells, width, ({isBelow}) => !isBelow)}\n${' '.repeat(INDENT)}${line(cells, width - INDENT, ({isBelow}) => isBelow === true)}`
      : line(cells, width, () => true),
  );
  return lines.map(each => `${each}\n`).join('');
}

import {createRequire, type Module} from 'node:module';
import * as ink from 'ink';
import {type ComponentType, createContext, createElement, memo, type ReactElement, useContext, useMemo} from 'react';
import type {Painted} from '../terminal/style.js';
import {clip, fit, type Safe} from '../text/printable.js';

/*
 * ink-table 3.1.0 is CommonJS and requires "ink", an ES module with top-level awaits, which Node refuses (ERR_REQUIRE_ASYNC_MODULE).
 * So Ink's namespace is put where `require` looks first. In the bundle there are no files to require: there source/build/bundle.mjs
 * sets IS_BUNDLED, and gives ink-table a module that reads the namespace from this symbol.
 */
declare const IS_BUNDLED: boolean;
if (typeof IS_BUNDLED === 'undefined') {
  const require = createRequire(import.meta.url);
  require.cache[require.resolve('ink')] = {exports: ink, loaded: true} as Module;
} else {
  Object.assign(globalThis, {[Symbol.for('convo-monitor/ink')]: ink});
}

/** ink-table's own types break under NodeNext and React 19; these are the props that are used. */
type InkTableProps = {
  data: Record<string, string>[];
  columns: string[];
  padding: number;
  header: ComponentType<CellProps>;
  cell: ComponentType<CellProps>;
  skeleton: ComponentType<{children?: string}>;
};
type CellProps = {column: number; children?: string};
type InkTable = ComponentType<InkTableProps>;

// Node gives a CommonJS module's exports as the default export, esbuild its `default`: the class is one step further in Node.
const loaded = (await import('ink-table')) as unknown as {default: InkTable | {default: InkTable}};
const InkTable = 'default' in loaded.default ? loaded.default.default : loaded.default;

/** One column: as many cells as it says, whatever is in it. */
export type TableColumn = {readonly title: Safe; readonly width: number; readonly align?: 'left' | 'right'};

/** A table of printable text. Colour follows from a cell's text, because ink-table does not tell a cell its row. */
export type TableProps = {
  readonly columns: readonly TableColumn[];
  /** Only the rows that are to be seen, each with a text for each column. */
  readonly rows: readonly (readonly Safe[])[];
  readonly paintTitle: (title: Safe, column: number) => Painted;
  readonly paintCell: (text: Safe, column: number) => Painted;
  /** False where there is no room for a row of titles. */
  readonly hasTitles?: boolean;
};

type Look = Required<Pick<TableProps, 'columns' | 'paintTitle' | 'paintCell' | 'hasTitles'>>;
const LookContext = createContext<Look>({
  columns: [],
  paintTitle: text => text,
  paintCell: text => text,
  hasTitles: true,
});

/**
 * ink-table pads by `.length`, which is not cells. The text comes in here already fitted, so that all beyond its width is
 * padding, and is cut off.
 */
function useFitted({column, children}: CellProps): Safe {
  const {columns} = useContext(LookContext);
  return clip((children ?? '') as Safe, columns[column]?.width ?? 0, '' as Safe);
}

function Cell(props: CellProps): ReactElement {
  const {paintCell, hasTitles} = useContext(LookContext);
  const text = paintCell(useFitted(props), props.column);
  return createElement(ink.Text, {wrap: 'truncate-end'}, hasTitles ? text : ` ${text}`);
}

/** A column's key is its number, so that two may have the same title. */
function Title({column}: CellProps): ReactElement | null {
  const {columns, paintTitle, hasTitles} = useContext(LookContext);
  if (!hasTitles) return null;
  const {title = '' as Safe, width = 0, align = 'left'} = columns[column] ?? {};
  return createElement(ink.Text, {wrap: 'truncate-end'}, paintTitle(fit(title, width, {align}), column));
}

/**
 * The only line drawn is the one between two columns, as a space: one row of the screen for each row of the table. Without
 * titles their row must be empty to take no room, so there each cell brings its own space.
 */
function Skeleton({children}: {children?: string}): ReactElement | null {
  const {hasTitles} = useContext(LookContext);
  return hasTitles && children === '│' ? createElement(ink.Text, null, ' ') : null;
}

/** ink-table takes 0 for "not given". Less than half a space on each side comes out as none. */
const NO_PADDING = 0.4;

/** How many cells a table takes: its columns, a space between two of them and one at each end. */
export function tableWidth(columns: readonly TableColumn[]): number {
  return columns.reduce((width, column) => width + column.width + 1, 1);
}

/** A row of titles and a row for each of `rows`, exactly {@link tableWidth} wide. Drawn by ink-table. */
export const Table = memo(function Table(props: TableProps): ReactElement {
  const {columns, rows, paintTitle, paintCell, hasTitles = true} = props;
  const look = useMemo(
    () => ({columns, paintTitle, paintCell, hasTitles}),
    [columns, paintTitle, paintCell, hasTitles],
  );
  const data = rows.map(row =>
    Object.fromEntries(
      columns.map(({width, align = 'left'}, index) => [index, fit(row[index] ?? ('' as Safe), width, {align})]),
    ),
  );
  const table = createElement(InkTable, {
    data,
    columns: columns.map((_, index) => String(index)),
    padding: NO_PADDING,
    header: Title,
    cell: Cell,
    skeleton: Skeleton,
  });
  return createElement(LookContext.Provider, {value: look}, table);
}, isSame);

/** A cell is an element of its own and a row is hashed for its key: a table that says the same is not drawn again. */
function isSame(before: TableProps, next: TableProps): boolean {
  const wordsOf = ({columns, rows, hasTitles}: TableProps) => JSON.stringify([columns, rows, hasTitles]);
  const {paintTitle, paintCell} = before;
  return paintTitle === next.paintTitle && paintCell === next.paintCell && wordsOf(before) === wordsOf(next);
}

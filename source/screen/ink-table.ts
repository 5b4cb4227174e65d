import {createRequire, type Module} from 'node:module';
import * as ink from 'ink';
import {type ComponentType, createElement, type ReactElement} from 'react';
import {type Line, line} from './line.js';
import type {Look} from './look.js';
import {type Part, rowOf, type Table} from './row.js';

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
  header: ComponentType<{children?: string}>;
  cell: ComponentType<{children?: string}>;
  skeleton: ComponentType<{children?: string}>;
};
type InkTable = ComponentType<InkTableProps>;

// Node gives a CommonJS module's exports as the default export, esbuild its `default`: the class is one step further in Node.
const loaded = (await import('ink-table')) as unknown as {default: InkTable | {default: InkTable}};
const InkTable = 'default' in loaded.default ? loaded.default.default : loaded.default;

/** ink-table's own cells are bold or blue. */
function Plain({children}: {children?: string}): ReactElement {
  return createElement(ink.Text, null, children);
}

/** The only line drawn is the one between two columns, as a space: one row of the screen for each row of the table. */
function Space({children}: {children?: string}): ReactElement | null {
  return children === '│' ? createElement(ink.Text, null, ' ') : null;
}

/** Without titles their row must be empty to take no room: there each cell brings its own space. */
const Nothing = () => null;

/** ink-table takes 0 for "not given". Less than half a space on each side comes out as none. */
const NO_PADDING = 0.4;

/** How many cells a table takes: its columns, and a space behind each. */
export function tableWidth(columns: Table['columns']): number {
  return columns.reduce((width, column) => width + column.width + 1, 0);
}

/** The tables of a frame, and of the one before: most of them say the same again. */
const TABLES_KEPT = 8;

/** Draws tables with ink-table, each as rows of `width` cells, and remembers what it drew last. */
export function tableDrawer(): (look: Look, width: number, table: Table) => readonly Line[] {
  const known = new Map<string, readonly Line[]>();
  return (look, width, table) => {
    const key = JSON.stringify([look, width, table]);
    const lines = known.get(key) ?? draw(look, width, table);
    known.delete(key);
    known.set(key, lines);
    if (known.size > TABLES_KEPT) known.delete(known.keys().next().value ?? '');
    return lines;
  };
}

/** The first of 6,400 characters that mean nothing by themselves: printable text has none of them, and Ink gives each a cell. */
const FIRST = 0xe000;

/**
 * ink-table tells a cell neither its row nor its meaning, measures by `.length`, and what it prints is a text, which Ink takes apart
 * and remembers for ever. So both are given stand-ins, as long as their cells are wide, and the painted cells take their places.
 */
function draw(look: Look, width: number, {columns, rows, hasTitles}: Table): readonly Line[] {
  const cells: Line[] = [];
  const standIn = (parts: readonly Part[], column: number): string => {
    const {width = 0, align = 'left'} = columns[column] ?? {};
    const sign = String.fromCharCode(FIRST + cells.length);
    cells.push(line(look, width, align === 'left' ? rowOf(parts) : rowOf([], {right: parts})));
    return sign.repeat(width);
  };
  const keys = columns.map(({title}, column) => standIn([['dim', title]], column));
  const space = hasTitles ? '' : ' ';
  const data = rows.map(row => Object.fromEntries(keys.map((key, at) => [key, space + standIn(row[at] ?? [], at)])));
  const table = createElement(InkTable, {
    data,
    columns: keys,
    padding: NO_PADDING,
    header: hasTitles ? Plain : Nothing,
    cell: Plain,
    skeleton: hasTitles ? Space : Nothing,
  });
  const drawn = ink.renderToString(table, {columns: 1 + tableWidth(columns)});
  // What ink-table puts in front of the first column is no part of the pane's padding.
  return drawn.split('\n').map(row =>
    row
      .slice(1)
      .padEnd(width)
      .replace(/([\ue000-\uf8ff])\1*/g, run => cells[run.charCodeAt(0) - FIRST] ?? ''),
  );
}

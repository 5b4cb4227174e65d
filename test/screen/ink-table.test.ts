import {describe, expect, it} from 'vitest';
import {tableDrawer, tableWidth} from '../../source/screen/ink-table.js';
import type {Look} from '../../source/screen/look.js';
import type {Part, Table, TableColumn} from '../../source/screen/row.js';
import {printable, safe, widthOf} from '../../source/text/printable.js';

const plain: Look = {depth: 'none', ascii: false};
const columns: TableColumn[] = [
  {title: safe``, width: 1},
  {title: safe`leg`, width: 3},
  {title: safe`number`, width: 12},
  {title: safe`pdd`, width: 5, align: 'right'},
];
const draw = (rows: Part[][], look = plain, more: Partial<Table> = {}) =>
  tableDrawer()(look, 30, {columns, rows: rows.map(row => row.map(part => [part])), hasTitles: true, ...more});

describe('A table', () => {
  it('is one row of titles and one row a leg, without lines, as wide as is asked for', () => {
    const rows = draw([
      [safe`▸`, safe`L1`, safe`+447700900001`, safe`0.2`],
      [safe` `, safe`L2`, safe`anna`, safe`12.9`],
    ]);
    expect(rows.map(row => row.trimEnd())).toEqual([
      '  leg number         pdd',
      '▸ L1  +4477009000…   0.2',
      '  L2  anna          12.9',
    ]);
    for (const row of rows) expect(row).toHaveLength(30);
  });

  it('has no row for titles where it has none', () => {
    expect(draw([[undefined, safe`L1`]], plain, {hasTitles: false}).map(row => row.trimEnd())).toEqual(['  L1']);
  });

  it('keeps its columns in line whatever is in them', () => {
    const names = ['漢字漢字漢字漢字', 'e\u0301cole', '😀😀', 'Ann\x1b[2J', 'क्षमा'].map(name => printable(name));
    const rows = draw(names.map(name => [undefined, safe`L1`, name, safe`end`]));
    expect(rows).toHaveLength(1 + names.length);
    for (const row of rows) expect(widthOf(row)).toBe(30);
    for (const row of rows.slice(1)) expect(widthOf(row.trimEnd())).toBe(tableWidth(columns) - 1);
    for (const row of rows.slice(1)) expect(row.trimEnd()).toMatch(/end$/);
  });

  it('colours a cell by its role, whatever it says', () => {
    const look: Look = {depth: 'many', ascii: false};
    const [, row] = draw([[undefined, safe`L1`, safe`█ block`, ['bad', safe`busy`]]], look);
    expect(row).toContain(' █ block ');
    expect(row).toContain('\x1b[1;38;5;210mbusy\x1b[22;39m');
  });
});

import {Box} from 'ink';
import {render} from 'ink-testing-library';
import {describe, expect, it} from 'vitest';
import {Table, type TableColumn, tableWidth} from '../../source/screen/ink-table.js';
import {paint} from '../../source/terminal/style.js';
import {printable, type Safe, safe, widthOf} from '../../source/text/printable.js';

const columns: TableColumn[] = [
  {title: safe``, width: 1},
  {title: safe`leg`, width: 3},
  {title: safe`number`, width: 12},
  {title: safe`pdd`, width: 5, align: 'right'},
];
const plain = (text: Safe) => text;
const draw = (rows: Safe[][], paintCell: (text: Safe) => string = plain) =>
  render(
    <Box flexDirection="column">
      <Table columns={columns} rows={rows} paintTitle={plain} paintCell={paintCell} />
    </Box>,
  ).lastFrame();

describe('Table', () => {
  it('is one row of titles and one row a leg, without lines', () => {
    expect(
      draw([
        [safe`▸`, safe`L1`, safe`+447700900001`, safe`0.2`],
        [safe` `, safe`L2`, safe`anna`, safe`12.9`],
      ])?.split('\n'),
    ).toEqual(['   leg number         pdd', ' ▸ L1  +4477009000…   0.2', '   L2  anna          12.9']);
  });

  it('keeps its columns in line whatever is in them', () => {
    const names = ['漢字漢字漢字漢字', 'e\u0301cole', '😀😀', 'Ann\x1b[2J', 'क्षमा'].map(name => printable(name));
    const rows = draw(names.map(name => [safe``, safe`L1`, name, safe`end`]))?.split('\n') ?? [];
    expect(rows).toHaveLength(1 + names.length);
    for (const row of rows.slice(1)) expect(widthOf(row)).toBe(tableWidth(columns) - 1);
    for (const row of rows.slice(1)) expect(row).toMatch(/end$/);
  });

  it('colours by what a cell says', () => {
    const red = draw([[safe``, safe`L1`, safe`busy`, safe``]], text =>
      paint(text.includes('busy') ? {color: 'red'} : {}, text),
    );
    expect(red).toContain('\x1b[31mbusy        \x1b[39m');
  });

  it('follows its props', () => {
    const table = (rows: Safe[][], columns_: TableColumn[]) => (
      <Table columns={columns_} rows={rows} paintTitle={plain} paintCell={plain} />
    );
    const app = render(table([[safe``, safe`L1`, safe`a`, safe`1`]], columns));
    app.rerender(table([], [{title: safe`wide`, width: 6}]));
    expect(app.lastFrame()?.split('\n')).toEqual([' wide']);
    app.rerender(table([[safe`x`], [safe`y`]], [{title: safe`w`, width: 1}]));
    expect(app.lastFrame()?.split('\n')).toEqual([' w', ' x', ' y']);
  });
});

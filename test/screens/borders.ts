const right = new Set('─┬┴┼┐┘┤');
const corners = {'┌': 'top left', '┐': 'top right', '└': 'bottom left', '┘': 'bottom right'} as const;

/**
 * Corners of panes that are no corner of a whole rectangle: where text of the wrong width stands in a row, the borders behind it
 * are not above one another. Takes the screen's cells; gives the places of such corners.
 */
export function crookedCorners(cells: readonly (readonly string[])[]): string[] {
  const at = (row: number, column: number) => cells[row]?.[column] ?? '';
  const whole = new Set<string>();
  const found: string[] = [];
  for (const [row, line] of cells.entries()) {
    for (const [column, cell] of line.entries()) {
      if (!(cell in corners)) continue;
      found.push(`${row}:${column}`);
      if (cell !== '┌') continue;
      const end = line.indexOf('┐', column);
      let bottom = row + 1;
      while ('│├'.includes(at(bottom, column) || ' ') && '│┤█'.includes(at(bottom, end) || ' ')) bottom += 1;
      const isClosed = at(bottom, column) === '└' && at(bottom, end) === '┘';
      const isFlat = cells[bottom]?.slice(column + 1, end).some(each => right.has(each));
      if (end > 0 && isClosed && isFlat) {
        for (const place of [`${row}:${column}`, `${row}:${end}`, `${bottom}:${column}`, `${bottom}:${end}`])
          whole.add(place);
      }
    }
  }
  return found.filter(place => !whole.has(place));
}

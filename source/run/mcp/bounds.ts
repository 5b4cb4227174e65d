import {jsonText} from '../../text/json.js';

/** Bytes of all rows of an answer, and of one of them: what an assistant reads at a time is small, and it pays for each word. */
export const MOST = {bytes: 32_000, rowBytes: 6_000};

/** Rows that are given where nobody says how many, and at most. */
export const ROWS = {usual: 50, most: 200};

/** What may be asked for row by row. */
export type ToolRows = {
  count: number;
  /** One of them, from 0: a value that is to be JSON, or a line that is printable already. */
  at(row: number): object | string;
};

/** Rows that are all there. */
export const toolRows = (all: readonly (object | string)[]): ToolRows => ({
  count: all.length,
  at: row => all[row] ?? '',
});

export type RowPage = {
  lines: string[];
  /** The first row, from 0. */
  from: number;
  /** Where to go on; undefined where this is the end. */
  next?: number;
};

type Asked = {from?: number; limit?: number};

/** As many rows as are asked for, and as there is room for: one at least, whatever it holds. `hide` may take something out of a value. */
export function pageOf(
  rows: ToolRows,
  {from = 0, limit = ROWS.usual}: Asked,
  hide = (row: object): object => row,
): RowPage {
  const lines: string[] = [];
  let [bytes, at] = [0, from];
  for (; at < rows.count && lines.length < limit; at++) {
    const row = rows.at(at);
    const line = typeof row === 'string' ? row : rowText(hide(row));
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > MOST.bytes && lines.length > 0) break;
    lines.push(line);
  }
  return {lines, from, ...(at < rows.count && {next: at})};
}

/** How much of a row that is too large is kept: characters of a text, items of a list or an object. */
const cuts = [
  {characters: 1000, items: 100},
  {characters: 300, items: 30},
  {characters: 100, items: 10},
  {characters: 30, items: 5},
];

/** A row in one line of JSON. One that is too large says in itself what it lacks. */
function rowText(row: object): string {
  const whole = jsonText(row);
  if (Buffer.byteLength(whole) <= MOST.rowBytes) return whole;
  const shorter = cuts.map(cut => jsonText(shortened(row, cut, DEEPEST)));
  return (
    shorter.find(text => Buffer.byteLength(text) <= MOST.rowBytes) ?? jsonText({leftOff: `${whole.length} characters`})
  );
}

/** Levels of a row that is shortened. */
const DEEPEST = 8;

function shortened(value: unknown, cut: (typeof cuts)[number], depth: number): unknown {
  if (typeof value === 'string') {
    const rest = value.length - cut.characters;
    return rest > 0 ? `${value.slice(0, cut.characters)}… (${rest} more characters)` : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) {
    const kept = value.slice(0, cut.items).map(each => shortened(each, cut, depth - 1));
    return value.length > cut.items ? [...kept, `… (${value.length - cut.items} more)`] : kept;
  }
  const all = Object.entries(value);
  const kept = all
    .slice(0, cut.items)
    .map(([name, each]) => [shortened(name, cut, depth), shortened(each, cut, depth - 1)]);
  return Object.fromEntries(all.length > cut.items ? [...kept, ['…', `${all.length - cut.items} more`]] : kept);
}

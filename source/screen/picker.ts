import {highest} from '../call/extremes.js';
import {keyFor, keyName} from '../store/commands/key-names.js';
import type {Model} from '../store/model.js';
import {chosenIndex, found, type Pick, type Picking} from '../store/picking.js';
import {windowStart} from '../store/select.js';
import {type Print, printable, repeat, safe, widthOf} from '../text/printable.js';
import {inputRow} from './input-line.js';
import {type Line, line} from './line.js';
import type {Look} from './look.js';
import {cell, type Part, type Row, rowOf} from './row.js';

/** A list to pick from. */
export type Picker = {
  /** What is listed, and where it is. */
  title: string;
  where: string;
  columns: readonly {title: string; align?: 'right'}[];
  all: readonly Pick[];
  /** What stands there when there is nothing to pick. */
  empty: string;
};

export type PickerSize = {columns: number; rows: number};

/** Rows of the preview, and those above and below list and preview: title and columns, two rules and the line that is typed. */
const PREVIEW = 6;
const AROUND = 5;

/** How many rows of the list are seen at once. */
export function pageOf({rows}: PickerSize): number {
  return Math.max(1, rows - AROUND - PREVIEW);
}

/** The list with what is typed, the chosen one's preview below: as many lines as there are rows. */
export function pickerLines(
  picker: Picker,
  picking: Picking,
  size: PickerSize,
  {look, print, keys}: {look: Look; print: Print; keys: Model['keys']},
): Line[] {
  const {title, where, columns, all, empty} = picker;
  const shown = found(all, picking);
  const place = chosenIndex(shown, picking);
  const page = pageOf(size);
  const start = windowStart(shown.length, place, Math.floor(page / 2), page);
  // Of those that are seen: of 100,000 it would take longer than a key may.
  const seen = shown.slice(start, start + page);
  const widths = columns.map(({title}, i) =>
    Math.max(title.length, highest(seen.map(({cells}) => (cells.length > 1 ? widthOf(print(cells[i] ?? '')) : 0)))),
  );
  const cells = (texts: readonly string[], role: 'dim' | 'plain'): Part[] =>
    columns.flatMap(({align}, i) => [safe` `, cell(role, print(texts[i] ?? ''), widths[i] ?? 0, align)]);
  const count = shown.length === all.length ? safe`${all.length}` : safe`${shown.length} of ${all.length}`;
  const rule = rowOf([['border', repeat(safe`─`, size.columns)]]);
  const none =
    all.length === 0 ? empty : `Nothing that is here has all these words. ${keyFor({keys}, 'cancel')} takes them away.`;
  const rows: Row[] = [
    rowOf(
      [
        ['title', safe` ${print(title)} `],
        ['dim', count],
      ],
      {right: [['dim', safe` ${print(where, 300)} `]]},
    ),
    rowOf(
      cells(
        columns.map(({title}) => title),
        'dim',
      ),
    ),
    ...padded(
      shown.length === 0
        ? [rowOf([['dim', safe` ${print(none, 400)}`]])]
        : seen.map(({cells: texts}, i) =>
            rowOf(texts.length > 1 ? cells(texts, 'plain') : [safe` ${print(texts[0] ?? '', 300)}`], {
              selected: start + i === place,
            }),
          ),
      page,
    ),
    rule,
    ...padded(
      (shown[place]?.preview ?? []).slice(0, PREVIEW).map(text => rowOf([safe` ${print(text, 400)}`])),
      PREVIEW,
    ),
    rule,
    inputRow({print, hasStyles: look.depth !== 'none'}, size.columns, safe`/`, picking, [], hintsOf(keys)),
  ];
  // A terminal with fewer rows keeps what is typed in sight.
  return [...rows.slice(0, Math.max(0, size.rows - 1)), rows.at(-1) as Row]
    .slice(0, size.rows)
    .map(row => line(look, size.columns, row));
}

function padded(rows: readonly Row[], count: number): Row[] {
  return Array.from({length: count}, (_, i) => rows[i] ?? rowOf([]));
}

const hints: readonly (readonly [commands: readonly string[], word: string])[] = [
  [['accept'], 'open'],
  [['earlier', 'later'], 'choose'],
  [['cancel'], 'leave'],
];

function hintsOf(keys: Model['keys']): Part[] {
  return hints.flatMap(([commands, word], i): Part[] => {
    const written = commands.flatMap(id => keys.get(id)?.slice(0, 1).map(keyName) ?? []);
    const behind = i < hints.length - 1 ? safe`  ` : safe` `;
    return [
      ['strong', safe`${i === 0 ? safe` ` : safe``}${printable(written.join(''))}`],
      ['dim', safe` ${printable(word)}${behind}`],
    ];
  });
}

import {keyName} from '../../store/commands/key-names.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {paletteRows} from '../../store/overlay.js';
import {type Entry, offerOf} from '../../store/typing/palette-line.js';
import type {PaletteTyping} from '../../store/view-state.js';
import {repeat, safe, widthOf, wrap} from '../../text/printable.js';
import type {Click} from '../click.js';
import {inputRow} from '../input-line.js';
import type {PaneView, Pen} from '../pane-view.js';
import {type Part, type Row, rowOf} from '../row.js';

/** Cells of the names, with what may be written behind them. */
const NAMES = 24;

const CLOSED: PaletteTyping = {text: '', cursor: 0, chosen: 0};

/** The command palette: the line being typed, and what it could mean, the row that Enter carries out in front. */
export function paletteOverlay(model: Model, pen: Pen, {width}: Inside): PaneView {
  const {palette = CLOSED} = model.view;
  const {entries, trouble} = offerOf(model, palette.text);
  const room = paletteRows(model);
  const chosen = Math.min(palette.chosen, entries.length - 1);
  const start = Math.max(0, Math.min(chosen - Math.floor(room / 2), entries.length - room));
  const shown = entries.slice(start, start + room);
  return {
    title: [safe`Commands`],
    right: entries.length > room ? [['dim', safe`${chosen + 1} of ${entries.length}`]] : undefined,
    rows: [
      inputRow(pen, width, safe`:`, palette, [], []),
      rowOf([['border', repeat(safe`─`, width)]]),
      ...shown.map((entry, i) => ({
        ...entryRow(pen, entry, start + i === chosen),
        click: choosing(palette, start + i),
      })),
      ...troubleRows(pen, width, trouble),
    ],
  };
}

function choosing(palette: PaletteTyping, chosen: number): Click {
  return ({view}) => ({view: {...view, palette: {...palette, chosen}}});
}

function troubleRows(pen: Pen, width: number, trouble: string | undefined): Row[] {
  if (trouble === undefined) return [];
  return wrap(pen.print(trouble, 400), width - 2).map(row => rowOf([['bad', safe` ${row}`]]));
}

function entryRow(pen: Pen, entry: Entry, chosen: boolean): Row {
  const {name, argument, label, keys, found, why} = entry;
  const head = [
    ...letters(pen, name, 0, found, why ? 'dim' : 'strong'),
    argument !== undefined && (['dim', safe` ${pen.print(argument)}`] as const),
  ];
  const used = widthOf(pen.print(name)) + (argument === undefined ? 0 : 1 + widthOf(pen.print(argument)));
  const written = keys.map(keyName).join(' ');
  return rowOf(
    [
      chosen ? ['focus', safe`▸`] : safe` `,
      ...head,
      repeat(safe` `, Math.max(1, NAMES - used)),
      ...letters(pen, why ?? label, name.length + 1, why ? new Set() : found, why ? 'dim' : 'plain'),
    ],
    {selected: chosen, right: [['info', safe` ${pen.print(written)} `]]},
  );
}

/** A text with the letters that were found in it marked. `from`: where it stands in what was searched. */
function letters(
  pen: Pen,
  text: string,
  from: number,
  found: ReadonlySet<number>,
  role: 'plain' | 'strong' | 'dim',
): Part[] {
  const parts: {piece: string; isFound: boolean}[] = [];
  for (let i = 0; i < text.length; i++) {
    const isFound = found.has(from + i);
    const last = parts.at(-1);
    if (last?.isFound === isFound) last.piece += text.charAt(i);
    else parts.push({piece: text.charAt(i), isFound});
  }
  return parts.map(({piece, isFound}): Part => [isFound ? 'found' : role, pen.print(piece, 400)]);
}

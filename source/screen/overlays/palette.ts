import {keyName} from '../../store/commands/bindings.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {type Entry, offerOf} from '../../store/typing/palette-line.js';
import type {PaletteTyping} from '../../store/view-state.js';
import {printable, repeat, safe, widthOf, wrap} from '../../text/printable.js';
import {inputRow} from '../input-line.js';
import {type Line, line, type Part} from '../line.js';
import type {Look} from '../look.js';
import type {PaneView} from '../pane-view.js';

/** Cells of the names, with what may be written behind them. */
const NAMES = 24;

/** The command palette: the line being typed, and what it could mean, the row that Enter carries out in front. */
export function paletteOverlay(model: Model, palette: PaletteTyping, look: Look, {width, height}: Inside): PaneView {
  const {entries, trouble} = offerOf(model, palette.text);
  const room = height - 2;
  const chosen = Math.min(palette.chosen, entries.length - 1);
  const start = Math.max(0, Math.min(chosen - Math.floor(room / 2), entries.length - room));
  const shown = entries.slice(start, start + room);
  return {
    title: [safe`Commands`],
    right: entries.length > room ? [['dim', safe`${chosen + 1} of ${entries.length}`]] : undefined,
    lines: [
      inputRow(look, width, safe`:`, palette, [], []),
      line(look, width, [['border', repeat(safe`─`, width)]]),
      ...shown.map((entry, i) => entryRow(look, width, entry, start + i === chosen)),
      ...troubleRows(look, width, trouble),
    ],
  };
}

function troubleRows(look: Look, width: number, trouble: string | undefined): Line[] {
  if (trouble === undefined) return [];
  return wrap(printable(trouble, 400), width - 2).map(row => line(look, width, [['bad', safe` ${row}`]]));
}

function entryRow(look: Look, width: number, entry: Entry, chosen: boolean): Line {
  const {name, argument, label, keys, found, why} = entry;
  const head = [
    ...letters(name, 0, found, why ? 'dim' : 'strong'),
    argument !== undefined && (['dim', safe` ${printable(argument)}`] as const),
  ];
  const used = widthOf(printable(name)) + (argument === undefined ? 0 : 1 + widthOf(printable(argument)));
  const written = keys.map(keyName).join(' ');
  return line(
    look,
    width,
    [
      chosen ? ['focus', safe`▸`] : safe` `,
      ...head,
      repeat(safe` `, Math.max(1, NAMES - used)),
      ...letters(why ?? label, name.length + 1, why ? new Set() : found, why ? 'dim' : 'plain'),
    ],
    {selected: chosen, right: [['info', safe` ${printable(written)} `]]},
  );
}

/** A text with the letters that were found in it marked. `from`: where it stands in what was searched. */
function letters(text: string, from: number, found: ReadonlySet<number>, role: 'plain' | 'strong' | 'dim'): Part[] {
  const parts: {piece: string; isFound: boolean}[] = [];
  for (let i = 0; i < text.length; i++) {
    const isFound = found.has(from + i);
    const last = parts.at(-1);
    if (last?.isFound === isFound) last.piece += text.charAt(i);
    else parts.push({piece: text.charAt(i), isFound});
  }
  return parts.map(({piece, isFound}): Part => [isFound ? 'found' : role, printable(piece, 400)]);
}

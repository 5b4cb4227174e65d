import {keyFor} from '../../store/commands/key-names.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {publicUrlOf} from '../../store/public-urls.js';
import {printable, repeat, safe, wrap} from '../../text/printable.js';
import {pressingFor} from '../click.js';
import type {PaneView, Pen} from '../pane-view.js';
import {qrRows} from '../qr.js';
import {type Part, rowOf, widthOfParts} from '../row.js';

/** The public URL for a phone: what it opens there comes from outside, as Vonage does. */
export function qrOverlay(model: Model, pen: Pen, inside: Inside): PaneView {
  return {
    title: [safe`For a phone`],
    right: [['dim', safe`${printable(keyFor(model, 'back'))} close`, pressingFor(model, 'back')]],
    rows: contents(model, pen, inside).map(parts => rowOf(parts)),
  };
}

function contents(model: Model, {print, ascii}: Pen, {width, height}: Inside): readonly Part[][] {
  const url = publicUrlOf(model.world);
  if (url === undefined) return [[safe` No public URL is known that leads here.`]];
  const words = wrap(print(url, 1000), Math.max(10, width - 2));
  const lines = words.map((row): Part[] => [safe` `, row]);
  // What is hidden in the words must not be in the code either.
  if (words.join('') !== url) return [...lines, [safe` No code of it while numbers are hidden.`]];
  const code = qrRows(url, {width, height}, ascii);
  if (code.length === 0) return [...lines, [safe` A larger window has room for its code.`]];
  const indent = repeat(safe` `, (width - widthOfParts(code[0] ?? [])) / 2);
  const rows = code.map((parts): Part[] => [indent, ...parts]);
  return rows.length + lines.length <= height ? [...lines, ...rows] : rows;
}

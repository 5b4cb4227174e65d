import {keyFor} from '../../store/commands/key-names.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {printable, safe} from '../../text/printable.js';
import {pressingFor} from '../click.js';
import type {PaneView, Pen} from '../pane-view.js';
import {filled, type Part, rowOf} from '../row.js';
import {foundBlocks, wantedInHelp, withFound} from './help-found.js';

/** From this many cells the help stands in two columns. */
const TWO_COLUMNS = 150;

/** What is known of keys, filters and signs, or what is found of it, in as many columns as fit. */
export function helpOverlay(model: Model, pen: Pen, {width, height}: Inside): PaneView {
  const {scroll, helpSearch, searching} = model.view;
  const key = (id: string) => printable(keyFor(model, id));
  const columns = width >= TWO_COLUMNS ? 2 : 1;
  const columnWidth = Math.floor(width / columns);
  const wanted = wantedInHelp(model);
  const rows = foundBlocks(model, columnWidth, wanted).flatMap(({name, entries}): Part[][] => [
    [['title', safe` ${name}`]],
    ...entries.flatMap(({rows}) => rows).map(row => row.flatMap(part => withFound(wanted, part))),
    [],
  ]);
  const none: Part[][] = [[['dim', safe` Found nowhere in the help: ${key('back')} shows all of it.`]]];
  const shown = rows.length > 0 ? rows : none;
  const length = Math.ceil(shown.length / columns);
  const start = firstSeen(scroll, length, height);
  const isSearched = helpSearch !== undefined;
  return {
    title: [
      safe`Help`,
      isSearched && [searching ? 'focus' : 'warn', safe` · ${pen.print(helpSearch.replace(/^(?!\/)/, '/'), 24)}`],
    ],
    right: [
      ['dim', key('down'), pressingFor(model, 'down')],
      safe` `,
      ['dim', key('up'), pressingFor(model, 'up')],
      ['dim', safe` scroll · `],
      ['dim', safe`${key('search-help')} search`, pressingFor(model, 'search-help')],
      ['dim', safe` · `],
      ['dim', safe`${key('back')} ${isSearched ? safe`all` : safe`close`}`, pressingFor(model, 'back')],
      ['dim', safe` · ${Math.min(length, start + height)}/${length}`],
    ],
    rows: Array.from({length: Math.min(height, length - start)}, (_, i) => {
      const left = shown[start + i] ?? [];
      return rowOf(columns === 1 ? left : [...filled(left, columnWidth), ...(shown[length + start + i] ?? [])]);
    }),
  };
}

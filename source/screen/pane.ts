import {repeat, safe} from '../text/printable.js';
import type {tableDrawer} from './ink-table.js';
import {type Line, line, show} from './line.js';
import type {Look} from './look.js';
import type {PaneView} from './pane-view.js';
import {type Part, type Row, rowOf, widthOfParts} from './row.js';

/** The border of a pane: the digit that leads there (none for overlays), and whether it is in front. */
export type Border = {width: number; height: number; digit?: number; isFocused: boolean};

/** What paints: how everything looks, and what draws tables. */
export type Brush = {look: Look; drawTable: ReturnType<typeof tableDrawer>};

/** A pane with its border: as many lines as it is high, each as wide as it is. */
export function paneLines({look, drawTable}: Brush, border: Border, {title, right, rows}: PaneView): Line[] {
  const role = border.isFocused ? 'focus' : 'border';
  const width = border.width - 2;
  const edge = show(look, role, safe`│`);
  const inside = rows.flatMap(row => ('columns' in row ? drawTable(look, width, row) : line(look, width, row)));
  const blank = ' '.repeat(width);
  return [
    line(look, border.width, top(border, title, right)),
    ...Array.from({length: border.height - 2}, (_, i) => `${edge}${inside[i] ?? blank}${edge}`),
    show(look, role, safe`└${repeat(safe`─`, width)}┘`),
  ];
}

function top({width, digit, isFocused}: Border, title: readonly Part[], right: readonly Part[] = []): Row {
  const role = isFocused ? 'focus' : 'border';
  const number: Part = digit === undefined ? safe` ` : [isFocused ? 'focus' : 'strong', safe` ${digit} `];
  const [name, ...more] = title;
  const head: Part[] = [[role, safe`┌─`], number, typeof name === 'string' ? ['title', name] : name];
  const [said, corner] = right.length > 0 ? [[safe` `, ...right], safe` ─┐`] : [[], safe`┐`];
  const end: Part = [role, corner];
  // A filter stands at the right and must be seen while it hides something: the words behind the title go first.
  for (let kept = more.length; kept >= 0; kept--) {
    const left = [...head, ...more.slice(0, kept), safe` `];
    const room = width - widthOfParts([...left, ...said, end]);
    if (room >= 0) return rowOf([...left, [role, repeat(safe`─`, room)], ...said, end]);
  }
  return rowOf([...head, safe` `, ...said], {right: [end]});
}

import {repeat, safe} from '../text/printable.js';
import type {tableDrawer} from './ink-table.js';
import {type Line, line, paintText} from './line.js';
import type {Look} from './look.js';
import type {Extent, PaneView} from './pane-view.js';
import {type Part, type Row, rowOf, widthOfParts} from './row.js';

/** The border of a pane: the digit that leads there (none for overlays), and whether it is in front. */
export type Border = {width: number; height: number; digit?: number; isFocused: boolean};

/** What paints: how everything looks, and what draws tables. */
export type Brush = {look: Look; drawTable: ReturnType<typeof tableDrawer>};

/** A pane with its border: as many lines as it is high, each as wide as it is. */
export function paneLines({look, drawTable}: Brush, border: Border, {title, right, rows, extent}: PaneView): Line[] {
  const role = border.isFocused ? 'focus' : 'border';
  const width = border.width - 2;
  const edge = paintText(look, role, safe`│`);
  const inside = rows.flatMap(row => ('columns' in row ? drawTable(look, width, row) : line(look, width, row)));
  const blank = ' '.repeat(width);
  const height = border.height - 2;
  const thumb = thumbOf(height, extent);
  const bar = thumb && paintText(look, role, safe`█`);
  return [
    line(look, border.width, topRow(border, {title, right})),
    ...Array.from({length: height}, (_, i) => {
      const end = thumb && i >= thumb.from && i < thumb.to ? bar : edge;
      return `${edge}${inside[i] ?? blank}${end}`;
    }),
    line(look, border.width, bottom(border, extent)),
  ];
}

/** The rows of the right border that stand for what can be seen; none where all can. */
export function thumbOf(height: number, extent: Extent | undefined): {from: number; to: number} | undefined {
  if (!extent || extent.shown >= extent.count || height < 2) return undefined;
  const {first, shown, count} = extent;
  const size = Math.max(1, Math.min(height - 1, Math.round((height * shown) / count)));
  // It is at an end only where what is seen is.
  const last = height - size;
  const at =
    first === 0
      ? 0
      : first + shown >= count
        ? last
        : Math.max(1, Math.min(last - 1, Math.round((last * first) / (count - shown))));
  return {from: at, to: at + size};
}

/** The place in what does not fit, and what is new below: `8 new ─ 3/11`. */
function bottom({width, isFocused}: Border, extent: Extent | undefined): Row {
  const role = isFocused ? 'focus' : 'border';
  const {first = 0, shown = 0, count = 0, at = first + shown - 1, news = 0} = extent ?? {};
  const parts: Part[] = [
    news > 0 && ['warn', safe` ${news} new ▾ `],
    news > 0 && shown < count && [role, safe`─`],
    shown < count && ['dim', safe` ${at + 1}/${count} `],
  ];
  const corner: Part = [role, news > 0 || shown < count ? safe`─┘` : safe`┘`];
  const room = width - widthOfParts([...parts, corner]) - 1;
  return rowOf([[role, safe`└${repeat(safe`─`, room)}`], ...parts, corner]);
}

/** The border above a pane. */
export function topRow({width, digit, isFocused}: Border, {title, right = []}: Pick<PaneView, 'title' | 'right'>): Row {
  const role = isFocused ? 'focus' : 'border';
  const number: Part = digit === undefined ? safe` ` : [isFocused ? 'selected' : 'strong', safe` ${digit} `];
  const [name, ...more] = title;
  const head: Part[] = [
    [role, isFocused ? safe`┌▸` : safe`┌─`],
    number,
    typeof name === 'string' ? ['title', name] : name,
  ];
  const [said, corner] = right.some(Boolean) ? [[safe` `, ...right], safe` ─┐`] : [[], safe`┐`];
  const end: Part = [role, corner];
  // A filter stands at the right and must be seen while it hides something: the words behind the title go first.
  for (let kept = more.length; kept >= 0; kept--) {
    const left = [...head, ...more.slice(0, kept), safe` `];
    const room = width - widthOfParts([...left, ...said, end]);
    if (room >= 0) return rowOf([...left, [role, repeat(safe`─`, room)], ...said, end]);
  }
  return rowOf([...head, safe` `, ...said], {right: [end]});
}

import {knownLine} from './known-lines.js';

/** Cells of the widest line of a text. In place of the package widest-line, which measures whole panes anew each frame. */
export function widestLine(text: string): number {
  let widest = 0;
  for (const line of text.split('\n')) widest = Math.max(widest, knownLine(line).width);
  return widest;
}

/** Cells and rows of a text; nothing takes no row. In place of Ink's, which remembers every text ever drawn. */
export function measureText(text: string): {width: number; height: number} {
  if (text === '') return {width: 0, height: 0};
  let height = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) height += 1;
  return {width: widestLine(text), height};
}

import {bodyHeight} from './layout.js';
import type {Model} from './model.js';
import type {Overlay, ViewState} from './view-state.js';

/** Cells of the screen, borders included. */
export type Box = {left: number; top: number; width: number; height: number};

/** From this many columns on there is room for panes beside what floats over them; strips of them say nothing. */
const ROOMY = 132;
const WIDTH = 92;

/** Rows of what floats: as many whatever is in it, because rows that come and go are hard to read. */
const heights: Readonly<Partial<Record<Overlay, number>>> = {
  filters: 20,
  save: 12,
  replay: 12,
  replaying: 20,
  explain: 12,
};
const PALETTE = 20;

/** Those that lie over all panes: texts to be read. */
export const coveringOverlays: ReadonlySet<Overlay> = new Set(['help', 'comparison', 'doctor', 'qr', 'stats']);

/** Where what lies over the panes stands: all over them, or in their middle. Undefined where nothing does, or a pane itself. */
export function overlayBox(view: ViewState): Box | undefined {
  const {palette, overlay, columns} = view;
  const body = {left: 0, top: 1, width: columns, height: bodyHeight(view)};
  const height = palette ? PALETTE : overlay && heights[overlay];
  if (height === undefined) return overlay && coveringOverlays.has(overlay) ? body : undefined;
  if (columns < ROOMY) return body;
  return {left: Math.floor((columns - WIDTH) / 2), top: 2, width: WIDTH, height: Math.min(height, body.height - 2)};
}

/** Rows above the commands of the palette: the line that is typed, and one below it. */
const ABOVE_ENTRIES = 2;

/** How many commands of the palette are seen at once; its box has a border. */
export function paletteRows({view}: Pick<Model, 'view'>): number {
  return Math.max(1, (overlayBox(view)?.height ?? 0) - 2 - ABOVE_ENTRIES);
}

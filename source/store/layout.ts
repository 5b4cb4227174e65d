import {type Pane, type PaneId, paneIds, panes} from './panes.js';
import type {ViewState} from './view-state.js';

/** Where a pane is drawn: cells, borders included. */
export type Frame = {pane: PaneId; width: number; height: number};
/** Columns side by side, each a stack of panes that fills the body. */
export type Layout = readonly {width: number; frames: readonly Frame[]}[];

/** The inside of a pane, in cells. */
export type Inside = {width: number; height: number};

/** Below this a terminal cannot show a call. */
export const SMALLEST = {columns: 60, rows: 15};

/** Rows that are not body: status line above; verdict, event and hint lines below. */
const AROUND = 4;

/** From this many columns on panes stand side by side. */
const TWO_COLUMNS = 100;
/** From this many columns on the detail has a column of its own. */
const THREE_COLUMNS = 140;

/** The least that a call's state, its time and its problems take, borders included. */
const CALLS = 42;

/** How many rows each pane would like for what it has to show, borders not included. */
export type Wishes = (pane: PaneId) => number;

/** Rows between the status line and those at the bottom. */
export function bodyHeight({rows}: ViewState): number {
  return Math.max(4, rows - AROUND);
}

/** Whether there is room for one column only. */
export function isStacked({columns}: Pick<ViewState, 'columns'>): boolean {
  return columns < TWO_COLUMNS;
}

/** Whether the detail always has a column. */
export function hasDetailColumn({columns}: Pick<ViewState, 'columns'>): boolean {
  return columns >= THREE_COLUMNS;
}

/** The inside of what covers all panes. */
export function coveringInside(view: ViewState): Inside {
  return {width: view.columns - 2, height: bodyHeight(view) - 2};
}

/** Shares out the body: stack below 100 columns, list and events up to 139, three columns from 140. */
export function layoutOf(view: ViewState, wishes: Wishes): Layout {
  const width = view.columns;
  const height = bodyHeight(view);
  const hasRight = hasDetailColumn(view);
  const isBroad = view.eventsAs !== 'list' && view.focus === 'events';
  if (view.overlay === 'detail' && !hasRight) return one('detail', width, height);
  if (view.zoomed || (isBroad && isStacked(view))) return one(view.focus, width, height);
  if (isStacked(view)) return [stack(view.focus, width, height, wishes)];
  // The other views of the events want all the width there is.
  const left = isBroad ? 0 : hasRight ? 44 : clamp(Math.floor(width * 0.4), CALLS, 52);
  const right = hasRight ? 49 + Math.floor((width - 160) / 4) : 0;
  // A pane of a column that is not there takes the place of the events.
  const guest = !hasRight && panes[view.focus].column === 'right' ? view.focus : undefined;
  return [
    left > 0 ? [column('left', left, height, wishes)] : [],
    column('middle', width - left - right, height, wishes, guest),
    right > 0 ? [column('right', right, height, wishes)] : [],
  ].flat();
}

function one(pane: PaneId, width: number, height: number): Layout {
  return [{width, frames: [{pane, width, height}]}];
}

/** Three thirds; the focused pane may grow where it has more to show. */
function stack(focus: PaneId, width: number, height: number, wishes: Wishes) {
  const first = (third: Pane['third']) => paneIds.find(id => panes[id].third === third) ?? focus;
  const shown = (third: Pane['third']) => (panes[focus].third === third ? focus : first(third));
  const [top, middle, bottom] = [shown('top'), shown('middle'), shown('bottom')];
  const most = (pane: PaneId, share: number) => Math.floor(height * (focus === pane ? 0.45 : share));
  const middleHeight = clamp(wishes(middle) + 2, 4, Math.max(4, most(middle, 0.3)));
  // The pane below keeps a row, whatever the upper ones have to show.
  const topHeight = clamp(wishes(top) + 2, 3, Math.min(most(top, 0.2) + 1, height - middleHeight - 3));
  const heights = [topHeight, middleHeight, height - topHeight - middleHeight];
  return {width, frames: [top, middle, bottom].map((pane, i) => ({pane, width, height: heights[i] ?? 0}))};
}

function column(name: Pane['column'], width: number, height: number, wishes: Wishes, guest?: PaneId) {
  const ids = paneIds.filter(id => panes[id].column === name);
  const own = ids.map(id => {
    const {share} = panes[id];
    return share && clamp(wishes(id) + 2, share.least, Math.floor(height * share.most));
  });
  const left = own.reduce<number>((rest, each) => rest - (each ?? 0), height);
  return {width, frames: ids.map((id, i) => ({pane: own[i] ? id : (guest ?? id), width, height: own[i] ?? left}))};
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, Math.max(least, most)));
}

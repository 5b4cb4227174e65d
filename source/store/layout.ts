import {highest} from '../call/extremes.js';
import {type Claim, shareOut} from './share.js';
import {type PaneId, paneIds, type ViewState} from './view-state.js';

/** Where a pane stands, as far as that does not depend on what is in it. */
export type Slot = {
  /** Its third of a narrow screen; of panes that share one, the focused pane has it, else the first. */
  third: 'top' | 'middle' | 'bottom';
  /** From this height of the body on, a narrow screen has room for it besides its three thirds. */
  besides?: number;
  /** Its column of a wide screen. */
  column: 'left' | 'aside' | 'middle' | 'right';
  /** With less than so many rows, as far as it holds them, it is left out of a column of a low screen. */
  useful: number;
  /** How many rows it has for each row of the others, while they have less than they hold. */
  weight: number;
  /** It has what the others of its column leave, because it may hold more than can be told beforehand; else the heaviest has. */
  fills?: true;
};
type Slots = Readonly<Record<PaneId, Slot>>;

/** Where a pane is drawn: cells, borders included. */
export type PaneFrame = {pane: PaneId; width: number; height: number};
/** Columns side by side, each a stack of panes that fills the body. */
export type Layout = readonly {width: number; frames: readonly PaneFrame[]}[];

/** The inside of a pane, in cells. */
export type Inside = {width: number; height: number};

/** Below this a terminal cannot show a call. */
export const SMALLEST = {columns: 60, rows: 15};

/** Rows that are not body: status line above; verdict, event and hint lines below. */
const AROUND = 4;

/** Columns side by side: the panes of which places each has, and its cells: at least, at most, and beside the others. */
type Grid = {
  /** For screens of so many columns on. */
  from: number;
  /** Only where the body has fewer rows than this. */
  below?: number;
  columns: readonly {places: readonly Slot['column'][]; least: number; most?: number; weight: number}[];
};

/**
 * The widest that fits is taken. A column has its weight on the screen that suits it, and grows beyond that when the others have
 * theirs: 41 cells are the least for a call's state, time and problems, 58 for an event with its answer and delay, 51 for an id in
 * a payload.
 */
const grids: readonly Grid[] = [
  {
    from: 240,
    columns: [
      {places: ['left'], least: 62, most: 100, weight: 80},
      {places: ['aside'], least: 48, most: 70, weight: 56},
      {places: ['middle'], least: 80, weight: 110},
      {places: ['right'], least: 50, most: 110, weight: 74},
    ],
  },
  {
    // Too low for what else stands in the left column.
    from: 190,
    below: 18,
    columns: [
      {places: ['left'], least: 41, most: 60, weight: 42},
      {places: ['aside'], least: 41, most: 60, weight: 42},
      {places: ['middle'], least: 58, weight: 85},
      {places: ['right'], least: 50, most: 74, weight: 56},
    ],
  },
  {
    from: 160,
    columns: [
      {places: ['left', 'aside'], least: 41, most: 56, weight: 42},
      {places: ['middle'], least: 68, weight: 105},
      {places: ['right'], least: 51, most: 80, weight: 58},
    ],
  },
  {
    from: 100,
    columns: [
      {places: ['left', 'aside'], least: 42, most: 52, weight: 42},
      {places: ['middle'], least: 58, weight: 95},
    ],
  },
];

/** What a pane has to show, without its border, in an inside of so many cells. */
export type Wish = {
  /** The rows that it would fill. 0: it only says that there is nothing. */
  rows: number;
  /** The rows of one of its items; 1 by default. */
  step?: number;
};
type Wishes = (pane: PaneId, width: number) => Wish;

/** What decides the rows that panes get. */
type Claims = {slots: Slots; wishes: Wishes};

/** Rows between the status line and those at the bottom. */
export function bodyHeight({rows, hasTimeLine}: Pick<ViewState, 'rows' | 'hasTimeLine'>): number {
  return Math.max(4, rows - AROUND - (hasTimeLine ? 1 : 0));
}

/** Whether there is room for one column only. */
export function isStacked(view: Size): boolean {
  return gridOf(view) === undefined;
}

/** Whether the detail always has a column. */
export function hasDetailColumn(view: Size): boolean {
  return gridOf(view)?.columns.some(({places}) => places.includes('right')) ?? false;
}

type Size = Pick<ViewState, 'columns' | 'rows' | 'hasTimeLine'>;

function gridOf(view: Size): Grid | undefined {
  return grids.find(({from, below = Infinity}) => view.columns >= from && bodyHeight(view) < below);
}

/** The inside of what covers all panes. */
export function coveringInside(view: ViewState): Inside {
  return {width: view.columns - 2, height: bodyHeight(view) - 2};
}

/**
 * Shares out the body. A column has the panes of its places, the least of them left out where it is low; each has rows for what
 * it holds as far as there are any, and beside the others by its weight.
 */
export function layoutOf(view: ViewState, claims: Claims): Layout {
  const {columns: width, focus} = view;
  const height = bodyHeight(view);
  const grid = gridOf(view);
  // The other views of the events want all the width there is.
  const isBroad = view.eventsAs !== 'list' && focus === 'events';
  if (view.overlay === 'detail' && (view.zoomed || !hasDetailColumn(view))) return one('detail', width, height);
  if (view.zoomed || (isBroad && !grid)) return one(focus, width, height);
  const {slots} = claims;
  const inColumn = {...claims, height, focus, isStack: !grid};
  if (!grid) return [column(width, stackOf(view, slots), inColumn)];
  const columns = grid.columns.filter(
    ({places}) => !isBroad || (!places.includes('left') && !places.includes('aside')),
  );
  const isThere = columns.some(({places}) => places.includes(slots[focus].column));
  const widths = shareOut(
    width,
    columns.map(({least, most = Infinity, weight}) => ({least, wish: most, weight})),
    columns.findIndex(({places}) => places.includes('middle')),
  );
  return columns.map(({places}, i) => {
    const ids = paneIds.filter(id => places.includes(slots[id].column));
    // A pane whose column is not there takes the place of the events.
    const shown = isThere ? ids : ids.map(id => (id === 'events' ? focus : id));
    return column(widths[i] ?? 0, shown, inColumn);
  });
}

function one(pane: PaneId, width: number, height: number): Layout {
  return [{width, frames: [{pane, width, height}]}];
}

/** The panes of a narrow screen: one for each third, and more where it is tall. */
function stackOf(view: ViewState, slots: Slots): PaneId[] {
  const {focus} = view;
  const of = (third: Slot['third']) =>
    slots[focus].third === third ? focus : (paneIds.find(id => slots[id].third === third) ?? focus);
  const shown = [of('top'), of('middle'), of('bottom')];
  const from = (id: PaneId) => slots[id].besides ?? Infinity;
  const more = paneIds.filter(id => bodyHeight(view) >= from(id) && !shown.includes(id));
  return [...shown, ...more.sort((a, b) => from(a) - from(b))];
}

const BORDERS = 2;

type InColumn = Claims & {height: number; focus: PaneId; isStack: boolean};

function column(
  width: number,
  ids: readonly PaneId[],
  {slots, wishes, height, focus, isStack}: InColumn,
): Layout[number] {
  const heaviest = highest(ids.map(id => slots[id].weight));
  const all = ids.map((pane): Claimant => {
    const {rows, step} = wishes(pane, width - BORDERS);
    const {weight, useful} = slots[pane];
    const [isFocused, wish] = [pane === focus, Math.max(1, rows)];
    const rank = (isFocused ? 0 : rows > 0 ? 100 : 200) - weight;
    const needs = BORDERS + (isStack ? 1 : Math.min(wish, useful));
    return {pane, least: 1, wish, step, weight: isFocused ? heaviest : weight, rank, needs};
  });
  const shown = fitting(all, height);
  const fills = ({pane}: Claimant) => (slots[pane].fills ? 100 : 0) + slots[pane].weight;
  const filler = shown.reduce((best, each, i) => (fills(each) > fills(shown[best] ?? each) ? i : best), 0);
  const heights = shareOut(height - BORDERS * shown.length, shown, filler);
  return {width, frames: shown.map(({pane}, i) => ({pane, width, height: (heights[i] ?? 0) + BORDERS}))};
}

/** `rank`: the lower comes first where there is no room for all. `needs`: rows with its borders, or it is left out. */
type Claimant = Claim & {pane: PaneId; rank: number; needs: number};

/** The panes that a low column has room for: the focused one, then those that have something to show, the heavier first. */
function fitting(all: readonly Claimant[], height: number): readonly Claimant[] {
  let room = height;
  const shown = new Set<Claimant>();
  for (const each of [...all].sort((a, b) => a.rank - b.rank)) {
    if (each.needs > room) continue;
    shown.add(each);
    room -= each.needs;
  }
  return all.filter(each => shown.has(each));
}

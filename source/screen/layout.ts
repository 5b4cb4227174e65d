import {type PaneId, THREE_COLUMNS, type ViewState} from '../store/view-state.js';

/** Where a pane is drawn: cells, borders included. */
export type Frame = {pane: PaneId; width: number; height: number};
/** Columns side by side, each a stack of panes that fills the body. */
export type Layout = {columns: {width: number; frames: Frame[]}[]};

/** Below this a terminal cannot show a call. */
export const SMALLEST = {columns: 60, rows: 15};

/** Rows that are not body: status line above; verdict, event and hint lines below. */
export const AROUND = 4;

/** The least that a call's state, its time and its problems take, borders included. */
const CALLS = 42;

/** How many rows each pane would like for what it has to show, borders not included. */
export type Wishes = Readonly<Record<PaneId, number>>;

/** Shares out the body: stack below 100 columns, list and events up to 139, three columns from 140. */
export function layoutOf(view: ViewState, wishes: Wishes): Layout {
  const width = view.columns;
  const height = Math.max(4, view.rows - AROUND);
  if (view.overlay === 'detail' && width < THREE_COLUMNS) return one('detail', width, height);
  if (view.zoomed) return one(view.focus, width, height);
  if (view.eventsAs !== 'list' && view.focus === 'events') return {columns: broad(width, height, wishes)};
  if (width < 100) return {columns: [stack(view.focus, width, height, wishes)]};
  const left = width < THREE_COLUMNS ? clamp(Math.floor(width * 0.4), CALLS, 52) : 44;
  const right = width < THREE_COLUMNS ? 0 : rightWidth(width);
  const columns = [
    leftColumn(left, height, wishes),
    middleColumn(view.focus, width - left - right, height, wishes, right > 0),
  ];
  if (right > 0) columns.push(rightColumn(right, height, wishes));
  return {columns};
}

function rightWidth(width: number): number {
  return 48 + Math.floor((width - 160) / 4);
}

function one(pane: PaneId, width: number, height: number): Layout {
  return {columns: [{width, frames: [{pane, width, height}]}]};
}

/** The other views of the events want all the width there is: below the legs, beside the detail where that has a column. */
function broad(width: number, height: number, wishes: Wishes) {
  if (width < 100) return one('events', width, height).columns;
  const right = width < THREE_COLUMNS ? 0 : rightWidth(width);
  const legs = clamp(wishes.legs + 2, 5, Math.floor(height * 0.35));
  const left = frames(width - right, [
    ['legs', legs],
    ['events', height - legs],
  ]);
  return right > 0 ? [left, rightColumn(right, height, wishes)] : [left];
}

/** Three slots; the focused pane takes the slot it shares with its neighbours, and may grow where it has more to show. */
function stack(focus: PaneId, width: number, height: number, wishes: Wishes) {
  const top: PaneId = focus === 'session' ? 'session' : 'calls';
  const middle: PaneId = focus === 'members' ? 'members' : 'legs';
  const bottom: PaneId = focus === 'problems' || focus === 'detail' || focus === 'ncco' ? focus : 'events';
  const most = (pane: PaneId, share: number) => Math.floor(height * (focus === pane ? 0.45 : share));
  const middleHeight = clamp(wishes[middle] + 2, 4, Math.max(4, most(middle, 0.3)));
  // The pane below keeps a row, whatever the upper ones have to show.
  const topHeight = clamp(wishes[top] + 2, 3, Math.min(most(top, 0.2) + 1, height - middleHeight - 3));
  return frames(width, [
    [top, topHeight],
    [middle, middleHeight],
    [bottom, height - topHeight - middleHeight],
  ]);
}

function leftColumn(width: number, height: number, wishes: Wishes) {
  const members = clamp(wishes.members + 2, 4, Math.floor(height * 0.25));
  const session = clamp(wishes.session + 2, 4, Math.floor(height * 0.3));
  const problems = clamp(wishes.problems + 2, 4, Math.floor(height * 0.25));
  return frames(width, [
    ['calls', height - members - session - problems],
    ['members', members],
    ['session', session],
    ['problems', problems],
  ]);
}

function middleColumn(focus: PaneId, width: number, height: number, wishes: Wishes, hasRight: boolean) {
  const legs = clamp(wishes.legs + 2, 5, Math.floor(height * 0.35));
  const rest: PaneId = !hasRight && (focus === 'detail' || focus === 'ncco') ? focus : 'events';
  return frames(width, [
    ['legs', legs],
    [rest, height - legs],
  ]);
}

function rightColumn(width: number, height: number, wishes: Wishes) {
  const ncco = clamp(wishes.ncco + 2, 4, Math.floor(height * 0.4));
  return frames(width, [
    ['detail', height - ncco],
    ['ncco', ncco],
  ]);
}

function frames(width: number, stacked: readonly [PaneId, number][]) {
  return {width, frames: stacked.map(([pane, height]) => ({pane, width, height}))};
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, Math.max(least, most)));
}

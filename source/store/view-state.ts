/** Panes by the digit that leads to them. */
export const paneIds = ['calls', 'legs', 'events', 'members', 'session', 'problems', 'detail', 'ncco'] as const;
export type PaneId = (typeof paneIds)[number];

/** From this many columns the detail has a column of its own. */
export const THREE_COLUMNS = 140;

export const timeModes = ['clock', 'utc', 'start', 'previous'] as const;
export type TimeMode = (typeof timeModes)[number];
export type Overlay = 'help' | 'detail' | 'confirm-quit';

/** A place in a list that survives new rows and resizing: which item, and how far from the top of the window it stands. */
export type Place<T> = {item: T; anchor: number};

/** What the person at the screen has chosen. Plain data, replaced and never mutated; selections are ids, never positions. */
export type ViewState = {
  columns: number;
  rows: number;
  focus: PaneId;
  overlay?: Overlay;
  /** Fills the body with the focused pane. */
  zoomed: boolean;
  /** The chosen call; absent while the newest is followed. */
  call?: Place<string>;
  leg?: string;
  member?: string;
  /** The chosen event of the shown call; absent while the stream is followed. */
  event?: Place<number>;
  /** How many rows the stream had when following stopped: what "12 new" is counted from. */
  unfollowedAt: number;
  /** The chosen problem, by its place in the list. */
  problem: number;
  /** First row shown of panes that only scroll (detail, help, NCCO, session). */
  scroll: number;
  filter: string;
  /** The text being typed after `/`; absent when nobody types. */
  typing?: {text: string; before: string};
  onlyLeg?: string;
  time: TimeMode;
  /** Problems that were acknowledged, by key. */
  acknowledged: ReadonlySet<string>;
  /** The last thing the program has to say; the store clears it after a while. */
  message?: {text: string; tone: 'good' | 'bad'};
  paused: boolean;
};

export const firstView: ViewState = {
  columns: 80,
  rows: 24,
  focus: 'events',
  zoomed: false,
  unfollowedAt: 0,
  problem: 0,
  scroll: 0,
  filter: '',
  time: 'clock',
  acknowledged: new Set(),
  paused: false,
};

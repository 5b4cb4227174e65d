import type {Checkup} from '../call/checkup.js';
import type {Option} from '../filter/complete.js';
import type {Filtered} from '../filter/filter.js';
import type {History, Past} from './typing/history.js';
import type {TypedLine} from './typing/line.js';
import type {ControlRequest} from './wanted.js';

/** The panes, in the order of the digits that lead to them; what each is, says screen/panes.ts. */
export const paneIds = ['calls', 'legs', 'events', 'members', 'session', 'problems', 'detail', 'ncco'] as const;
export type PaneId = (typeof paneIds)[number];

export const timeModes = ['clock', 'utc', 'start', 'previous'] as const;
export type TimeMode = (typeof timeModes)[number];
export const eventsViews = ['list', 'ladder', 'bars', 'json', 'media'] as const;
/** As what the events pane shows the stream. */
export type EventsView = (typeof eventsViews)[number];
/** What the detail can show of an event, in the order of its tabs. */
export const detailTabs = ['json', 'raw', 'http', 'compare', 'diff'] as const;
export type DetailTab = (typeof detailTabs)[number];

export const callSorts = ['start', 'duration', 'state', 'problems'] as const;
/** What the calls are sorted by. */
export type CallSort = (typeof callSorts)[number];
/** How the screen is coloured; always with the terminal's own 16 colours. */
export const themeNames = ['dark', 'light', 'high-contrast', 'mono', 'color-blind'] as const;
export type Theme = (typeof themeNames)[number];
export type Overlay =
  | 'help'
  | 'detail'
  | 'confirm-quit'
  | 'confirm-clear'
  | 'confirm-control'
  | 'filters'
  | 'save'
  | 'replay'
  | 'replaying'
  | 'explain'
  | 'comparison'
  | 'doctor'
  | 'qr'
  | 'stats';

/** How fast time runs when it is played: as it did, four and sixteen times faster. */
export const playSpeeds: readonly number[] = [1, 4, 16];

/**
 * A moment that is shown instead of now: the last observation that had been folded by then, and the time, ms since the epoch. With a `speed` time
 * runs on from there.
 */
export type Moment = {seq: number; at: number; speed?: number};

/** A position in a list that survives new rows and resizing: which item, and how far from the top of the window it stands. */
export type ScrollPosition<T> = {item: T; anchor: number};

/** A filter in the middle of being typed: it applies already. */
export type FilterTyping = TypedLine & {
  list: Filtered;
  /** What was there before, for Esc. */
  before: {filter: string; event?: ScrollPosition<number>};
  past?: Past;
  /** The completions that Tab goes through: where they stand in the text, and which one does. */
  menu?: {from: number; options: readonly Option[]; at: number};
};

/** What the detail shows, what is folded away in it, by block and JSON pointer, and what is searched. */
export type DetailView = {
  tab: DetailTab;
  folded: ReadonlySet<string>;
  /** The search, as it was typed. */
  search?: string;
  /** Which of the places that the search finds in the cursor's row it is on. */
  hit: number;
};

/** A search in the middle of being typed: it applies already. */
export type SearchTyping = TypedLine & {
  /** What was there before, for Esc. */
  before: {scroll: number; detail: DetailView; helpSearch?: string};
  past?: Past;
};

/** A note in the middle of being typed, on the event of a row. */
export type NoteTyping = TypedLine & {row: number; past?: Past};

/** A command in the middle of being typed; `chosen` is the row that Enter carries out. */
export type PaletteTyping = TypedLine & {chosen: number; past?: Past};

/** What the person at the screen has chosen. Plain data, replaced and never mutated; selections are ids, never positions. */
export type ViewState = {
  columns: number;
  rows: number;
  focus: PaneId;
  /** Where `i` came to the session from: it leads back there. */
  cameFrom?: PaneId;
  overlay?: Overlay;
  /** Fills the body with the focused pane. */
  zoomed: boolean;
  /** The chosen call; absent while the newest is followed. */
  call?: ScrollPosition<string>;
  leg?: string;
  member?: string;
  /** The chosen event of the shown call; absent while the stream is followed. */
  event?: ScrollPosition<number>;
  /** The last row of the stream when following stopped: what "12 new" is counted from. */
  unfollowedAt?: number;
  /** The chosen problem, by its place in the list. */
  problem: number;
  /** First row shown of panes that only scroll (help, NCCO, session); the row of the cursor in the detail. */
  scroll: number;
  /** What the stream is filtered by. */
  filter: string;
  /** What the list of calls is filtered by. */
  callFilter: string;
  /** Filters mark what they find and hide nothing. */
  marksOnly: boolean;
  /** The filter being typed after `/`; absent when nobody types. */
  typing?: FilterTyping;
  /** What is searched in the help: the rest of it is left out. */
  helpSearch?: string;
  /** The search of the detail, or of the help, being typed after `/`. */
  searching?: SearchTyping;
  /** Searches that were entered. */
  searches: History;
  /** Filters that were entered. */
  filters: History;
  /** The note being typed; absent when nobody writes one. */
  noting?: NoteTyping;
  /** The command being typed after `:`; absent while the palette is closed. */
  palette?: PaletteTyping;
  /** Commands that were entered. */
  commandLines: History;
  /** The list of ready-made filters: the row in front, and the filters that were picked. */
  ready: {at: number; picked: readonly string[]};
  /** The row in front of the list of formats to save in. */
  saveAt: number;
  /** The row in front of the list of paces to send a call again at. */
  replayAt: number;
  /** What the last checkup found, or that one is under way. */
  checkup?: Checkup | 'running';
  /** The word that is explained. */
  explained?: string;
  onlyLeg?: string;
  eventsAs: EventsView;
  /** The first party of the ladder behind the application, as long as an event is the chosen one or the newest. */
  lanes?: {first: number; event: number | undefined};
  /** What the detail shows. `scroll` is its cursor. */
  detail: DetailView;
  /** Rows marked for the diff and for exports, in the order of marking. */
  marked: readonly number[];
  /** Ids of calls that are marked to be compared, in the order of marking. */
  markedCalls: readonly string[];
  /** Rows to come back to. */
  bookmarks: ReadonlySet<number>;
  onlyBookmarks: boolean;
  sort: CallSort;
  time: TimeMode;
  /** Without one it is the dark one. */
  theme?: Theme;
  /** Problems that were acknowledged, by key. */
  acknowledged: ReadonlySet<string>;
  /** The last thing the program has to say; the store clears it after a while. */
  message?: {text: string; tone: 'good' | 'bad'};
  paused: boolean;
  /** Absent while it is now. */
  moment?: Moment;
  /** How fast time runs when it is played next. */
  playSpeed: number;
  /** A row at the foot of the screen is the time line's. */
  hasTimeLine: boolean;
  /** Whether phone numbers are hidden: `always` where the World never had them (`--mask`). */
  masking: 'off' | 'on' | 'always';
  /** What is asked before something is done to a call, and what `y` does. */
  question?: {ask: string; effect: ControlRequest};
  /** Where the display was cleared: how many rows the log had, and when that was, ms of the World's time. */
  cleared?: {rows: number; at: number};
};

export const firstView: ViewState = {
  columns: 80,
  rows: 24,
  focus: 'events',
  zoomed: false,
  problem: 0,
  scroll: 0,
  filter: '',
  callFilter: '',
  marksOnly: false,
  filters: [],
  searches: [],
  commandLines: [],
  ready: {at: 0, picked: []},
  saveAt: 0,
  replayAt: 0,
  detail: {tab: 'json', folded: new Set(), hit: 0},
  marked: [],
  markedCalls: [],
  bookmarks: new Set(),
  onlyBookmarks: false,
  sort: 'start',
  eventsAs: 'list',
  time: 'clock',
  acknowledged: new Set(),
  paused: false,
  playSpeed: 1,
  hasTimeLine: false,
  masking: 'off',
};

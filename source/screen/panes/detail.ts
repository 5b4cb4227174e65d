import {stamp} from '../../output/format.js';
import {focus} from '../../store/commands/go-to.js';
import {diffedRows} from '../../store/detail/diff-rows.js';
import type {DetailRow} from '../../store/detail/row.js';
import {detailRows, payloadsOf} from '../../store/detail/rows.js';
import {inDetail} from '../../store/detail/tabs.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {moveInDetail} from '../../store/moves.js';
import {chosenCall, chosenRow, indexOfRow, streamOf} from '../../store/select.js';
import {foundInDetail} from '../../store/typing/search-line.js';
import {type DetailTab, detailTabs, type TimeMode} from '../../store/view-state.js';
import {printable, type Safe, safe} from '../../text/printable.js';
import {legLabel, nameOf} from '../../world/read/event-view.js';
import {legOfRow} from '../../world/read/leg-of-row.js';
import type {Click} from '../click.js';
import {detailLines, type Times} from '../detail-lines.js';
import {type Marked, markFound} from '../found-parts.js';
import type {DrawnPane, PaneView, Pen} from '../pane-view.js';
import {type Part, rowOf, widthOfParts} from '../row.js';
import {searchCount} from '../search-rows.js';

/** A row of the screen: the row of the detail that it belongs to, and which of that one's it is. */
type Drawn = {row: number; nth: number; parts: readonly Part[]};
type Laid = {key: string; lines: readonly Drawn[]};
const laid = new WeakMap<readonly DetailRow[], Laid>();

/** All rows of the screen that the rows take: laid out once, painted where they are seen. */
export function linesOf(model: Model, pen: Pen, rows: readonly DetailRow[], width: number): Laid['lines'] {
  const moments = momentsOf(model);
  const key = `${width} ${model.view.time} ${model.view.masking} ${JSON.stringify(moments)}`;
  const known = laid.get(rows);
  if (known?.key === key) return known.lines;
  const times = timesOf(pen, model.view.time, moments);
  const lines = rows.flatMap((each, row) => detailLines(each, width, times).map((parts, nth) => ({row, nth, parts})));
  laid.set(rows, {key, lines});
  return lines;
}

/** What the times of an event are counted from, ms since the epoch. */
type Moments = {row: number; start: number; previous?: number};

/** Those of the event that is shown, or of the two that are compared. */
function momentsOf(model: Model): Moments[] {
  const {view, world} = model;
  const row = chosenRow(model);
  const rows = view.detail.tab === 'diff' ? (diffedRows(model) ?? []) : row === undefined ? [] : [row];
  return rows.map(row => {
    const call = world.conversations.get(world.log.conversationOf(row)) ?? chosenCall(model);
    const stream = call === chosenCall(model) ? streamOf(model) : (call?.rows ?? []);
    const start = world.log.at[call?.rows[0] ?? row] ?? 0;
    return {row, start, previous: world.log.at[stream[indexOfRow(model, stream, row) - 1] ?? -1]};
  });
}

const since: Readonly<Record<TimeMode, Safe>> = {
  clock: safe``,
  utc: safe` UTC`,
  start: safe` since start`,
  previous: safe` since previous`,
};

function timesOf({print}: Pen, mode: TimeMode, moments: readonly Moments[]): Times {
  return {
    print,
    at(ms, row) {
      const {start, previous} = moments.find(each => each.row === row) ?? moments[0] ?? {start: ms};
      return stamp(mode, ms, start, previous).trimStart() as Safe;
    },
    since: since[mode],
  };
}

/** Between the border and a row. */
const PADDING = safe` `;

/** Everything about the chosen event: who reported it and when, what was answered, and the payload, in tabs. */
export const detailPane: DrawnPane = {
  third: 'bottom',
  column: 'right',
  useful: 4,
  weight: 2,
  fills: true,
  wish: model => detailRows(model).length,
  move: (model, step, {height}) => moveInDetail(model, step, height),
  payloads(model) {
    const compared = model.view.detail.tab === 'diff' ? (diffedRows(model) ?? []) : [];
    const row = chosenRow(model);
    return row === undefined ? [] : [row, ...compared].flatMap(each => payloadsOf(model, each));
  },
  draw,
};

function draw(model: Model, pen: Pen, {width, height}: Inside): PaneView {
  const rows = detailRows(model);
  const lines = linesOf(model, pen, rows, width - PADDING.length);
  const cursor = inDetail(model.view) ? Math.min(model.view.scroll, rows.length - 1) : -1;
  const found = foundInDetail(model);
  const marked = new Map<number, Marked | undefined>();
  const mark = (row: number) => {
    const [each, hits] = [rows[row], found.byRow.get(row)];
    if (!each || !hits) return undefined;
    const own = lines.filter(line => line.row === row).map(({parts}) => parts);
    return markFound(pen, each, own, hits, found.list[found.at]);
  };
  const marksOf = (row: number) => {
    if (!marked.has(row)) marked.set(row, mark(row));
    return marked.get(row);
  };
  const current = marksOf(cursor)?.current;
  const first = lines.findIndex(({row}) => row === Math.max(0, cursor));
  const from = first + (current ?? 0);
  const to = current === undefined ? lines.findLastIndex(({row}) => row === Math.max(0, cursor)) : from;
  // The cursor keeps to the middle once there is more above and below: what is read stands still, the rest moves.
  const start = Math.max(0, Math.min(Math.floor((from + to + 1 - height) / 2), lines.length - height));
  const shown = lines.slice(start, start + height).map(({row, nth, parts}) => {
    // The place that was found is the cursor, where it can be seen.
    const selected = row === cursor && current === undefined;
    return rowOf([PADDING, ...(marksOf(row)?.lines[nth] ?? parts)], {selected, click: readingAt(row)});
  });
  const none = rowOf([['dim', safe` No event is selected.`]]);
  const heading = title(model, pen, width);
  const extent = {first: start, shown: shown.length, count: lines.length, at: cursor < 0 ? undefined : from};
  return {title: heading, right: tabs(model, width, heading), rows: shown.length > 0 ? shown : [none], extent};
}

function readingAt(row: number): Click {
  return ({view}) => ({view: {...(inDetail(view) ? view : focus(view, 'detail')), scroll: row}});
}

/** Below this many cells a search stands in the border without the pane's name. */
const NAMED = 76;

function title(model: Model, pen: Pen, width: number): Part[] {
  const {view} = model;
  const {search} = view.detail;
  if (search !== undefined) {
    const name = width < NAMED ? safe`` : safe`Detail `;
    const role = view.searching ? 'focus' : 'warn';
    return [
      name,
      [role, pen.print(search.startsWith('/') ? search : `/${search}`, 24)],
      ['dim', safe` · ${searchCount(model)}`],
    ];
  }
  const row = chosenRow(model);
  const call = chosenCall(model);
  if (view.detail.tab === 'diff') return [safe`Two events`];
  if (row === undefined || !call || width < 60) return [safe`Detail`];
  const {log} = model.world;
  const label = legLabel(model.world, legOfRow(model.world, call, row));
  return [safe`Detail`, ['dim', safe` · `], pen.print(`${label ?? ''} ${nameOf(log, row)}`.trim(), 40)];
}

function opening(tab: DetailTab): Click {
  return ({view}) => ({
    view: {...(inDetail(view) ? view : focus(view, 'detail')), detail: {...view.detail, tab}, scroll: 0},
  });
}

/** What else the border has beside title and tabs: corners, the pane's digit, blanks. */
const BORDER = 8;

/** The tab that is open has the mark of what is chosen. Names stand where they are whichever is open, where there is room for that. */
function tabs({view}: Model, width: number, [name, ...more]: readonly Part[]): Part[] {
  const {tab: open, search} = view.detail;
  // The event's name gives way to the tabs, what is searched does not.
  const room = width - BORDER - widthOfParts(search === undefined ? [name] : [name, ...more]);
  const all = detailTabs.filter(tab => tab !== 'diff' || diffedRows({view}));
  const named = (tab: DetailTab, blank: Safe): Part =>
    tab === open
      ? ['focus', safe`▸${printable(tab)}`, opening(tab)]
      : ['dim', safe`${blank}${printable(tab)}`, opening(tab)];
  const forms: Part[][] = [
    all.flatMap((tab, i) => [i > 0 && safe` `, named(tab, safe` `)]),
    all.flatMap((tab, i) => [i > 0 && safe` `, named(tab, safe``)]),
    [named(open, safe``)],
  ];
  return forms.find(parts => widthOfParts(parts) <= room) ?? forms.at(-1) ?? [];
}

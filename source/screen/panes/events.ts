import {type SignatureResult, signatureResults} from '../../call/signature-result.js';
import {short, span, stamp} from '../../output/format.js';
import {absentSign} from '../../output/ladder/agreement.js';
import {socketName} from '../../output/socket-name.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {chosenCall, countBelow, primaryOf, searchedOf, shownBookmarks} from '../../store/select.js';
import {activeFilter} from '../../store/typing/active.js';
import {eventFinder} from '../../store/typing/found.js';
import {eventsWindow} from '../../store/windows.js';
import {yetInCall} from '../../store/yet.js';
import {clip, printable, type Safe, safe} from '../../text/printable.js';
import {BY_APPLICATION, OUT_OF_ORDER, PROBLEM, UNSTAMPED} from '../../world/event-log.js';
import {witnessesOf} from '../../world/fold/enter.js';
import {absentWitnesses, differencesOf} from '../../world/read/agreement.js';
import {commentOf} from '../../world/read/comment.js';
import {delayOf} from '../../world/read/delay.js';
import {legLabel, nameOf} from '../../world/read/event-view.js';
import {legOfRow} from '../../world/read/leg-of-row.js';
import {socketToName} from '../../world/read/sockets.js';
import {barePath} from '../../world/socket.js';
import type {Conversation} from '../../world/world.js';
import {filterTitle, nothingFound} from '../input-line.js';
import {lookOf, type Role} from '../look.js';
import type {Extent, PaneView, Pen} from '../pane-view.js';
import {cell, filled, type Part, piecesOf, type Row, rowOf, widthOfParts} from '../row.js';
import {witnessSign} from '../witness.js';

/** The stream of the chosen call: only the rows that can be seen are made. */
export function eventsPane(model: Model, pen: Pen, inside: Inside): PaneView {
  const {view} = model;
  const {width} = inside;
  const call = chosenCall(model);
  const {rows, chosen, start, height, top, at} = eventsWindow(model, inside);
  const marks = marksOf(model);
  const lines = call
    ? rows.slice(start, start + height).map((row, i) => {
        const previous = rows[start + i - 1];
        const selected = row === chosen && view.event !== undefined;
        return eventLine(model, pen, width, {call, row, previous, selected, mark: marks(row)});
      })
    : [];
  const titles = top > 0 ? [titleLine(model, width)] : [];
  return {
    title: [...streamTitle(model, pen, safe`Events`), width >= LEGEND && !isSifted(model) && ['dim', legend]],
    right: streamRight(model, pen, call, rows),
    rows: lines.length > 0 ? [...titles, ...lines] : nothing(model),
    extent: streamExtent(model, {rows, at, start, shown: lines.length}),
  };
}

/** Where the border has room to say what the signs of the witnesses mean. */
const LEGEND = 76;
const legend = safe` · W webhook R rtc A api = two ≡ all`;

function isSifted({view}: Model): boolean {
  return (
    view.filter !== '' ||
    view.typing !== undefined ||
    view.onlyLeg !== undefined ||
    view.onlyBookmarks ||
    view.cleared !== undefined
  );
}

const timeTitles: Readonly<Record<Model['view']['time'], Safe>> = {
  clock: safe`time`,
  utc: safe`time UTC`,
  start: safe`since start`,
  previous: safe`since last`,
};

function isClock({time}: Model['view']): boolean {
  return time === 'clock' || time === 'utc';
}

/** Cells in front of an event's text: marks, time, witness and leg; and the seconds since the start, where there is room. */
const FIXED = 23;
const OFFSET = 9;
/** Cells of a row for which the seconds are worth what they take from the text. */
const WITH_OFFSET = 78;
/** Cells for answer and delay, and for the text beside them: there they stand near it however wide the screen is. */
const RESULT = 16;
const TEXT = 64;

function hasOffset(view: Model['view'], width: number): boolean {
  return width >= WITH_OFFSET && isClock(view);
}

/** Where the results of most events end. */
function edgeOf(view: Model['view'], width: number): number {
  return Math.min(width, FIXED + (hasOffset(view, width) ? OFFSET : 0) + TEXT + RESULT);
}

function titleLine({view}: Model, width: number): Row {
  const columns: Part[] = [
    safe`    `,
    cell('dim', timeTitles[view.time], 12, isClock(view) ? 'left' : 'right'),
    hasOffset(view, width) && cell('dim', safe`+start`, 8, 'right'),
    ['dim', safe`  leg event`],
  ];
  return rowOf(filled([...filled(columns, edgeOf(view, width) - RESULT), ['dim', safe` answered  delay`]], width));
}

/** What the list and the ladder say above the stream: whether it is followed, and what is left out of it. */
export function streamTitle({view, world}: Model, pen: Pen, name: Safe): Part[] {
  const leg = view.onlyLeg;
  return [
    name,
    ['dim', safe` · `],
    view.event ? ['warn', safe`follow ○`] : ['good', safe`follow ●`],
    leg !== undefined && ['warn', safe` · only ${pen.print(legLabel(world, leg) ?? leg.slice(0, 8))}`],
    view.onlyBookmarks && ['warn', safe` · only ★`],
  ];
}

/** How many events are shown. */
export function streamRight(model: Model, pen: Pen, call: Conversation | undefined, rows: readonly number[]): Part[] {
  return filterTitle(model, pen, 'events', rows.length, call?.rows.length ?? 0, searchedOf(model));
}

export type Seen = {rows: readonly number[]; at: number; start: number; shown: number};

/** Where in the stream the screen is, and how many events came since it was followed. */
export function streamExtent(model: Model, {rows, at, start, shown}: Seen): Extent {
  const {event, unfollowedAt} = model.view;
  const news = event && unfollowedAt !== undefined ? countBelow(model, rows, unfollowedAt) : 0;
  return {first: start, shown, count: rows.length, at, news};
}

function nothing(model: Model): readonly Row[] {
  const {view} = model;
  if (searchedOf(model) !== undefined) return [rowOf([['dim', safe` Nothing found so far.`]])];
  if (activeFilter(view, 'events') || view.onlyLeg !== undefined || view.onlyBookmarks) return nothingFound(model);
  const text = view.cleared
    ? safe` Cleared: nothing came for this call since.`
    : safe` No events of this call${printable(yetInCall(model))}.`;
  return [rowOf([['dim', text]])];
}

/** What was done to a row: ◆ marked, ★ bookmarked. */
export function marksOf(model: Model): (row: number) => readonly [Role, Safe] {
  const marked = new Set(model.view.marked.map(row => primaryOf(model.world, row)));
  const bookmarks = shownBookmarks(model.world, model.view);
  return row => (marked.has(row) ? ['focus', safe`◆`] : bookmarks.has(row) ? ['warn', safe`★`] : ['plain', safe` `]);
}

type Listed = {
  call: Conversation;
  row: number;
  /** The row above, for times since then. */
  previous: number | undefined;
  selected: boolean;
  mark: Part;
};

function eventLine(model: Model, pen: Pen, width: number, {call, row, previous, selected, mark}: Listed): Row {
  const {world, view} = model;
  const {log} = world;
  const status = log.statusOf(row);
  const start = log.at[call.rows[0] ?? row] ?? 0;
  const at = log.at[row] ?? 0;
  const label = legLabel(world, legOfRow(world, call, row)) ?? '–';
  const isFound = view.marksOnly && eventFinder(model)?.(row) === true;
  const isProblem = witnessesOf(world, row).some(each => log.has(each, PROBLEM));
  const count = log.deliveries[row] ?? 1;
  const estimated = log.has(row, UNSTAMPED);
  // Beside a clock, in eight cells: from 1,000 s on without the last digits.
  const offset = hasOffset(view, width) && clip(stamp('start', at, start, undefined).trimStart() as Safe, 8, safe``);
  const head: Part[] = [
    selected ? ['focus', safe`▸`] : safe` `,
    mark,
    isProblem ? ['bad', safe`! `] : safe`  `,
    [
      estimated ? 'dim' : 'plain',
      safe`${stamp(view.time, at, start, previous === undefined ? undefined : log.at[previous])} `,
    ],
    offset && cell('dim', offset, 8, 'right'),
    ['witness', safe`${witnessSign(world, row)} `],
    cell('strong', pen.print(label), 3),
  ];
  const text = (note?: string, of?: string): Part[] => [
    status && [lookOf(status).role, safe`${lookOf(status).glyph} `],
    // Without styles there is no other way to see it; elsewhere no text moves for it.
    isFound && !pen.hasStyles && safe`*`,
    [isFound ? 'found' : roleOf(model, row), pen.print(nameOf(log, row), 40)],
    log.has(row, OUT_OF_ORDER) && ['warn', safe` ⇅`],
    count > 1 && ['warn', safe` ×${count}`],
    differencesOf(world, row).length > 0 && ['warn', safe` ≠`],
    ['warn', absentSign(absentWitnesses(world, call, row))],
    signatureOf(model, row) === 'signed' && ['good', safe` ✓`],
    comment !== undefined && ['info', safe`  “${pen.print(comment, 120)}”`],
    of !== undefined && ['dim', safe`  of ${pen.print(of, 120)}`],
    note !== undefined && note !== '' && ['dim', safe`  ${pen.print(note, 120)}`],
  ];
  const end = result(model, row);
  const comment = commentOf(world, row);
  const note = log.noteOf(row);
  const socket = socketToName(world, call, row);
  const whole = [...head, ...text(note, socket && socketName(socket))];
  const isWhole = widthOfParts(whole) + leastOf(end) <= width;
  const parts = isWhole ? whole : [...head, ...text(note?.replace(ID, short), socket?.path && barePath(socket.path))];
  return rowOf(besides(parts, end, edgeOf(view, width), width), {
    selected: selected && view.focus === 'events',
  });
}

/** A text and its results: these stand above one another, unless a long text takes the blanks around them. */
function besides(text: readonly Part[], result: Result, edge: number, width: number): Part[] {
  const {cells} = result;
  const [said, end] = partsOf(result);
  const least = leastOf(result);
  const from = Math.max(edge - widthOfParts(said) - cells, Math.min(widthOfParts(text), width - least));
  return [...filled(text, from), ...piecesOf(rowOf(said, {right: end}), Math.max(edge - from, least))];
}

function partsOf({answer, last}: Result): [said: Part[], end: Part[]] {
  return [answer ? [safe` `, answer] : [], last[1] === '' ? [] : [safe` `, last]];
}

/** The cells that the results of a row need. */
function leastOf(result: Result): number {
  return widthOfParts(partsOf(result).flat());
}

/** An id in a note: where it does not fit it is written as everywhere else, and the row below the panes has it in full. */
const ID = /\b(?:CON|MEM|USR|NAM)-[\da-f-]{36}\b/g;

function roleOf({world}: Model, row: number): Role {
  const status = world.log.statusOf(row);
  if (status) return lookOf(status).role;
  return world.log.has(row, PROBLEM) ? 'bad' : 'plain';
}

function signatureOf({world}: Model, row: number): SignatureResult['state'] | undefined {
  return signatureResults[(world.log.signature[row] ?? 0) - 1];
}

/** In words short enough for the narrowest row; the detail says which step failed and what to do. */
const badSignatures: Readonly<Record<Exclude<SignatureResult['state'], 'signed'>, Safe>> = {
  unsigned: safe`unsigned`,
  'bad-signature': safe`bad sig`,
  'hash-mismatch': safe`bad hash`,
  stale: safe`stale`,
  replayed: safe`replayed`,
};

/** Of a row, what the application answered, and what stands in the last `cells`. */
type Result = {answer?: Part; last: readonly [Role, Safe]; cells: number};

/** What was answered and how fast, and how long the event took to get here; what is not rightly signed says so instead. */
function result(model: Model, row: number): Result {
  const {log} = model.world;
  const status = log.replyStatus[row];
  const late = delayOf(model.world, row);
  const delay: Safe = log.has(row, UNSTAMPED) ? safe`` : late === undefined ? safe`–` : safe`+${span(late)}`;
  const signature = signatureOf(model, row);
  const who = log.has(row, BY_APPLICATION) ? safe`app ` : safe``;
  return {
    answer: status ? [status < 300 ? 'dim' : 'bad', safe`${who}${status} ${span(log.replyMs[row])}`] : undefined,
    ...(signature === undefined || signature === 'signed'
      ? {last: ['dim', delay], cells: 7}
      : {last: ['bad', badSignatures[signature]], cells: 9}),
  };
}

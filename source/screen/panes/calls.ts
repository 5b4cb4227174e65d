import {callsOf, liveCount} from '../../store/call-order.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {anchorAfter, callAt, target} from '../../store/moves.js';
import {chosenCall} from '../../store/select.js';
import {callFinder, shownCalls} from '../../store/typing/found.js';
import type {CallSort} from '../../store/view-state.js';
import {callsWindow, rowsPerCall} from '../../store/windows.js';
import {printable, repeat, type Safe, safe, widthOf} from '../../text/printable.js';
import type {Conversation} from '../../world/world.js';
import {
  callColumns,
  callName,
  callState,
  columnCells,
  columnTitles,
  costText,
  partiesText,
  problemCount,
  timeText,
  wayText,
} from '../call-columns.js';
import {filterTitle, nothingFound} from '../input-line.js';
import type {DrawnPane, PaneView, Pen} from '../pane-view.js';
import {cell, type Part, type Row, rowOf} from '../row.js';
import {sincePart} from '../since.js';

/** The calls: in columns where there is room for that, else in two rows each. */
export const callsPane: DrawnPane = {
  third: 'top',
  column: 'left',
  useful: 2,
  weight: 2,
  wish: (model, width) => shownCalls(model).length * rowsPerCall(width),
  step: rowsPerCall,
  move(model, step, inside) {
    const window = callsWindow(model, inside);
    const {calls, at, shown} = window;
    const next = target(step, at, calls.length, shown);
    const call = calls[next];
    return call ? callAt(model.view, {item: call.id, anchor: anchorAfter(step, window, next)}) : model.view;
  },
  point(model, row, inside) {
    const {calls, start, perCall, shown, top} = callsWindow(model, inside);
    const anchor = Math.floor((row - top) / perCall);
    const call = anchor >= 0 && anchor < shown ? calls[start + anchor] : undefined;
    return call && callAt(model.view, {item: call.id, anchor});
  },
  draw,
};

function draw(model: Model, pen: Pen, {width, height}: Inside): PaneView {
  const {view, world} = model;
  const all = callsOf(world);
  const {calls, perCall, shown, start, at, top} = callsWindow(model, {width, height});
  const finds = view.marksOnly ? callFinder(model) : undefined;
  const chosen = chosenCall(model);
  const filters = filterTitle(model, pen, 'calls', calls.length, all.length).filter(Boolean);
  const {forgotten} = world;
  const total = forgotten ? safe`newest ${all.length} of ${all.length + forgotten.calls}` : safe`${all.length} total`;
  const counts = safe` · ${liveCount(world)} live · ${total}`;
  const before = sincePart(model);
  const since = filters.length === 0 && widthOf(counts) + widthOf(before) + BORDER <= width ? before : safe``;
  const sort = sortName(view.sort);
  const seen = calls.slice(start, start + shown);
  const columns = perCall === 1 ? callColumns(model, pen, width - 1, seen) : [];
  const marked = new Set(view.markedCalls);
  const rowsOf = (call: Conversation): Row[] => {
    const isChosen = call.id === chosen?.id;
    const selected = isChosen && view.focus === 'calls';
    const mark: Part = marked.has(call.id)
      ? ['focus', safe`◆`]
      : isChosen
        ? ['focus', safe`▸`]
        : finds?.(call)
          ? ['found', safe`*`]
          : safe` `;
    if (call.id === '') return others(call, mark, selected).slice(0, perCall);
    if (perCall === 2) return twoRows(call, model, pen, mark, selected);
    return [rowOf([mark, ...columnCells(columns, call, model, pen)], {selected})];
  };
  const titles = top > 0 ? [rowOf([safe` `, ...columnTitles(columns, view.sort)])] : [];
  return {
    title: [safe`Calls`, ['dim', safe`${counts}${since}`]],
    // How many there are, and what hides some of them, says more than the order.
    right:
      filters.length > 0
        ? [...filters, width >= SORTED && ['dim', safe` · ${sort}`]]
        : widthOf(counts) + widthOf(since) + widthOf(sort) + BORDER <= width
          ? [['dim', sort]]
          : [],
    rows: calls.length === 0 && all.length > 0 ? nothingFound(model) : [...titles, ...seen.flatMap(rowsOf)],
    extent: {first: start, shown: seen.length, count: calls.length, at: at < 0 ? undefined : at},
  };
}

/** From this many cells on there is room for the order beside a filter. */
const SORTED = 76;

/** What the border takes of the inside's width beside the counts and the sort: `─ 1 Calls` and the blanks. */
const BORDER = 13;

/** The column that sorts the calls, and which end of it comes first. */
function sortName(sort: CallSort): Safe {
  return sort === 'start' ? safe`start ▴` : sort === 'state' ? safe`live first` : safe`${printable(sort)} ▾`;
}

/** What belongs to no call. */
function others({rows}: Conversation, mark: Part, selected: boolean): Row[] {
  return [rowOf([mark, ['warn', safe` what belongs to no call `], safe`${rows.length}`], {selected}), rowOf([])];
}

/** A call where there is no room for its parties beside the rest. */
function twoRows(call: Conversation, model: Model, pen: Pen, mark: Part, selected: boolean): Row[] {
  const digits = Math.max(2, String(model.world.index.conversations).length);
  const [role, state] = callState(call, model);
  const head: Part[] = [
    mark,
    cell('plain', safe`${call.index}`, digits, 'right'),
    cell('strong', callName(call, pen), 8),
    cell('dim', wayText(call, model), 3),
    cell(role, state, 12),
    cell('plain', timeText(call, model), 5, 'right'),
  ];
  const indent = repeat(safe` `, digits + 1);
  return [
    rowOf(head, {right: [['bad', problemCount(call, model)]], selected}),
    rowOf([['dim', safe`${indent}${partiesText(call, model, pen)}`]], {
      right: [['dim', costText(call, model, 6)]],
      selected,
    }),
  ];
}

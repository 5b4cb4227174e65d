import {runningShort, short} from '../../output/format.js';
import {callsOf, durationOf, liveCount} from '../../store/call-order.js';
import {costShown} from '../../store/cost.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {chosenCall, openProblems} from '../../store/select.js';
import {callFinder} from '../../store/typing/found.js';
import type {CallSort} from '../../store/view-state.js';
import {callsWindow, NARROW} from '../../store/windows.js';
import {fit, printable, type Safe, safe, widthOf} from '../../text/printable.js';
import {legsOf} from '../../world/read/history.js';
import {isSerious} from '../../world/read/problems.js';
import {callStatus, movedTo, partiesOf} from '../../world/read/state.js';
import type {Conversation} from '../../world/world.js';
import {filterTitle, nothingFound} from '../input-line.js';
import {lookOf, movedLook} from '../look.js';
import type {PaneView, Pen} from '../pane-view.js';
import {cell, type Part, type Row, rowOf} from '../row.js';

/** One row a call: number, id, direction, parties, state, how long, what it cost, how many problems. */
export function callsPane(model: Model, pen: Pen, {width, height}: Inside): PaneView {
  const {view, world} = model;
  const all = callsOf(world);
  const {calls, perCall, shown, start} = callsWindow(model, {width, height});
  const finds = view.marksOnly ? callFinder(model) : undefined;
  const chosen = chosenCall(model);
  const filters = filterTitle(model, pen, 'calls', calls.length, all.length).filter(Boolean);
  const {forgotten} = world;
  const total = forgotten ? safe`newest ${all.length} of ${all.length + forgotten.calls}` : safe`${all.length} total`;
  const counts = safe` · ${liveCount(world)} live · ${total}`;
  const sort = sortName(view.sort);
  const digits = Math.max(2, String(world.index.conversations).length);
  return {
    title: [safe`Calls`, ['dim', counts]],
    // How many there are, and what hides some of them, says more than the order.
    right:
      filters.length > 0
        ? [...filters, width >= WIDE && ['dim', safe` · ${sort}`]]
        : widthOf(counts) + widthOf(sort) + BORDER <= width
          ? [['dim', sort]]
          : [],
    rows:
      calls.length === 0 && all.length > 0
        ? nothingFound(model)
        : calls.slice(start, start + shown).flatMap(call =>
            callRows(model, pen, width, {
              call,
              selected: call === chosen,
              found: finds?.(call) === true,
              digits,
            }).slice(0, perCall),
          ),
  };
}

/** The column that sorts the calls, and which end of it comes first. */
function sortName(sort: CallSort): Safe {
  return sort === 'start' ? safe`start ▴` : sort === 'state' ? safe`live first` : safe`${printable(sort)} ▾`;
}

/** From this many cells on there is room for the caller's number beside the called one, and then for the cost. */
const BOTH = 67;
const WIDE = 76;

/** What the border takes of the inside's width beside the counts and the sort: `─ 1 Calls` and the blanks. */
const BORDER = 13;

/** A named conversation is talked about by its name; the names that Vonage makes up say less than the id. */
function nameOf({id, name, displayName}: Conversation, pen: Pen): Safe {
  const given = displayName ?? (name?.startsWith('NAM-') ? undefined : name);
  return given === undefined || given === '' ? short(id) : pen.print(given, 40);
}

type Listed = {call: Conversation; selected: boolean; found: boolean; digits: number};

function callRows(model: Model, pen: Pen, width: number, {call, selected, found, digits}: Listed): Row[] {
  const {world} = model;
  const inverse = {selected: selected && model.view.focus === 'calls'};
  const mark: Part = selected ? ['focus', safe`▸`] : found ? ['found', safe`*`] : safe` `;
  if (call.id === '') {
    const text: Part = ['warn', safe` webhooks that belong to no call `];
    return [rowOf([mark, text, safe`${call.rows.length}`], inverse)];
  }
  const {direction, from, to} = partiesOf(world, call);
  const parties = safe`${pen.print(from ?? '–', 24)} → ${pen.print(to ?? '–', 24)}`;
  const status = movedTo(world, call) ? movedLook : lookOf(callStatus(world, call));
  const problems = openProblems(model, call).filter(isSerious).length;
  const legs = legsOf(world, call).length;
  const cost = costShown(world, call, model.now);
  const duration = durationOf(world, call, model.now);
  const head: Part[] = [
    mark,
    cell('plain', safe`${call.index}`, digits, 'right'),
    cell('strong', nameOf(call, pen), 8),
    cell('dim', direction === 'inbound' ? safe`in` : direction === 'outbound' ? safe`out` : safe`–`, 3),
  ];
  const state: Part[] = [
    [status.role, safe`${status.glyph} ${fit(status.word, 10)} `],
    cell('plain', duration === undefined ? safe`–` : runningShort(duration), 5, 'right'),
  ];
  const price: Part = [
    'dim',
    cost ? safe`${cost.isEstimate ? safe`~` : safe``}€${printable(cost.eur.slice(0, 7))}` : safe``,
  ];
  const count: Part = problems > 0 ? ['bad', safe` !${problems}`] : safe`   `;
  if (width < NARROW) {
    const indent = fit(safe``, digits + 2);
    return [
      rowOf([...head, ...state], {right: [count], ...inverse}),
      rowOf([['dim', safe`${indent}${parties}`]], {right: [price], ...inverse}),
    ];
  }
  const legCount = width >= 90 && cell('dim', legs === 1 ? safe`1 leg` : safe`${legs} legs`, 7);
  const priced = width >= WIDE && cell('dim', price[1], 8, 'right');
  const used = 1 + digits + 1 + 9 + 4 + 13 + 6 + 3 + (priced ? 9 : 0) + (legCount ? 8 : 0);
  const room = cell('plain', width >= BOTH ? parties : safe`→ ${pen.print(to ?? '–', 24)}`, width - used - 1);
  const cells = [...head, room, legCount, ...state, priced];
  return [rowOf(cells, {right: [count], ...inverse})];
}

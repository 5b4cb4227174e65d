import {highest} from '../call/extremes.js';
import {clock, runningShort, short} from '../output/format.js';
import {durationOf} from '../store/call-order.js';
import {costShown} from '../store/cost.js';
import type {Model} from '../store/model.js';
import {openProblems} from '../store/select.js';
import type {CallSort} from '../store/view-state.js';
import {printable, type Safe, safe, widthOf} from '../text/printable.js';
import {endingOf} from '../world/read/ending.js';
import {legsOf} from '../world/read/history.js';
import {isSerious} from '../world/read/problems.js';
import {callStatus, movedTo, partiesOf} from '../world/read/state.js';
import type {Conversation} from '../world/world.js';
import {lookOf, movedLook, type Role} from './look.js';
import type {Pen} from './pane-view.js';
import {cell, type Part} from './row.js';

/** What the list of calls says of a call, in columns: which there are, from which width on, and what is in them. */

type Told = readonly [Role, Safe];
type Column = {
  title: Safe;
  /** Cells of the list from which on there is room for it. */
  from?: number;
  /** Its cells; without them it has of the rest what its texts need. */
  width?: number;
  align?: 'right';
  /** The order in which the calls stand by it. */
  sort?: CallSort;
  of: (call: Conversation, model: Model, pen: Pen) => Told;
};

/** From so many cells on there is room for the caller's number beside the called one. */
const BOTH = 67;

const called: Column = {title: safe`→ to`, of: (call, model, pen) => ['plain', calledText(call, model, pen)]};
const parties: Column = {title: safe`from → to`, of: (call, model, pen) => ['plain', partiesText(call, model, pen)]};
const ending: Column = {
  title: safe`how it went`,
  from: 128,
  of: (call, model, pen) => ['dim', call.id === '' ? safe`` : pen.print(endingOf(model.world, call, model.now), 200)],
};

const columns: readonly Column[] = [
  {title: safe`call`, width: 8, of: (call, _, pen) => ['strong', callName(call, pen)]},
  {title: safe`start`, from: 92, width: 8, sort: 'start', of: (call, model) => ['dim', startText(call, model)]},
  {title: safe`way`, width: 3, of: (call, model) => ['dim', wayText(call, model)]},
  parties,
  {
    title: safe`legs`,
    from: 82,
    width: 4,
    align: 'right',
    of: (call, {world}) => ['dim', safe`${call.summed?.legCount ?? legsOf(world, call).length}`],
  },
  {
    title: safe`events`,
    from: 100,
    width: 6,
    align: 'right',
    of: ({rows, summed}) => ['dim', safe`${summed?.events ?? rows.length}`],
  },
  {title: safe`state`, width: 12, sort: 'state', of: (call, model) => callState(call, model)},
  {
    title: safe`time`,
    width: 5,
    align: 'right',
    sort: 'duration',
    of: (call, model) => ['plain', timeText(call, model)],
  },
  {title: safe`cost`, from: 76, width: 8, align: 'right', of: (call, model) => ['dim', costText(call, model)]},
  {title: safe`!`, width: 3, align: 'right', sort: 'problems', of: (call, model) => ['bad', problemCount(call, model)]},
  ending,
];

/** The columns of a list, each with its cells. */
export type Placed = Column & {cells: number};

/** The columns that a list of `width` cells has room for, as wide as the calls in sight need. */
export function callColumns(model: Model, pen: Pen, width: number, calls: readonly Conversation[]): readonly Placed[] {
  const digits = Math.max(2, String(model.world.index.conversations).length);
  const number: Column = {title: safe`#`, width: digits, align: 'right', of: ({index}) => ['plain', safe`${index}`]};
  // What says nothing of any call in sight leaves its cells to the others.
  const isTold = (column: Column) => calls.some(call => column.of(call, model, pen)[1] !== '');
  const some = [number, ...columns].filter(each => each.from === undefined || (width >= each.from && isTold(each)));
  let room = width - some.reduce((sum, {width = 0}) => sum + width + 1, 0);
  return some.map(each => {
    if (each.width !== undefined) return {...each, cells: each.width};
    const column = each === parties && width < BOTH ? called : each;
    const longest = Math.max(
      highest(calls.map(call => widthOf(column.of(call, model, pen)[1]))),
      widthOf(column.title),
    );
    const cells = Math.min(room, longest);
    room -= cells;
    return {...column, cells};
  });
}

/** The names of the columns; the one that the calls are sorted by says so. */
export function columnTitles(columns: readonly Placed[], sort: CallSort): Part[] {
  return columns.map(({title, cells, align, sort: own}) =>
    own === sort
      ? cell('strong', safe`${title}${sort === 'start' ? safe`▴` : safe`▾`}`, cells, align)
      : cell('dim', title, cells, align),
  );
}

export function columnCells(columns: readonly Placed[], call: Conversation, model: Model, pen: Pen): Part[] {
  return columns.map(({of, cells, align}) => {
    const [role, text] = of(call, model, pen);
    return cell(role, text, cells, align);
  });
}

/** A named conversation is talked about by its name; the names that Vonage makes up say less than the id. */
export function callName({id, name, displayName}: Conversation, pen: Pen): Safe {
  const given = displayName ?? (name?.startsWith('NAM-') ? undefined : name);
  return given === undefined || given === '' ? short(id) : pen.print(given, 40);
}

function startText(call: Conversation, {world, view}: Model): Safe {
  const at = call.summed?.startedAt ?? world.log.at[call.rows[0] ?? -1];
  return at === undefined ? safe`–` : (clock(at, view.time === 'utc').slice(0, 8) as Safe);
}

export function wayText(call: Conversation, {world}: Model): Safe {
  const {direction} = partiesOf(world, call);
  return direction === 'inbound' ? safe`in` : direction === 'outbound' ? safe`out` : safe`–`;
}

function calledText(call: Conversation, {world}: Model, {print}: Pen): Safe {
  return safe`→ ${print(partiesOf(world, call).to ?? '–', 24)}`;
}

export function partiesText(call: Conversation, model: Model, pen: Pen): Safe {
  return safe`${pen.print(partiesOf(model.world, call).from ?? '–', 24)} ${calledText(call, model, pen)}`;
}

export function callState(call: Conversation, {world}: Model): Told {
  const {role, glyph, word} = movedTo(world, call) ? movedLook : lookOf(callStatus(world, call));
  return [role, safe`${glyph} ${word}`];
}

export function timeText(call: Conversation, {world, now}: Model): Safe {
  const duration = durationOf(world, call, now);
  return duration === undefined ? safe`–` : runningShort(duration);
}

/** `~€0.0123`: what a call costs, with so many characters of its number. */
export function costText(call: Conversation, {world, now}: Model, most = 7): Safe {
  const cost = costShown(world, call, now);
  return cost ? safe`${cost.isEstimate ? safe`~` : safe``}€${printable(cost.eur.slice(0, most))}` : safe``;
}

export function problemCount(call: Conversation, model: Model): Safe {
  const count = call.summed?.problems ?? openProblems(model, call).filter(isSerious).length;
  return count > 0 ? safe`!${count}` : safe``;
}

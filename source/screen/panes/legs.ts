import type {Model} from '../../store/model.js';
import {chosenCall, chosenLegs} from '../../store/select.js';
import {printable, type Safe, safe} from '../../terminal/text.js';
import {isLive, outcomeOf, partyOf, typeOf} from '../../world/state.js';
import {timingsOf} from '../../world/timings.js';
import type {Conversation, Leg} from '../../world/world.js';
import {bar} from '../bar.js';
import {running, seconds, span} from '../format.js';
import {type Axis, axisOf, spansOf} from '../gantt/axis.js';
import type {TableColumn} from '../ink-table.js';
import {lookOf} from '../look.js';

export type TableView = {columns: TableColumn[]; rows: Safe[][]};

/** The legs of the chosen call: who, which state, how long each part took, and a bar on the call's common time axis. */
export function legsTable(model: Model, width: number): TableView {
  const call = chosenCall(model);
  const axis = call ? axisOf(model, call) : {from: 0, to: 10_000, now: 0};
  const wide = width >= 70;
  const fixed: TableColumn[] = [
    {title: safe` `, width: 1},
    {title: safe`leg`, width: 6},
    {title: safe`party`, width: wide ? 16 : 12},
    {title: safe`state`, width: 11},
    ...(wide
      ? ([
          {title: safe`dial`, width: 4, align: 'right'},
          {title: safe`ring`, width: 4, align: 'right'},
          {title: safe`talk`, width: 5, align: 'right'},
        ] as const)
      : []),
  ];
  const room = width - fixed.reduce((sum, column) => sum + column.width + 1, 2);
  const axisTitle = safe`0s${printable(' '.repeat(Math.max(1, room - 2 - span(axis.to - axis.from).length)))}${span(axis.to - axis.from)}`;
  const columns = [...fixed, {title: axisTitle, width: Math.max(4, room)}];
  const rows = call
    ? chosenLegs(model).map((leg, i) => legRow(model, call, leg, i, axis, wide, Math.max(4, room)))
    : [];
  return {columns, rows};
}

function legRow(
  model: Model,
  call: Conversation,
  leg: Leg,
  i: number,
  axis: Axis,
  wide: boolean,
  room: number,
): Safe[] {
  const {view, world} = model;
  const chosen = view.leg ?? chosenLegs(model)[0]?.id;
  const status = lookOf(outcomeOf(leg));
  const t = timingsOf(world, leg);
  const live = isLive(call, leg) && call.goneAt === undefined;
  const ring = t.ringMs ?? (live && t.ringingAt !== undefined ? axis.to - t.ringingAt : undefined);
  const talk = t.talkMs ?? (live && t.answeredAt !== undefined ? axis.now - t.answeredAt : undefined);
  const direction = leg.direction === 'inbound' ? safe`in` : leg.direction === 'outbound' ? safe`out` : safe`–`;
  return [
    leg.id === chosen && view.focus === 'legs' ? safe`▸` : safe` `,
    safe`L${i + 1} ${direction}`,
    safe`${shortType(leg)}${printable(partyOf(leg) ?? '–', 40)}`,
    leg.conversation === call.id ? safe`${status.glyph} ${status.word}` : safe`↷ moved`,
    ...(wide ? [seconds(t.postDialMs), seconds(ring), talk === undefined ? safe`–` : running(talk)] : []),
    bar(spansOf(t, live ? axis.now : undefined), axis, room),
  ];
}

/** The far end's kind, where it is not the usual phone. */
function shortType(leg: Leg): Safe {
  const type = typeOf(leg);
  if (type === 'phone' || type === 'unknown') return safe``;
  return safe`${printable(type === 'websocket' ? 'ws' : type, 6)} `;
}


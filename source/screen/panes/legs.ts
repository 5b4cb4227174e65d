import type {Model} from '../../store/model.js';
import {chosenCall, chosenLegs} from '../../store/select.js';
import {printable, repeat, type Safe, safe} from '../../terminal/text.js';
import {type NccoRun, nccoRuns} from '../../world/ncco-progress.js';
import {isLive, outcomeOf, partyOf, typeOf} from '../../world/state.js';
import {timingsOf} from '../../world/timings.js';
import type {Conversation, Leg} from '../../world/world.js';
import {bar} from '../bar.js';
import {running, seconds, span} from '../format.js';
import {type Axis, axisOf, spansOf} from '../gantt/axis.js';
import {actionLook, currentAction, nccoLetters} from '../gantt/ncco.js';
import {signsOf} from '../gantt/signs.js';
import type {TableColumn} from '../ink-table.js';
import {lookOf} from '../look.js';

export type TableView = {columns: TableColumn[]; rows: Safe[][]};

/** From this many columns of the terminal on, bars have signs, and the NCCO its lane. */
const MARKED = 120;

/** What the rows of one table share. */
type Shape = {axis: Axis; room: number; isWide: boolean; hasEnds: boolean};

/** The legs of the chosen call: who, which state, how long each part took, and a bar on the call's common time axis. */
export function legsTable(model: Model, width: number): TableView {
  const call = chosenCall(model);
  const axis = call ? axisOf(model, call) : {from: 0, to: 10_000, now: 0};
  const isWide = width >= 70;
  const hasEnds = width >= 90;
  const fixed: TableColumn[] = [
    {title: safe` `, width: 1},
    {title: safe`leg`, width: 6},
    {title: safe`party`, width: isWide ? 16 : 12},
    {title: safe`state`, width: 11},
    ...(isWide
      ? ([
          {title: safe`dial`, width: 4, align: 'right'},
          {title: safe`ring`, width: 4, align: 'right'},
          {title: safe`talk`, width: 5, align: 'right'},
        ] as const)
      : []),
    ...(hasEnds ? [{title: safe`ended by`, width: 8}] : []),
  ];
  const room = Math.max(4, width - fixed.reduce((sum, column) => sum + column.width + 1, 2));
  const length = span(axis.to - axis.from);
  const axisTitle = safe`0s${repeat(safe` `, Math.max(1, room - 2 - length.length))}${length}`;
  const columns = [...fixed, {title: axisTitle, width: room}];
  if (!call) return {columns, rows: []};
  const rows = chosenLegs(model).map((leg, i) => legRow(model, call, leg, i, {axis, room, isWide, hasEnds}));
  const runs = nccoLane(model);
  return {columns, rows: runs.length > 0 ? [...rows, nccoRow(runs, axis, columns)] : rows};
}

function legRow(model: Model, call: Conversation, leg: Leg, i: number, {axis, room, isWide, hasEnds}: Shape): Safe[] {
  const {view, world} = model;
  const chosen = view.leg ?? chosenLegs(model)[0]?.id;
  const status = lookOf(outcomeOf(leg));
  const t = timingsOf(world, leg);
  const live = isLive(call, leg) && call.goneAt === undefined;
  const ring = t.ringMs ?? (live && t.ringingAt !== undefined ? axis.now - t.ringingAt : undefined);
  const talk = t.talkMs ?? (live && t.answeredAt !== undefined ? axis.now - t.answeredAt : undefined);
  const direction = leg.direction === 'inbound' ? safe`in` : leg.direction === 'outbound' ? safe`out` : safe`–`;
  return [
    leg.id === chosen && view.focus === 'legs' ? safe`▸` : safe` `,
    safe`L${i + 1} ${direction}`,
    safe`${shortType(leg)}${printable(partyOf(leg) ?? '–', 40)}`,
    leg.conversation === call.id ? safe`${status.glyph} ${status.word}` : safe`↷ moved`,
    ...(isWide ? [seconds(t.postDialMs), seconds(ring), talk === undefined ? safe`–` : running(talk)] : []),
    ...(hasEnds ? [endedBy(leg)] : []),
    bar(spansOf(t, live ? axis.now : undefined), axis, room, view.columns < MARKED ? [] : signsOf(model, call, leg, i)),
  ];
}

/** Only newer events say who ended a leg. */
function endedBy({disconnectedBy}: Leg): Safe {
  return disconnectedBy === 'platform' ? safe`Vonage` : printable(disconnectedBy ?? '', 8);
}

/** The NCCOs of the chosen call, where the screen has room for their lane. */
export function nccoLane(model: Model): readonly NccoRun[] {
  const call = chosenCall(model);
  return call && model.view.columns >= MARKED ? nccoRuns(model.world, call) : [];
}

/** The lane below the legs: the action that runs or ran last, its place, and a letter for each on the time axis. */
function nccoRow(runs: readonly NccoRun[], axis: Axis, columns: readonly TableColumn[]): Safe[] {
  const now = currentAction(runs);
  const cells = [
    safe` `,
    safe`NCCO`,
    now ? safe`${actionLook[now.action.state][1]} ${printable(now.action.text, 60)}` : safe`–`,
    now ? safe`${now.place} of ${now.count}` : safe``,
  ];
  const between = columns.slice(cells.length, -1).map(() => safe``);
  return [...cells, ...between, nccoLetters(runs, axis, columns.at(-1)?.width ?? 4)];
}

/** The far end's kind, where it is not the usual phone. */
function shortType(leg: Leg): Safe {
  const type = typeOf(leg);
  if (type === 'phone' || type === 'unknown') return safe``;
  return safe`${printable(type === 'websocket' ? 'ws' : type, 6)} `;
}

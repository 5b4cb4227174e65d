import {highest} from '../../call/extremes.js';
import {runningShort, seconds, span} from '../../output/format.js';
import type {Model} from '../../store/model.js';
import {chosenCall, chosenLegs} from '../../store/select.js';
import {nccoLane} from '../../store/windows.js';
import {fit, join, printable, repeat, type Safe, safe, widthOf} from '../../text/printable.js';
import {type Axis, axisOf, phasesOf} from '../../world/read/axis.js';
import type {NccoRun} from '../../world/read/ncco-progress.js';
import {socketOfLeg} from '../../world/read/sockets.js';
import {isLive, outcomeOf, partyOf, typeOf} from '../../world/read/state.js';
import {timingsOf} from '../../world/read/timings.js';
import type {Conversation, Leg} from '../../world/world.js';
import {bar} from '../bar.js';
import {actionLook, currentAction, nccoCells} from '../gantt/ncco.js';
import {signsOf} from '../gantt/signs.js';
import {lookOf, movedLook} from '../look.js';
import {meterCells, meterRoles} from '../meter.js';
import type {Pen} from '../pane-view.js';
import {type Part, type TableColumn, type TableRow, widthOfParts} from '../row.js';

/** A table with all its rows, and which of them is chosen. */
export type TableView = {columns: readonly TableColumn[]; rows: readonly TableRow[]; chosen: number};

/** What the rows of one table share. */
type Shape = {axis: Axis; room: number; isTimed: boolean; hasEnds: boolean; length: Safe; columns: TableColumn[]};

/** The legs of the chosen call: who, which state, how long each part took, and a bar on the call's common time axis. */
export function legsTable(model: Model, pen: Pen, width: number): TableView {
  const call = chosenCall(model);
  const shape = shapeOf(model, pen, width);
  const {columns} = shape;
  const legs = chosenLegs(model);
  if (!call) return {columns, rows: [], chosen: 0};
  const chosen =
    model.view.focus === 'legs'
      ? Math.max(
          0,
          legs.findIndex(({id}) => id === model.view.leg),
        )
      : -1;
  return {columns, chosen, rows: legs.map((leg, i) => legRow(model, pen, call, leg, {i, chosen}, shape))};
}

/** The row below the legs: the NCCO's action that runs or ran last, its place, and a letter for each on the time axis. */
export function nccoRow(model: Model, pen: Pen, width: number): TableView {
  const runs = nccoLane(model);
  const {axis, room, columns} = shapeOf(model, pen, width);
  const words = columns.slice(2, -1);
  const name = {title: safe``, width: words.reduce((sum, column) => sum + column.width + 1, -1)};
  const {cells, letters} = nccoCells(runs, axis, room, pen.print);
  const row = [[], [safe`NCCO`], actionOf(pen, runs, name.width, letters), [cells]];
  return {columns: [...columns.slice(0, 2), name, ...columns.slice(-1)], rows: runs.length > 0 ? [row] : [], chosen: 0};
}

/** The same in two rows, for the cells below the bars. */
export function nccoColumn(model: Model, pen: Pen, width: number): {width: number; rows: Part[][]} {
  const {axis, room} = shapeOf(model, pen, width);
  const runs = nccoLane(model);
  const label = safe`NCCO `;
  const {cells, letters} = nccoCells(runs, axis, room, pen.print);
  const rows = [[label, ...actionOf(pen, runs, room - label.length, letters)], [cells]];
  return {width: room, rows: runs.length > 0 ? rows : []};
}

/**
 * The titles of a table that has no row for them, for the border above: each stands over its column. `width` is the
 * inside of the pane; the last cell of it is out of the border's reach.
 */
export function legsHeading(model: Model, pen: Pen, width: number): Safe {
  const {columns, room, length} = shapeOf(model, pen, width);
  const titles = columns.slice(4, -1).map(({title, width: cells, align}) => fit(title, cells, {align}));
  return join([...titles, axisTitle(room - 1, length)], safe` `);
}

const STATE = 12;
/** Cells of the bars that the names of the parties leave to them. */
const BAR = 20;

function shapeOf(model: Model, pen: Pen, width: number): Shape {
  const call = chosenCall(model);
  const axis = call ? axisOf(model.world, call, model.now) : {from: 0, to: 10_000, now: 0};
  const isTimed = width >= 65;
  const hasEnds = width >= 90;
  const label = Math.max(highest(chosenLegs(model).map(({number}) => `L${number} out`.length)), 6);
  const others = 3 + label + STATE + (isTimed ? 4 + 4 + 5 + 3 : 0) + (hasEnds ? 8 + 1 : 0) + 3;
  const longest = Math.max(highest(chosenLegs(model).map(leg => widthOf(partyText(pen, leg)))), width >= 76 ? 16 : 12);
  const party = Math.max(12, Math.min(longest, width - others - BAR));
  const fixed: TableColumn[] = [
    {title: safe` `, width: 1},
    {title: safe`leg`, width: label},
    {title: safe`party`, width: party},
    {title: safe`state`, width: STATE},
    ...(isTimed
      ? ([
          {title: safe`dial`, width: 4, align: 'right'},
          {title: safe`ring`, width: 4, align: 'right'},
          {title: safe`talk`, width: 5, align: 'right'},
        ] as const)
      : []),
    ...(hasEnds ? [{title: safe`ended by`, width: 8}] : []),
  ];
  const room = Math.max(4, width - fixed.reduce((sum, column) => sum + column.width + 1, 1));
  const length = span(axis.to - axis.from);
  return {axis, room, isTimed, hasEnds, length, columns: [...fixed, {title: axisTitle(room, length), width: room}]};
}

function axisTitle(room: number, length: Safe): Safe {
  return safe`0s${repeat(safe` `, Math.max(1, room - 2 - length.length))}${length}`;
}

function legRow(
  model: Model,
  pen: Pen,
  call: Conversation,
  leg: Leg,
  {i, chosen}: {i: number; chosen: number},
  {axis, room, isTimed, hasEnds}: Shape,
): TableRow {
  const {world} = model;
  const status = leg.conversation === call.id ? lookOf(outcomeOf(leg)) : movedLook;
  const t = timingsOf(world, leg);
  const live = isLive(call, leg) && call.goneAt === undefined;
  const ring = t.ringMs ?? (live && t.ringingAt !== undefined ? axis.now - t.ringingAt : undefined);
  const talk = t.talkMs ?? (live && t.answeredAt !== undefined ? axis.now - t.answeredAt : undefined);
  const direction = leg.direction === 'inbound' ? safe`in` : leg.direction === 'outbound' ? safe`out` : safe`–`;
  const time = (text: Safe, ms: number | undefined): Part => [ms === undefined ? 'dim' : 'plain', text];
  return [
    [i === chosen && ['focus', safe`▸`]],
    [['strong', safe`L${leg.number} ${direction}`]],
    [...meterParts(model, call, leg), [partyOf(leg) === undefined ? 'dim' : 'plain', partyText(pen, leg)]],
    [[status.role, safe`${status.glyph} ${status.word}`]],
    ...(isTimed
      ? [
          [time(seconds(t.postDialMs), t.postDialMs)],
          [time(seconds(ring), ring)],
          [time(talk === undefined ? safe`–` : runningShort(talk), talk)],
        ]
      : []),
    ...(hasEnds ? [[endedBy(pen, leg)]] : []),
    bar(phasesOf(t, live ? axis.now : undefined), axis, room, signsOf(model, call, leg, i)),
  ];
}

/** How loud both sides of a WebSocket are just now: the caller, the agent. */
function meterParts({world, vitals}: Model, call: Conversation, leg: Leg): Part[] {
  const socket = typeOf(leg) === 'websocket' ? socketOfLeg(world, call, leg.id) : undefined;
  const meter = socket && !socket.closed && vitals?.meters?.[socket.id];
  if (!meter) return [];
  const [caller, agent] = meterCells(meter);
  return [[meterRoles.vonage, caller], [meterRoles.application, agent], safe` `];
}

/** Only newer events say who ended a leg. */
function endedBy({print}: Pen, {disconnectedBy}: Leg): Safe {
  return disconnectedBy === 'platform' ? safe`Vonage` : print(disconnectedBy ?? '', 8);
}

/** `▸ 2/3 connect phone 447700000003  t=talk`: as much as there is room for, the letters of the lane before all. */
function actionOf({print}: Pen, runs: readonly NccoRun[], width: number, letters: Safe): readonly Part[] {
  const meaning: Part = letters !== '' && ['dim', letters];
  const now = currentAction(runs);
  if (!now) return [meaning || ['dim', safe`–`]];
  const {action, place, count} = now;
  const [look, sign] = actionLook[action.state];
  const role = action.state === 'running' ? 'focus' : look;
  const texts = [`${place}/${count} ${action.text}`, `${place}/${count} ${action.name}`, action.name];
  const forms = texts.map((text): Part[] => [
    [role, safe`${sign} ${print(text, 60)}${meaning ? safe`  ` : safe``}`],
    meaning,
  ]);
  return forms.find(parts => widthOfParts(parts) <= width) ?? (meaning ? [meaning] : (forms.at(-1) ?? []));
}

function partyText({print}: Pen, leg: Leg): Safe {
  const party = partyOf(leg);
  return safe`${shortType(leg)}${party === undefined ? safe`–` : print(party, 40)}`;
}

/** The far end's kind, where it is not the usual phone. */
function shortType(leg: Leg): Safe {
  const type = typeOf(leg);
  if (type === 'phone' || type === 'unknown') return safe``;
  return safe`${printable(type === 'websocket' ? 'ws' : type, 6)} `;
}

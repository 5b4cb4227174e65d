import type {TimeMode} from '../../store/view-state.js';
import {clip, fit, printable, type Safe, safe, widthOf} from '../../terminal/text.js';
import type {Lane, Step, Talk} from '../../world/ladder.js';
import {running, span, stamp} from '../format.js';
import {lookOf, type Role} from '../look.js';
import {arrow, type Head} from './arrow.js';
import {type Canvas, canvas, put} from './canvas.js';
import type {Geometry} from './geometry.js';

/** What all rows of one ladder have in common. */
export type Drawing = {
  lanes: readonly Lane[];
  geometry: Geometry;
  time: TimeMode;
  /** The call's first stamp, ms. */
  start: number;
  /** From which ms on the call is still going on; absent for one that is over. */
  now?: number;
};

/** The two rows above the ladder: who each lane is, and how its leg does. */
export function headRows({lanes, geometry}: Drawing, stateOf: (leg: string) => readonly [Role, Safe]): Canvas[] {
  const names = canvas(geometry.width);
  const states = canvas(geometry.width);
  const {time, delta, vonage, application, lines} = geometry;
  put(names, 1, fit(safe`time`, time, {align: 'right'}), 'dim');
  if (delta > 0) put(names, 2 + time, fit(safe`s`, delta, {align: 'right'}), 'dim');
  lanes.forEach((lane, i) => {
    const at = lines.get(i);
    if (at === undefined) return;
    if (lane.kind !== 'party') {
      const name = lane.kind === 'vonage' ? safe`Vonage` : safe`your app`;
      put(names, at, name, 'strong');
      put(states, at, safe`│`, 'border');
      return;
    }
    const isCaller = at < vonage;
    const room = isCaller ? vonage - at - 1 : at - before(geometry, at);
    const name = tail(printable(lane.name, 80), room);
    put(names, isCaller ? at : at - widthOf(name) + 1, name, 'strong');
    const [role, state] = stateOf(lane.leg);
    const full = safe`${printable(lane.label)} ${state}`;
    const about = widthOf(full) > room ? clip(full, widthOf(printable(lane.label)) + 2, safe``) : full;
    put(states, isCaller ? at : at - widthOf(about) + 1, about, role);
  });
  if (geometry.before > 0) put(names, application + 9, safe`◂${geometry.before} `, 'warn');
  if (geometry.after > 0) put(states, geometry.width - 3, safe`${geometry.after}▸`, 'warn');
  return [names, states];
}

/** Numbers differ at their end: that is what stays when there is no room for all of one. */
function tail(text: Safe, room: number): Safe {
  const characters = [...text];
  if (widthOf(text) <= room) return text;
  while (characters.length > 0 && widthOf(characters.join('')) > room - 1) characters.shift();
  return safe`…${characters.join('') as Safe}`;
}

/** The lifeline, or the place where the arrows begin, to the left of a party's lifeline. */
function before({lines, arrows}: Geometry, at: number): number {
  return Math.max(arrows - 1, ...[...lines.values()].filter(each => each < at));
}

/** All rows that one step takes: the talk before it, itself, and the NCCO that it was answered with. */
export function stepRows(
  drawing: Drawing,
  step: Step,
  previous: number | undefined,
  mark: readonly [Role, Safe],
): Canvas[] {
  const rows: Canvas[] = [];
  if (step.talk) rows.push(talkRow(drawing, step.talk, span(step.talk.to - step.talk.from)));
  const row = lifelines(drawing, step.at);
  const {geometry} = drawing;
  put(row, 0, mark[1], mark[0]);
  times(drawing, row, step, previous);
  const answered = step.reply && (step.reply.ncco !== undefined || isAnswer(step));
  if (step.request) {
    const {method, name, deliveries} = step.request;
    const times = deliveries > 1 ? safe` ×${deliveries}` : safe``;
    const room = geometry.application - geometry.vonage - 1;
    const text = safe`${clip(safe`${method === 'GET' ? safe`GET` : safe`POST`} ${printable(short(name), 60)}`, room - 1 - widthOf(times))}${times}`;
    put(row, geometry.vonage + 1, arrow(text, room, 'right'), roleOf(step));
  }
  if (step.signal) signal(drawing, row, step, step.signal);
  if (step.reply && !answered) {
    const {status, ms} = step.reply;
    const text = geometry.arrows - geometry.application > 7 ? safe` ${status} ${span(ms)}` : safe` ${status}`;
    put(row, geometry.application + 1, text, status < 300 ? 'dim' : 'bad', 0, geometry.arrows);
  }
  if (!step.request && (!step.signal || isCaller(drawing, step.signal.lane))) {
    const text = step.signal ? safe` API only` : safe` ${printable(step.text, 60)} · API only`;
    const room = geometry.arrows - geometry.vonage - 1;
    put(row, geometry.vonage + 1, clip(text, step.signal ? geometry.application - geometry.vonage - 1 : room), 'dim');
  }
  rows.push(row);
  if (step.reply && answered) rows.push(replyRow(drawing, step, step.reply));
  return rows;
}

/** A stretch of talk: `═══ talking 5m00s ═══` between all who talked. */
export function talkRow(drawing: Drawing, {lanes, from}: Talk, length: Safe): Canvas {
  const {geometry} = drawing;
  const row = lifelines(drawing, from);
  const edges = lanes.map(lane => geometry.lines.get(lane) ?? geometry.width - 1);
  const first = Math.min(geometry.vonage, ...edges);
  const last = Math.max(geometry.vonage, ...edges);
  for (let x = first; x <= last; x++) put(row, x, safe`═`, 'live');
  for (const x of [geometry.vonage, ...edges]) put(row, x, safe`╪`, 'live');
  const isCallerAlone = last === geometry.vonage && last - first < 20;
  const text = isCallerAlone ? safe` talk ${length} ` : safe` talking ${length} `;
  const middle =
    first < geometry.vonage && last === geometry.vonage
      ? (first + last) / 2
      : (geometry.vonage + Math.min(last, geometry.application)) / 2;
  put(row, Math.max(first + 1, Math.round(middle - widthOf(text) / 2)), text, 'live', first + 1, last);
  return row;
}

/** How long a talk that still goes on has lasted. */
export function liveTalkRow(drawing: Drawing, talk: Talk): Canvas {
  return talkRow(drawing, talk, running(talk.to - talk.from));
}

function replyRow(drawing: Drawing, step: Step, {status, ms, ncco, byApplication}: NonNullable<Step['reply']>): Canvas {
  const {geometry} = drawing;
  const row = lifelines(drawing, step.at);
  const role: Role = status < 300 ? 'good' : 'bad';
  const text = ncco ? safe`${status} NCCO[${ncco.count}]` : safe`${status}`;
  put(row, geometry.vonage + 1, arrow(text, geometry.application - geometry.vonage - 1, 'left'), role);
  const about = ncco?.actions.map(action => printable(action.text, 60)).join(' · ') ?? '';
  const by = byApplication ? safe`app ` : safe``;
  const room = Math.min(geometry.width, ...[...geometry.lines.values()].filter(x => x > geometry.application));
  put(
    row,
    geometry.application + 1,
    clip(safe` ${by}${span(ms)} ${about as Safe}`, room - geometry.application - 1),
    'dim',
  );
  return row;
}

/** The arrow between Vonage and a party; behind the application's lane it begins where the reply ends. */
function signal(drawing: Drawing, row: Canvas, step: Step, {lane, way}: NonNullable<Step['signal']>): void {
  const {geometry, lanes} = drawing;
  const role = roleOf(step);
  const text = printable(step.text, 60);
  const at = geometry.lines.get(lane);
  if (at !== undefined && at < geometry.vonage) {
    const head: Head = way === 'to-vonage' ? 'right' : way === 'to-party' ? 'left' : 'none';
    put(row, at + 1, arrow(text, geometry.vonage - at - 1, head), role);
    if (way === 'end') put(row, at, safe`×`, role);
    return;
  }
  const party = lanes[lane];
  const hidden = at === undefined && party?.kind === 'party' ? safe`${printable(party.label)} ` : safe``;
  const isBefore = at === undefined && lane < firstShown(geometry);
  const end = at ?? (isBefore ? endBefore(geometry) : geometry.width);
  const from = step.request ? geometry.arrows : geometry.vonage + 1;
  const labelled = Math.max(from, at === undefined && !isBefore ? lastLine(geometry) + 1 : before(geometry, end) + 1);
  const head: Head = way === 'to-vonage' ? 'left' : way === 'to-party' ? 'right' : 'none';
  for (let x = from; x < labelled; x++) put(row, x, isLine(geometry, x) ? safe`┼` : safe`─`, role);
  const alone = labelled === from;
  put(row, labelled, arrow(safe`${hidden}${text}`, end - labelled, alone || head === 'right' ? head : 'none'), role);
  if (!alone && head === 'left') put(row, from, safe`◂`, role);
  if (way === 'end' && at !== undefined) put(row, at, safe`×`, role);
}

function firstShown({lines, application}: Geometry): number {
  return Math.min(Number.POSITIVE_INFINITY, ...[...lines].flatMap(([lane, x]) => (x > application ? [lane] : [])));
}

function endBefore({lines, application, width}: Geometry): number {
  return Math.min(width, ...[...lines.values()].filter(x => x > application));
}

function lastLine({lines, arrows}: Geometry): number {
  return Math.max(arrows - 1, ...lines.values());
}

function isLine({lines}: Geometry, x: number): boolean {
  for (const each of lines.values()) if (each === x) return true;
  return false;
}

function isCaller({geometry}: Drawing, lane: number): boolean {
  return (geometry.lines.get(lane) ?? Number.POSITIVE_INFINITY) < geometry.vonage;
}

/** Each lane's line at a time: dotted while its leg is not there, in the colour of what the leg does. */
function lifelines({lanes, geometry}: Drawing, at: number): Canvas {
  const row = canvas(geometry.width);
  for (const [i, x] of geometry.lines) {
    const lane = lanes[i];
    const [role, line] = lane?.kind === 'party' ? phase(lane.timings, at) : (['border', safe`│`] as const);
    put(row, x, line, role);
  }
  return row;
}

function phase(t: Extract<Lane, {kind: 'party'}>['timings'], at: number): readonly [Role, Safe] {
  const began = t.startedAt ?? t.ringingAt ?? t.answeredAt;
  if (began === undefined) return ['border', safe`│`];
  if (at < began || (t.endedAt !== undefined && at > t.endedAt)) return ['dim', safe`·`];
  if (t.answeredAt !== undefined && at >= t.answeredAt) return ['live', safe`│`];
  return t.ringingAt !== undefined && at >= t.ringingAt ? ['warn', safe`│`] : ['info', safe`│`];
}

function times({geometry, time, start}: Drawing, row: Canvas, step: Step, previous: number | undefined): void {
  const full = stamp(time, step.at, start, previous).trim();
  const shown = geometry.time < 12 && full.includes(':') ? full.slice(0, 8) : full;
  put(row, 1, fit(shown as Safe, geometry.time, {align: 'right'}), step.stamped ? 'plain' : 'dim');
  if (geometry.delta === 0) return;
  const other = stamp(time === 'start' ? 'previous' : 'start', step.at, start, previous).trim();
  put(row, 2 + geometry.time, fit(other as Safe, geometry.delta, {align: 'right'}), 'dim');
  if (step.outOfOrder) put(row, 2 + geometry.time + geometry.delta, safe`⇅`, 'warn');
}

function roleOf({status, problem, request}: Step): Role {
  if (status) return lookOf(status).role;
  return problem ? 'bad' : request ? 'plain' : 'dim';
}

function isAnswer({request}: Step): boolean {
  return request?.name === 'answer' || request?.name === 'fallback';
}

function short(type: string): string {
  return type.replace(/^(audio|member|leg|rtc|sip|conversation):/, '');
}

import {duration} from '../../call/duration.js';
import {eventTypes} from '../../call/event-types.js';
import type {AudioFigures, Figures, Meter, Sender, Strip} from '../../call/media.js';
import {clock, short, span} from '../../output/format.js';
import {canvas, put} from '../../output/ladder/canvas.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {chosenCall} from '../../store/select.js';
import {chosenSocket} from '../../store/sockets.js';
import {counted} from '../../text/counted.js';
import {clip, fit, join, printable, type Safe, safe, widthOf} from '../../text/printable.js';
import {legLabel} from '../../world/read/event-view.js';
import {slowTurn} from '../../world/read/socket-problems.js';
import {loudness, turnFigures} from '../../world/read/sockets.js';
import type {Socket} from '../../world/socket.js';
import type {Conversation} from '../../world/world.js';
import {cellOf, ticksOf} from '../gantt/axis.js';
import {meterRoles, meterText, partOf} from '../meter.js';
import type {PaneView, Pen} from '../pane-view.js';
import {canvasRow, type Part, type Row, rowOf} from '../row.js';

/** Cells for the name of a lane. */
const WORDS = 8;

/** The WebSocket of a leg: how loud each side was over time, with turns, interruptions and messages below, and what was measured. */
export function mediaView(model: Model, pen: Pen, {width, height}: Inside): PaneView {
  const call = chosenCall(model);
  const {socket, place, count} = chosenSocket(model);
  const title: Part[] = [safe`Media`, ['dim', safe` — ${call?.id ? short(call.id) : safe`no call`}`]];
  if (!call || !socket) {
    const why = safe` No WebSocket of this call has passed here. Those of the application do with --forward, or --forward-socket.`;
    return {title, rows: [rowOf([['dim', why]])]};
  }
  const meter = socket.closed ? undefined : model.vitals?.meters?.[socket.id];
  const drawing = {model, pen, call, socket, live: meter?.strip, width, from: 0, to: endOf(model, socket)};
  const figures = figureRows(drawing, meter);
  const lane = Math.max(1, Math.min(4, Math.floor((height - 4 - figures.length) / 2)));
  const rows: Row[] = [
    ...axis(drawing),
    ...lanes(drawing, 'vonage', lane),
    ...lanes(drawing, 'application', lane),
    marks(drawing),
    ...figures,
  ];
  const room = Math.max(0, height - rows.length);
  const told = socket.rows.length;
  const first = firstSeen(model.view.scroll, told, room);
  const latest = Array.from({length: Math.min(room, told - first)}, (_, i) => happening(drawing, told - 1 - first - i));
  return {
    title,
    right: [count > 1 && ['dim', safe`socket ${place} of ${count}`]],
    rows: [...rows, ...latest].slice(0, height),
    extent: {first, shown: latest.length, count: told},
  };
}

type Drawing = {
  model: Model;
  pen: Pen;
  call: Conversation;
  socket: Socket;
  /** What was heard since its last figures. */
  live?: Strip;
  width: number;
  /** The time that is drawn, ms since the socket opened. */
  from: number;
  to: number;
};

/** Up to when a socket is drawn, ms since it opened: its end, or now; ten seconds at least. */
function endOf({now}: Model, {openedAt, firstSeenAt, closed, figures}: Socket): number {
  const opened = openedAt ?? firstSeenAt;
  const end = closed ? closed.seenAt - opened : Math.max(figures?.at ?? 0, now - opened);
  return Math.max(10_000, end);
}

function axis({width, from, to}: Drawing): Row[] {
  const on = canvas(width);
  const room = width - WORDS;
  const time = {from, to, now: to};
  const length = span(to - from);
  const end = room - widthOf(length);
  for (const {at, text} of ticksOf(time, room, 10)) if (at + widthOf(text) < end) put(on, WORDS + at, text, 'dim');
  put(on, WORDS + end, length, 'dim');
  return [canvasRow(on)];
}

const names: Readonly<Record<Sender, Safe>> = {vonage: safe`caller`, application: safe`agent`};

/** One side's level over time, as high as `height` rows. */
function lanes({socket, live, width, from, to}: Drawing, side: Sender, height: number): Row[] {
  const room = width - WORDS;
  const strips = live ? [...socket.strips, live] : socket.strips;
  const levels = loudness({strips}, side, {from, to}, room);
  const rows = Array.from({length: height}, () => canvas(width));
  for (const [i, level] of levels.entries())
    for (const [above, on] of rows.entries()) {
      const row = height - 1 - above;
      const glyph = level === undefined ? undefined : partOf(level * height - row, row === 0);
      if (glyph) put(on, WORDS + i, glyph, meterRoles[side]);
    }
  const last = rows.at(-1);
  if (last) put(last, 1, names[side], 'strong');
  return rows.map(on => canvasRow(on));
}

type Sign = {at: number; text: Safe; role: 'warn' | 'good' | 'bad' | 'info'};

/** Turns with their length, clears, interruptions and keys, at their times; where one stands already, the next is left out. */
function marks(drawing: Drawing): Row {
  const {model, socket, width, from, to} = drawing;
  const slow = slowTurn(model.world);
  const on = canvas(width);
  put(on, 1, safe`turns`, 'strong');
  const room = width - WORDS;
  const signs: Sign[] = [
    ...socket.turns.map(
      ({heardAt, latency}): Sign => ({
        at: heardAt,
        text: safe`◂${printable(duration(latency))}`,
        role: latency > slow ? 'bad' : 'good',
      }),
    ),
    ...socket.bargeIns.map(({at}): Sign => ({at, text: safe`×`, role: 'warn'})),
    ...socket.rows.flatMap((row): Sign[] => {
      const {at, type} = toldBy(drawing, row);
      const sign = signOf[type];
      return sign ? [{at: at - (socket.openedAt ?? at), text: sign, role: 'info'}] : [];
    }),
  ];
  let free = 0;
  for (const {at, text, role} of signs.sort((a, b) => a.at - b.at)) {
    const x = Math.min(cellOf({from, to, now: to}, room, at), room - widthOf(text));
    if (x < free) continue;
    put(on, WORDS + x, text, role);
    free = x + widthOf(text);
  }
  return canvasRow(on);
}

const signOf: Readonly<Record<string, Safe>> = {
  'websocket:dtmf': safe`d`,
  'websocket:clear': safe`c`,
  'websocket:notify': safe`n`,
  'websocket:text': safe`?`,
};

/** What a row of its tells. Times are ms since the epoch. */
function toldBy(
  {
    model: {
      world: {log},
    },
  }: Drawing,
  row: number,
): {at: number; type: string; note?: string} {
  return {at: log.arrived[row] ?? 0, type: log.typeOf(row), note: log.noteOf(row)};
}

const closers = {vonage: safe`Vonage`, application: safe`the application`, monitor: safe`this monitor`} as const;

/** What was measured, a row each. */
function figureRows({socket, width, model, pen}: Drawing, meter: Meter | undefined): Row[] {
  const {figures, contentType, path, to, handshake, openedAt, firstSeenAt, closed, refused, leg, audio} = socket;
  const label = legLabel(model.world, leg) ?? (leg === undefined ? undefined : short(leg));
  const rate = contentType?.replace(/^audio\/l16; ?/i, '');
  const kept = audio?.file !== undefined && audio.stopped === undefined && `recorded in ${audio.file}`;
  const head = [
    label ?? 'of no known leg',
    path,
    label === undefined && `since ${clock(openedAt ?? firstSeenAt)}`,
    to && `to ${to}`,
    handshake !== undefined && `open after ${duration(handshake)}`,
    rate,
    kept,
  ];
  const state: Part = refused
    ? ['bad', safe` refused: ${pen.print(refused.status ?? refused.code, 20)}`]
    : closed
      ? ['dim', safe` closed by ${closers[closed.by]}, ${closed.code ?? safe`no code (1006)`}`]
      : ['live', safe` open`];
  return [
    rowOf([safe` `, ['dim', pen.print(head.filter(Boolean).join(' · '), 200)]], {right: [state, safe` `]}),
    ...(figures
      ? [
          laneRow('in', figures.vonage, meter?.vonage, 'vonage'),
          laneRow('out', figures.application, meter?.application, 'application'),
        ]
      : []),
    ...(figures ? [queueRow(figures, meter)] : []),
    turnsRow(socket),
  ].map(row => ({...row, parts: row.parts.slice(0, width)}));
}

const words = (...all: (string | false | undefined)[]): Safe =>
  join(
    all.filter(each => each !== false && each !== undefined).map(each => printable(each)),
    safe`  `,
  );

function laneRow(name: string, lane: AudioFigures, live: number | undefined, side: Sender): Row {
  const {frames, pace, peak, jitter, gaps, longestGap, silent, clipped, odd} = lane;
  // What the bar shows: while the socket is open, what is heard now.
  const level = live ?? lane.level;
  return rowOf([
    safe` `,
    ['strong', fit(printable(name), 4)],
    [meterRoles[side], meterText(level)],
    safe`  ${words(
      level !== undefined && `${Math.round(level)} dB`,
      peak !== undefined && `peak ${Math.round(peak)}`,
      pace !== undefined && `${pace.toFixed(1)}/s`,
      `jitter ${jitter.toFixed(1)} ms`,
      `${counted(gaps, 'gap')}${gaps > 0 ? ` to ${duration(longestGap)}` : ''}`,
      `silent ${Math.round(silent * 100)} %`,
      clipped > 0.001 && `clipped ${(clipped * 100).toFixed(1)} %`,
      counted(frames, 'frame'),
    )}`,
    odd > 0 && ['bad', safe`  ${odd} of a wrong size`],
  ]);
}

function queueRow({queue}: Figures, meter: Meter | undefined): Row {
  const {ahead, most, underruns, starved, lost, cleared, error} = queue;
  // The meter is newer than the figures.
  const now = meter?.queueAhead ?? ahead;
  return rowOf([
    safe` `,
    ['strong', safe`queue`],
    safe` ${words(
      `${duration(now)} ahead`,
      `most ${duration(Math.max(most, now))}`,
      `broke off ${underruns}${underruns > 0 ? ` (${duration(starved)})` : ''}`,
      cleared > 0 && `cleared ${duration(cleared)}`,
      error !== undefined && `±${duration(Math.abs(error))}`,
    )}`,
    lost > 0 && ['bad', safe`  ${printable(counted(lost, 'message'))} lost`],
  ]);
}

function turnsRow(socket: Socket): Row {
  const turns = turnFigures(socket);
  const barged = socket.bargeIns.length;
  const said = turns
    ? words(
        `${turns.count}`,
        `median ${duration(turns.p50)}`,
        turns.count > 1 && `p95 ${duration(turns.p95)}`,
        turns.count > 1 && `worst ${duration(turns.worst)}`,
        `last ${duration(turns.last)}`,
      )
    : socket.closed
      ? safe`none`
      : safe`none yet`;
  return rowOf([
    safe` `,
    ['strong', safe`turns`],
    safe` ${said}`,
    barged > 0 && safe`  interrupted ${barged === 1 ? safe`once` : safe`${barged} times`}`,
  ]);
}

/** One thing that happened on it. */
function happening(drawing: Drawing, i: number): Row {
  const {pen, width, socket} = drawing;
  const {at, type, note = ''} = toldBy(drawing, socket.rows[i] ?? 0);
  const way = eventTypes.get(type)?.way;
  const arrow = way === 'to-vonage' ? safe`←` : way === 'to-party' ? safe`→` : safe`·`;
  const text = safe`${pen.print(type.replace('websocket:', ''), 20)} ${pen.print(note, 200)}`;
  return rowOf([['dim', safe` ${clock(at)} ${arrow} `], clip(text, Math.max(0, width - 16))]);
}

import {duration} from '../call/duration.js';
import type {HealthObservation} from '../call/observation.js';
import {age, clock} from '../output/format.js';
import {socketName} from '../output/socket-name.js';
import {busIs, busText} from '../store/bus-text.js';
import {liveCount} from '../store/call-order.js';
import {keyFor} from '../store/commands/key-names.js';
import {webhookDelays} from '../store/delays.js';
import {isStacked} from '../store/layout.js';
import {isApart, knownListeners} from '../store/listeners-text.js';
import {listensHere} from '../store/listens.js';
import type {Model} from '../store/model.js';
import {insideOf, panesOf} from '../store/panes.js';
import {type Anew, isLong, type Reading, readingText, shareOf} from '../store/reading.js';
import {chosenCall, chosenRow, failingHealth, indexOfRow, openProblems, streamOf} from '../store/select.js';
import {sinceText} from '../store/since-text.js';
import {chosenSocket} from '../store/sockets.js';
import type {BusVitals} from '../store/vitals.js';
import {eventsWindow} from '../store/windows.js';
import {counted} from '../text/counted.js';
import {printable, repeat, type Safe, safe, widthOf, wrap} from '../text/printable.js';
import {endingOf} from '../world/read/ending.js';
import {eventView, legLabel} from '../world/read/event-view.js';
import {isOfCall, isSerious, saidOf} from '../world/read/problems.js';
import {slowTurn} from '../world/read/socket-problems.js';
import {namelessSocket, turnFigures} from '../world/read/sockets.js';
import {stateOf} from '../world/read/state.js';
import {waitOfCall, waitText} from '../world/read/waiting.js';
import {pressingFor} from './click.js';
import type {Pen} from './pane-view.js';
import {delaysText} from './panes/session.js';
import {type Part, type Row, rowOf} from './row.js';
import {sincePart} from './since.js';

const modes: Readonly<Record<Model['mode'], Part>> = {
  live: ['live', safe`LIVE`],
  demo: ['info', safe`DEMO`],
  replay: ['info', safe`REPLAY`],
  attached: ['info', safe`ATTACHED`],
};

/** From here on the first row has room for how long webhooks take. */
const WIDE = 120;

/** First row: what this is, what mode it is in, and how its parts do. */
export function statusBar(model: Model, pen: Pen): Row {
  const {world, view, now, file, waiting} = model;
  const {setup, counts} = world;
  const mode: Part = view.paused
    ? ['warn', safe`PAUSED${waiting > 0 ? safe` · ${waiting} waiting` : safe``}`]
    : view.moment
      ? ['warn', safe`PAST`]
      : view.cleared
        ? ['warn', safe`CLEARED`]
        : modes[model.mode];
  const poller = world.health.get('poller') ?? [...world.health.values()].findLast(h => h.part === 'poller');
  const sep: Part = ['border', safe` │ `];
  const parts: Part[] = [safe` `, ['title', safe`convo-monitor`], safe` `, mode];
  if (view.masking !== 'off') parts.push(['warn', safe` MASKED`]);
  const isAttached = model.mode === 'attached';
  if (world.armed !== undefined && model.mode !== 'replay') parts.push(['warn', safe` ARMED`]);
  if (isAttached) for (const part of [sep, ...attachedParts(model, pen)]) parts.push(part);
  // What is elsewhere says how it is doing, where there is room for that beside where it is.
  if (setup?.url && (listensHere(model) || (isAttached && view.columns >= WIDE))) {
    const isHeard = world.health.get('listener')?.state !== 'failing';
    parts.push(
      sep,
      safe`hooks `,
      isHeard ? ['good', safe`●`] : ['bad', safe`✗`],
      safe` ${pen.print(setup.url.replace(/^http:\/\/(127\.0\.0\.1)?/, ''), 40)} · ${counts.webhooks}`,
    );
    if (counts.lastWebhookAt !== undefined) parts.push(['dim', safe` · ${age(now - counts.lastWebhookAt)} ago`]);
    const delays = view.columns >= WIDE ? webhookDelays(world) : undefined;
    if (delays && delays.count > 0) parts.push(['dim', safe` · ${delaysText(delays)}`]);
    const tunnel = tunnelPart(pen, world.health.get('tunnel'), view.columns);
    if (tunnel) parts.push(sep, safe`tunnel `, tunnel);
    parts.push(sep, safe`poll `);
    for (const part of pollParts(pen, poller?.state, poller?.code, counts.polls)) parts.push(part);
  }
  if (model.mode === 'replay')
    parts.push(sep, pen.print(placeText(file ?? 'standard input', view.columns), 60), [
      'dim',
      safe` · ${printable(counted(world.seq, 'observation'))} · ${model.isComplete ? safe`at its end` : model.follows && !model.reading ? safe`following` : safe`reading …`}`,
    ]);
  else if (!file && !isAttached) parts.push(sep, ['dim', safe`not recorded`]);
  else if (world.health.get('recording')?.state === 'failing') parts.push(sep, ['bad', safe`REC ✗ not written`]);
  else if (isAttached && file) parts.push(sep, ['bad', safe`REC`]);
  else if (!isAttached)
    parts.push(sep, ['bad', safe`REC`], safe` ${world.seq}`, movedTo(pen, world.health.get('recording')?.file));
  const bus = model.vitals?.bus && busPart(model.vitals.bus, now, view.columns);
  if (bus) parts.push(sep, bus);
  if (isAudioKept(model)) parts.push(sep, ['bad', safe`● audio`]);
  const turn = view.columns >= WIDE ? lastTurn(model) : undefined;
  if (turn) parts.push(sep, turn);
  return rowOf(parts, {
    right: !isStacked(view) ? [safe` `, ['dim', timeOfDay(model)], safe` `] : [],
  });
}

/** Where the monitor is that is looked at, and whether that goes on. */
function attachedParts(model: Model, pen: Pen): Part[] {
  const {world, attachedTo, bus, reading} = model;
  const place = pen.print(bus ?? attachedTo ?? '', 60);
  const isLost = world.health.get('feed')?.state === 'failing';
  const how: Part = isLost
    ? ['bad', safe`✗ lost, tried again`]
    : // What counts the calls of a bus says nothing.
      world.health.get('bus')?.state === 'failing'
      ? ['warn', safe`no worker`]
      : ['dim', safe`${reading ? safe`reading …` : safe`following`}`];
  if (bus === undefined) return [place, ['dim', safe` · ${printable(counted(world.seq, 'observation'))} · `], how];
  const listeners = printable(counted(knownListeners(model).size, 'listener'));
  // The list has room for that where it is as wide as the screen.
  return [
    place,
    ['dim', safe` · ${listeners}`],
    ...doubts(model),
    ['dim', safe` · ${liveCount(world)} live · `],
    how,
    model.view.columns >= WIDE && ['dim', sincePart(model)],
  ];
}

/** What of the listeners is not as it should be: in full it is in the session's pane. */
function doubts({vitals, view}: Model): Part[] {
  const all = vitals?.listeners?.all ?? [];
  const silent = all.filter(({state}) => state === 'silent');
  const apart = all.filter(isApart);
  const clocks = printable(counted(apart.length, 'clock'));
  return [
    silent.length > 0 && ['warn', safe` (${silent.length} ?)`],
    apart.length > 0 && view.columns >= WIDE && ['warn', safe`, ${clocks} apart`],
  ];
}

/** Whether what somebody says just now is written down. */
function isAudioKept({world, vitals}: Model): boolean {
  return Object.keys(vitals?.meters ?? {}).some(id => {
    const {audio, closed} = world.sockets.get(id) ?? {};
    return audio?.file !== undefined && audio.stopped === undefined && !closed;
  });
}

/** How long the agent took to be heard the last time. */
function lastTurn(model: Model): Part {
  const {socket} = chosenSocket(model);
  const turns = socket && turnFigures(socket);
  return turns && [turns.last > slowTurn(model.world) ? 'bad' : 'good', safe`turn ${printable(duration(turns.last))}`];
}

/** Where there is little room a file has its name alone, so that what is said of it is seen: pane 5 has the whole path. Several stay as they are. */
function placeText(file: string, columns: number): string {
  return columns >= WIDE || /:\/\/| /.test(file) ? file : nameOf(file);
}

const nameOf = (file: string): string => file.replace(/^.*[/\\]/, '');

/** The recording goes on under another name: which one. */
function movedTo(pen: Pen, file: string | undefined): Part {
  return file === undefined ? undefined : ['warn', safe` → ${pen.print(nameOf(file), 40)}`];
}

/** To the second while a call is up; else to the minute, so that nothing moves where nothing happens. */
function timeOfDay({world, now}: Model): Safe {
  return clock(now).slice(0, liveCount(world) > 0 ? 8 : 5) as Safe;
}

/** Where there is little room, only that a tunnel is missing is said. */
function tunnelPart(pen: Pen, tunnel: HealthObservation | undefined, columns: number): Part {
  if (!tunnel || (columns < WIDE && tunnel.state !== 'failing')) return undefined;
  const code = columns < WIDE ? safe`` : safe` ${pen.print(tunnel.code, 20)}`;
  return tunnel.state === 'ok' ? ['good', safe`●${code}`] : ['bad', safe`✗${code}`];
}

/** Where there is little room, only that something is not as it should be: in full it is in the session's pane. */
function busPart(bus: BusVitals, now: number, columns: number): Part {
  const is = busIs(bus, now);
  const tone = is === 'down' || bus.insecure ? 'bad' : is === 'ok' ? 'good' : 'warn';
  if (columns < WIDE) return tone === 'good' ? undefined : [tone, safe`bus ${is === 'down' ? safe`✗` : safe`○`}`];
  const encrypted = bus.insecure ? safe`, not encrypted` : safe``;
  return [tone, safe`bus ${printable(busText(bus, now))}${encrypted}`];
}

function pollParts(pen: Pen, state: string | undefined, code: string | undefined, polls: number): Part[] {
  if (state === 'failing') return [['bad', safe`✗ ${pen.print(code ?? 'failing', 20)}`]];
  if (state === 'off') return [['dim', safe`off`]];
  if (state === 'waiting') return [['warn', safe`○ ${pen.print(code ?? 'waiting', 20)}`]];
  return [['good', safe`●`], safe` ${polls}`];
}

/** The program's message, in one row or two: it takes the place of the call's ending and of the selected event. */
export function messageRows({view}: Model, pen: Pen): Row[] {
  const {columns, message} = view;
  if (!message) return [];
  const text = pen.print(message.text, 400);
  const [first = safe``] = wrap(text, columns - 2);
  // What is too long for the second row ends in a sign that there is more.
  const rest = text.slice(first.length).trimStart() as Safe;
  const rows = rest === '' ? [first] : [first, rest];
  return rows.map(row => rowOf([[message.tone, safe` ${row}`]]));
}

/** The row of judgement: the newest open problem while a call runs, the verdict once it is over. */
export function verdictBar(model: Model, pen: Pen): Row {
  const call = chosenCall(model);
  const {columns} = model.view;
  if (model.anew) return anewBar(model, model.anew);
  if (model.view.paused) {
    const text = safe` PAUSED · ${model.waiting} waiting · receiving and recording go on`;
    return rowOf([['warn', text]], {
      right: [
        ['strong', safe` ${printable(keyFor(model, 'pause'))}`, pressingFor(model, 'pause')],
        ['dim', safe` goes on `, pressingFor(model, 'pause')],
      ],
    });
  }
  if (isLong(model.reading)) return readingBar(model, model.reading);
  const [failing] = failingHealth(model);
  const toProblems = pressingFor(model, 'pane-problems');
  const inFull: Part = ['dim', safe` press ${printable(keyFor(model, 'pane-problems'))}`, toProblems];
  if (!call) return failing ? rowOf([['bad', safe`! `], pen.print(failing.text, 400)]) : rowOf([]);
  const wait = waitOfCall(model.world, call, model.now);
  if (wait) return rowOf([['warn', safe`◔ ${printable(waitText(wait))}`]]);
  // Of a call that is over, the verdict is the first thing to read, unless the call itself went wrong.
  const isOver = stateOf(call) === 'ended';
  const open = openProblems(model).filter(each => isSerious(each) && (!isOver || isOfCall(each)));
  const label = open.length > 0 ? legLabel(model.world, open.at(-1)?.leg) : undefined;
  const problem = open.at(-1);
  if (problem && problem.code !== 'unhappy-end') {
    const text = pen.print(`${label ? `${label} ` : ''}${saidOf(problem)}`, 400);
    // Trouble with the API is about no event that could be gone to.
    const isListed = open.some(({row}) => row !== undefined);
    const next = pressingFor(model, 'next-problem');
    const toEvent: Part = ['dim', safe` ${printable(keyFor(model, 'next-problem'))} next ·`, next];
    return rowOf([['bad', safe`! `], text], {
      right: [isListed && toEvent, inFull],
    });
  }
  if (failing && !problem && !isOver) {
    return rowOf([['bad', safe`! `], pen.print(failing.text, 400)], {right: [inFull]});
  }
  const verdict = pen.print(endingOf(model.world, call, model.now), 400);
  const isCut = widthOf(verdict) > columns - 2;
  return rowOf([[problem ? 'bad' : 'info', safe`${problem ? safe`!` : safe` `} `], verdict], {
    right: problem && isCut ? [inFull] : [],
  });
}

/** How far a recording has been read, and what leaves it. */
function readingBar(model: Model, reading: Reading): Row {
  return rowOf([safe` Reading `, ...barOf(model, reading)], {
    right: [
      ['strong', safe` ${printable(`${keyFor(model, 'quit')} ${keyFor(model, 'back')}`)}`],
      ['dim', safe` leaves `],
    ],
  });
}

/** How far a bus has been read again beside what is shown. */
function anewBar(model: Model, {since, reading}: Anew): Row {
  const from = since === undefined ? 'all' : `since ${sinceText(since, model.now)}`;
  // Beside a date there is room for a bar where the screen is wide.
  const bar = model.view.columns >= WIDE ? barOf : textOf;
  const far: Part[] = reading ? bar(model, reading) : [safe`…`];
  const leave = pressingFor(model, 'back');
  return rowOf([safe` Reading ${printable(from)} `, ...far], {
    right: [
      ['strong', safe` ${printable(keyFor(model, 'back'))}`, leave],
      ['dim', safe` leaves `, leave],
    ],
  });
}

function barOf(model: Model, reading: Reading): Part[] {
  const width = model.view.columns >= WIDE ? 40 : 20;
  const done = Math.floor((shareOf(reading) ?? 0) * width);
  const bar: Part[] =
    reading.of === undefined ? [] : [['info', repeat(safe`█`, done)], ['dim', repeat(safe`░`, width - done)], safe` `];
  return [...bar, ...textOf(model, reading)];
}

const textOf = (_: Model, reading: Reading): Part[] => [printable(readingText(reading))];

/** The place of an event in the stream, unless a border says it. */
function placeInStream(model: Model, row: number): Part {
  const rows = streamOf(model);
  const {eventsAs} = model.view;
  if (eventsAs === 'list' || eventsAs === 'ladder') {
    const frame = panesOf(model)
      .flatMap(({frames}) => frames)
      .find(({pane}) => pane === 'events');
    if (frame && eventsWindow(model, insideOf(frame)).height < rows.length) return undefined;
  }
  return ['dim', safe` ${indexOfRow(model, rows, row) + 1}/${rows.length}`];
}

/** The chosen event in one row: ids and times in full. */
export function eventBar(model: Model, pen: Pen): Row {
  const call = chosenCall(model);
  const row = chosenRow(model);
  if (!call || row === undefined) return rowOf([]);
  const event = eventView(model.world, call, row);
  const label = legLabel(model.world, event.leg);
  const leg = event.leg === undefined ? undefined : model.world.legs.get(event.leg);
  const socket = namelessSocket(model.world, call, row);
  const parts: Part[] = [
    ['dim', safe` ${clock(event.at)} `],
    ['strong', pen.print(socket ? event.type : `${label ?? '–'} ${event.type}`, 60)],
    socket && ['dim', safe`  of ${pen.print(socketName(socket), 120)}`],
    event.leg !== undefined && ['dim', safe`  ${pen.print(event.leg, 40)}`],
    leg && ['dim', safe`  ${pen.print(leg.from ?? '–', 24)} → ${pen.print(leg.to ?? '–', 24)}`],
    event.witnesses.length > 0 && ['dim', safe`  seen by ${pen.print(event.witnesses.join(', '))}`],
  ];
  return rowOf(parts, {right: [placeInStream(model, row)]});
}

import {duration} from '../../call/duration.js';
import type {MediaFact} from '../../call/fact.js';
import type {MediaEvent} from '../../call/media.js';
import {closedText} from '../../call/sides.js';
import {MEDIA, PROBLEM} from '../event-log.js';
import {barePath, type Occurrence, type Socket} from '../socket.js';
import type {World} from '../world.js';
import {changeConversation, seeConversation, touch} from './change.js';
import {enter} from './enter.js';
import {insertRow, removeRow} from './order.js';

/** Turns, interruptions and strips that are kept of a socket: an hour of talk. */
const MOST_TURNS = 1000;

/** Sockets of which it never became known whose they are: strangers find the address, too. */
const MOST_OF_NOBODY = 256;

/** Takes in what happened on a WebSocket: a row of the call that it is of, as soon as that is known, and what is known of the socket. */
export function foldMedia(world: World, fact: MediaFact): void {
  const socket = settled(world, fact);
  const row = told(world, fact, socket);
  const seen = {seenAt: fact.at, row: row ?? -1};
  world.sockets.set(socket.id, {...socket, ...changes(fact, socket, seen)});
  touch(world, socket.conversation);
}

/** The socket, known as far as this says; what was told of it before goes to the call that it turns out to be of. */
function settled(world: World, fact: MediaFact): Socket {
  const known = world.sockets.get(fact.socket) ?? added(world, fact);
  const conversation = known.conversation || (fact.conversation ?? '');
  const leg = known.leg ?? fact.leg;
  const firstSeenAt = Math.min(known.firstSeenAt, fact.at);
  seeConversation(world, conversation, fact.at);
  const isNew = conversation !== known.conversation || !world.sockets.has(known.id);
  if (isNew) {
    const {sockets} = changeConversation(world, conversation, {});
    if (!sockets.includes(known.id)) changeConversation(world, conversation, {sockets: sockets.concat(known.id)});
    leave(world, known, conversation);
  }
  if (leg !== known.leg) for (const row of known.rows) world.log.leg[row] = world.log.names.of(leg);
  return {...known, conversation, leg, firstSeenAt};
}

function added(world: World, {socket: id, at}: MediaFact): Socket {
  const ofNobody = world.conversations.get('')?.sockets ?? [];
  const [oldest] = ofNobody;
  if (oldest !== undefined && ofNobody.length >= MOST_OF_NOBODY) {
    world.sockets.delete(oldest);
    changeConversation(world, '', {sockets: ofNobody.slice(1)});
  }
  return {
    id,
    conversation: '',
    by: undefined,
    turns: [],
    bargeIns: [],
    strips: [],
    firstSeenAt: at,
    rows: [],
  };
}

/** Moves what was told of a socket from where it was nobody's. */
function leave(world: World, {id, conversation: from, rows}: Socket, to: string): void {
  if (from === to) return;
  const {log, conversations, index} = world;
  const [old, heir] = [conversations.get(from), conversations.get(to)];
  if (!old || !heir) return;
  for (const row of rows) {
    removeRow(old.rows, row);
    log.conversation[row] = log.names.of(to);
    insertRow(log, heir.rows, row);
    heir.unstamped.push(row);
    index.changes.rows.add(row);
  }
  changeConversation(world, from, {sockets: old.sockets.filter(each => each !== id)});
}

/** What the row of an event is called, and what is shown beside it; undefined for what is no row. */
type Row = {type: string; note?: string; isProblem?: boolean};

const rows: {[K in MediaEvent['kind']]: (event: Extract<MediaEvent, {kind: K}>, fact: MediaFact) => Row | undefined} = {
  open: ({path, ms}) => ({type: 'websocket:open', note: `${barePath(path)} after ${duration(ms)}`}),
  refused: ({path, by, status, code}) => ({
    type: 'websocket:refused',
    note: `${barePath(path)}: ${status ?? code} from the ${by}`,
    isProblem: true,
  }),
  leg: () => undefined,
  unclear: () => undefined,
  figures: () => undefined,
  text: (_, {text}) => text && {type: text.type, note: text.note, isProblem: text.isUnknown},
  turn: ({turn: {latency, inApplication, inQueue}}) => ({
    type: 'websocket:turn',
    note: `${duration(latency)} to answer: ${duration(inApplication)} in the application, ${duration(inQueue)} waiting`,
  }),
  'barge-in': ({bargeIn: {at, silentAt, clearAt}}) => ({
    type: 'websocket:barge-in',
    note: `${clearAt === undefined ? 'no clear' : `clear after ${duration(clearAt - at)}`}, silent after ${duration(silentAt - at)}`,
  }),
  audio: ({file}) => ({type: 'websocket:audio', note: `is written to ${file}`}),
  'audio-stopped': ({text}) => ({type: 'websocket:audio', note: `is no longer written: ${text}`, isProblem: true}),
  unreadable: ({text}) => ({type: 'websocket:unreadable', note: text, isProblem: true}),
  close: ({by, code, reason}) => ({
    type: 'websocket:closed',
    note: closedText({by, code, reason}),
  }),
};

function told(world: World, fact: MediaFact, {conversation, leg, rows: known}: Socket): number | undefined {
  const {event, seq, at: arrived, socket} = fact;
  const row = rows[event.kind](event as never, fact);
  if (!row) return undefined;
  const {type, note, isProblem} = row;
  const identity = `media ${socket} ${seq}`;
  const entered = enter(world, {conversation, witness: MEDIA, type, leg, arrived, seq, note, identity});
  if (isProblem) world.log.flag(entered.row, PROBLEM);
  if (entered.fresh) known.push(entered.row);
  return entered.row;
}

/** What an event says of its socket. */
function changes({event, at, text}: MediaFact, socket: Socket, seen: Occurrence): Partial<Socket> {
  switch (event.kind) {
    case 'open':
      return {path: event.path, to: event.to, openedAt: at, handshake: event.ms};
    case 'refused':
      return {path: event.path, refused: {...event, ...seen}};
    case 'leg':
      return {by: event.by};
    case 'unclear':
      return {among: event.among};
    case 'figures': {
      const {strip, ...figures} = event.figures;
      return {
        ...(figures.at >= (socket.figures?.at ?? 0) && {figures}),
        ...(strip && {strips: joined(socket.strips, strip, ({from}) => from)}),
      };
    }
    case 'turn':
      return {turns: joined(socket.turns, {...event.turn, row: seen.row}, ({to}) => to)};
    case 'barge-in':
      return {bargeIns: joined(socket.bargeIns, {...event.bargeIn, row: seen.row}, each => each.at)};
    case 'audio':
      return {audio: {...socket.audio, file: event.file}};
    case 'audio-stopped':
      return {audio: {...socket.audio, stopped: event.text}};
    case 'unreadable':
      return {unreadable: {text: event.text, ...seen}};
    case 'close': {
      const {at: _, ...closed} = event;
      return {closed: {...closed, ...seen}};
    }
    case 'text': {
      const {from} = event;
      if (text?.contentType !== undefined) return {connectedAt: at, contentType: text.contentType};
      if (!text?.isUnknown) return {};
      const {count, row} = socket.unknown ?? {count: 0, row: seen.row};
      return {
        unknown: {count: count + 1 + (event.left ?? 0), row: Math.min(row, seen.row), from, isJson: !text.isNoJson},
      };
    }
  }
}

/** One more, in the order of time; of too many, the newest. */
function joined<Each>(all: readonly Each[], one: Each, timeOf: (each: Each) => number): readonly Each[] {
  const at = all.findLastIndex(each => timeOf(each) <= timeOf(one)) + 1;
  return all.toSpliced(at, 0, one).slice(-MOST_TURNS);
}

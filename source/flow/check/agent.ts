import type {Call} from '../../world/read/calls.js';
import {socketsOf, turnFigures} from '../../world/read/sockets.js';
import type {Socket} from '../../world/socket.js';
import type {FlowShape} from '../file/shape.js';
import type {Mismatch} from '../flow.js';
import {outOfBounds, type Sighting} from './mismatch.js';

type AgentShape = NonNullable<FlowShape['agent']>;

type Checks = {
  [Name in keyof AgentShape]-?: (due: NonNullable<AgentShape[Name]>, call: Call) => Mismatch | undefined;
};

/** What a flow asks of the agent at the end of a call's WebSockets, as the monitor measured it there. */
export const agentChecks: Checks = {
  'first audio': (due, call) =>
    ofSockets(call, socket => outOfBounds(due, firstAudioOf(socket), {...of(call, socket), ...rowOf(socket.turns[0])})),
  turns: (due, call) =>
    ofEach(
      call,
      'turn',
      ({turns}) => turns,
      ({latency, row}, socket) => outOfBounds(due, latency, {...of(call, socket), row}),
    ),
  'median turn': (due, call) =>
    ofSockets(call, socket =>
      outOfBounds(due, turnFigures(socket)?.p50, {...of(call, socket), ...notOne(socket.turns, 'turn')}),
    ),
  'turn count': (due, call) => countOf(due, call, ({turns}) => turns),
  'barge-in silent': (due, call) =>
    ofEach(
      call,
      'barge-in',
      ({bargeIns}) => bargeIns,
      ({at, silentAt, row}, socket) => outOfBounds(due, Math.max(0, silentAt - at), {...of(call, socket), row}),
    ),
  'barge-in count': (due, call) => countOf(due, call, ({bargeIns}) => bargeIns),
};

/** From `websocket:connected` until the agent is heard, ms; where the caller spoke first, from the end of that. */
function firstAudioOf({figures, turns, openedAt, connectedAt}: Socket): number | undefined {
  const first = figures?.application.firstSoundAt;
  if (first === undefined) return undefined;
  const [turn] = turns;
  if (turn && turn.to <= first) return turn.latency;
  return Math.max(0, first - Math.max(0, (connectedAt ?? 0) - (openedAt ?? connectedAt ?? 0)));
}

/** The WebSockets of a call; where others share its conversation, those of its own legs. */
function allOf({world, conversations, legs, isShared}: Call): Socket[] {
  const own = new Set(legs.map(({id}) => id));
  return conversations.flatMap(each =>
    socketsOf(world, each).filter(({leg}) => !isShared(each.id) || (leg !== undefined && own.has(leg))),
  );
}

/** Where on a WebSocket something was seen: its leg, and its last row. */
function of({world}: Call, {leg, rows, closed}: Socket): Sighting {
  return {leg: leg === undefined ? undefined : world.legs.get(leg), row: closed?.row ?? rows.at(-1)};
}

const rowOf = (turn: {row: number} | undefined): Pick<Sighting, 'row'> => (turn ? {row: turn.row} : {});

const notOne = (found: readonly unknown[], what: string): Pick<Sighting, 'note'> =>
  found.length > 0 ? {} : {note: `no ${what} was measured`};

const noSocket: Mismatch = {
  expected: 'a WebSocket with an agent',
  seen: 'none that passed the monitor',
  note: 'let its uri lead through the monitor (--forward, --forward-socket)',
};

/** The first complaint of a call's WebSockets. */
function ofSockets(call: Call, check: (socket: Socket) => Mismatch | undefined): Mismatch | undefined {
  const sockets = allOf(call);
  return sockets.length === 0 ? noSocket : firstOf(sockets, check);
}

/** The first complaint of what was found on them; that nothing was found is one. */
function ofEach<T>(
  call: Call,
  what: string,
  list: (socket: Socket) => readonly T[],
  check: (item: T, socket: Socket) => Mismatch | undefined,
): Mismatch | undefined {
  const sockets = allOf(call);
  const [last] = sockets.slice(-1);
  if (!last) return noSocket;
  if (sockets.every(socket => list(socket).length === 0))
    return {expected: `a ${what}`, seen: 'none was measured', ...of(call, last)};
  return firstOf(sockets, socket => firstOf(list(socket), item => check(item, socket)));
}

function countOf(
  due: Parameters<typeof outOfBounds>[0],
  call: Call,
  list: (socket: Socket) => readonly unknown[],
): Mismatch | undefined {
  const sockets = allOf(call);
  const [last] = sockets.slice(-1);
  const count = sockets.reduce((sum, socket) => sum + list(socket).length, 0);
  return outOfBounds(due, count, last ? of(call, last) : {note: noSocket.seen});
}

function firstOf<T>(items: readonly T[], check: (item: T) => Mismatch | undefined): Mismatch | undefined {
  for (const item of items) {
    const wrong = check(item);
    if (wrong) return wrong;
  }
  return undefined;
}

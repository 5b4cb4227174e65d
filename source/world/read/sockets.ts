import {firstIndex} from '../../call/first-index.js';
import type {Sender} from '../../call/media.js';
import {loudnessOf, STRIP_MS} from '../../call/strip.js';
import {MEDIA} from '../event-log.js';
import type {Socket} from '../socket.js';
import type {Conversation, World} from '../world.js';
import {nearestRank} from './nearest-rank.js';

/** The WebSockets of a conversation, in the order of their opening. */
export function socketsOf(world: World, {sockets}: Conversation): Socket[] {
  return sockets.flatMap(id => world.sockets.get(id) ?? []).sort((a, b) => a.firstSeenAt - b.firstSeenAt);
}

/** The newest WebSocket of a leg. */
export function socketOfLeg(world: World, call: Conversation, leg: string): Socket | undefined {
  return socketsOf(world, call).findLast(each => each.leg === leg);
}

/** The WebSocket that a row tells of, where no leg is known that the row could be called by. */
export function namelessSocket(world: World, call: Conversation, row: number): Socket | undefined {
  const {log} = world;
  if (((log.flags[row] ?? 0) & MEDIA) === 0 || log.legOf(row) !== undefined) return undefined;
  for (const id of call.sockets) {
    const socket = world.sockets.get(id);
    if (socket && holds(socket.rows, row)) return socket;
  }
  return undefined;
}

/** The same for a text of the event: undefined, too, where the event itself says which it is, as that of its opening does. */
export function socketToName(world: World, call: Conversation, row: number): Socket | undefined {
  return selfTold.has(world.log.typeOf(row)) ? undefined : namelessSocket(world, call, row);
}

/** Those have the path, at that very time. */
const selfTold: ReadonlySet<string> = new Set(['websocket:open', 'websocket:refused']);

/** Whether a row is among those, which stand in their order. */
function holds(rows: readonly number[], row: number): boolean {
  return rows[firstIndex(rows.length, i => (rows[i] ?? 0) < row)] === row;
}

/** Where in a recording of audio something is, ms from its beginning. */
export type InAudio = {file: string; from: number; to?: number};

/** Where in the audio of its leg an event is, where that is recorded: what a turn or an interruption tells of, or what was heard at that time. */
export function inAudio(
  world: World,
  call: Conversation,
  {leg, row, at}: {leg?: string; row: number; at: number},
): InAudio | undefined {
  const socket = socketsOf(world, call).findLast(each => each.leg === leg && (each.openedAt ?? at) <= at);
  const file = socket?.audio?.file;
  if (leg === undefined || file === undefined || socket?.openedAt === undefined) return undefined;
  const turn = socket.turns.find(each => each.row === row);
  if (turn) return {file, from: turn.from, to: turn.heardAt};
  const bargeIn = socket.bargeIns.find(each => each.row === row);
  if (bargeIn) return {file, from: bargeIn.at, to: bargeIn.silentAt};
  return at > (socket.closed?.seenAt ?? at) ? undefined : {file, from: at - socket.openedAt};
}

/** How long the agent took to be heard, ms. */
export type TurnFigures = {count: number; p50: number; p95: number; worst: number; last: number};

export function turnFigures({turns}: Pick<Socket, 'turns'>): TurnFigures | undefined {
  const last = turns.at(-1);
  if (!last) return undefined;
  const sorted = turns.map(({latency}) => latency).sort((a, b) => a - b);
  const at = (share: number): number => nearestRank(sorted, share) ?? 0;
  return {count: sorted.length, p50: at(0.5), p95: at(0.95), worst: sorted.at(-1) ?? 0, last: last.latency};
}

/** How loud a side was in each of so many equal parts of the time from `from` to `to` (ms since the socket opened), 0 to 1: the loudest of each; undefined where nothing is known. */
export function loudness(
  {strips}: Pick<Socket, 'strips'>,
  side: Sender,
  {from, to}: {from: number; to: number},
  parts: number,
): (number | undefined)[] {
  const levels = new Array<number | undefined>(parts).fill(undefined);
  const share = (to - from) / parts;
  for (const strip of strips) {
    const letters = strip[side];
    if (strip.from > to || strip.from + letters.length * STRIP_MS < from) continue;
    for (let i = 0; i < letters.length; i++) {
      const at = strip.from + i * STRIP_MS;
      const [first, last] = [Math.floor((at - from) / share), Math.floor((at + STRIP_MS - 1 - from) / share)];
      const level = loudnessOf(letters.charCodeAt(i));
      for (let part = Math.max(0, first); part <= Math.min(parts - 1, last); part++)
        levels[part] = Math.max(levels[part] ?? 0, level);
    }
  }
  return levels;
}

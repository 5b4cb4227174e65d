import {clock} from '../text/time.js';
import {namelessSocket} from '../world/read/sockets.js';
import {barePath, type Socket} from '../world/socket.js';
import type {Conversation, World} from '../world/world.js';

/** What a WebSocket is called by which no leg is known: where it was asked for, and since when it is there. */
export function socketName({path, openedAt, firstSeenAt}: Socket): string {
  const since = openedAt === undefined ? `seen from ${clock(firstSeenAt)} on` : `open since ${clock(openedAt)}`;
  return path === undefined ? `a WebSocket ${since}` : `${barePath(path)} ${since}`;
}

/** The WebSocket of an event for which nothing else says which it is: neither a leg nor the event, as that of its opening does. */
export function socketToName(world: World, call: Conversation, row: number): Socket | undefined {
  return selfTold.has(world.log.typeOf(row)) ? undefined : namelessSocket(world, call, row);
}

/** Those have the path, at that very time. */
const selfTold: ReadonlySet<string> = new Set(['websocket:open', 'websocket:refused']);

import {clock} from '../text/time.js';
import {barePath, type SocketPlace} from '../world/socket.js';

/** What a WebSocket is called by which no leg is known: where it was asked for, and since when it is there. */
export function socketName({path, openedAt, firstSeenAt}: SocketPlace): string {
  const since = openedAt === undefined ? `seen from ${clock(firstSeenAt)} on` : `open since ${clock(openedAt)}`;
  return path === undefined ? `a WebSocket ${since}` : `${barePath(path)} ${since}`;
}

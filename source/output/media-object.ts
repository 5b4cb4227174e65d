import {iso, stamp} from '../text/time.js';
import {socketOfLeg, turnFigures} from '../world/read/sockets.js';
import type {Socket} from '../world/socket.js';
import type {Conversation, World} from '../world/world.js';
import type {SnapshotMedia} from './media-schema.js';

/** What is known of the WebSocket of a leg, without its levels; undefined where none passed the monitor. */
export function mediaOfLeg(world: World, call: Conversation, leg: string): SnapshotMedia | undefined {
  const socket = socketOfLeg(world, call, leg);
  return socket && mediaObject(socket);
}

/** The same with its levels over time: all that can be drawn. */
export function mediaWithLevels(world: World, call: Conversation, leg: string): SnapshotMedia | undefined {
  const socket = socketOfLeg(world, call, leg);
  return socket && {...mediaObject(socket), levels: socket.strips.map(strip => ({...strip}))};
}

function mediaObject(socket: Socket): SnapshotMedia {
  const {id, refused, closed, figures, turns, bargeIns} = socket;
  const {p50 = null, p95 = null, worst = null} = turnFigures(socket) ?? {};
  return {
    socket: id,
    path: socket.path ?? null,
    to: socket.to ?? null,
    openedAt: iso(socket.openedAt),
    handshakeMs: socket.handshake ?? null,
    connectedAt: iso(socket.connectedAt),
    contentType: socket.contentType ?? null,
    knownBy: socket.by ?? null,
    refused: refused
      ? {
          at: stamp(refused.seenAt),
          by: refused.by,
          status: refused.status ?? null,
          code: refused.code,
          text: refused.text,
        }
      : null,
    closed: closed
      ? {
          at: stamp(closed.seenAt),
          by: closed.by,
          code: closed.code ?? null,
          reason: closed.reason ?? null,
          unplayedMs: closed.unplayed ?? null,
        }
      : null,
    unreadable: socket.unreadable?.text ?? null,
    figures: figures ? {...figures} : null,
    turns: {count: turns.length, p50, p95, worst, all: turns.map(({row: _, ...turn}) => turn)},
    bargeIns: bargeIns.map(({row: _, ...bargeIn}) => bargeIn),
  };
}

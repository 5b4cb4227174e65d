import type {WebSocket} from 'ws';
import type {Clock} from '../clock.js';
import {afterReal} from '../delivery/real-time.js';
import {frameMs} from './format.js';

/** Real ms that an application has for answering a ping: not all libraries do it by themselves. */
const pongMs = 1000;

/** Frames a second of real time that are sent at most: at higher speeds, some are left out. */
const mostFrames = 1000;

/** Frames that are sent in all where time jumps and nobody listens for an end: five seconds of audio. */
const jumpFrames = 250;

/** Where time jumps, frames after which the application is waited for. Who takes turns with it waits for each. */
const jumpAhead = 50;

/** Bytes that may wait for an application that does not read: a minute at 16 kHz. Frames beyond are lost. */
const mostWaiting = 3072 * 640;

/** A frame that is late is so for this long, and those behind it wait; simulated ms. */
const lateMs = 240;

type Streaming = {
  /** The frame of a number; undefined when nothing more is said. */
  frame: (index: number) => Buffer | undefined;
  ended: AbortSignal;
  /** Whether this frame is late, as on a bad network. */
  isLate?: () => boolean;
  /** Whether what is said depends on what the application says. */
  isTalk?: boolean;
};

/** Sends audio at the pace of the simulated clock until `ended`, or until nothing more is said. Never rejects. */
export async function stream(
  clock: Clock,
  socket: WebSocket,
  {frame, ended, isLate, isTalk}: Streaming,
): Promise<void> {
  const began = clock.now();
  const held: Buffer[] = [];
  let heldUntil = began;
  const every = clock.jumps ? 1 : Math.max(1, Math.ceil((clock.factor * 1000) / frameMs / mostFrames));
  const most = isTalk ? Number.POSITIVE_INFINITY : jumpFrames;
  const ahead = isTalk ? 1 : jumpAhead;
  try {
    // Where time stands still for an application at work, it gets the time to answer what it has just been told.
    if (clock.jumps) await heard(clock, socket);
    for (let index = 0; !clock.jumps || index < most; index += every) {
      await clock.tick(began + index * frameMs, ended);
      if (socket.readyState !== socket.OPEN) break;
      const piece = frame(index);
      if (!piece) break;
      held.push(piece);
      const now = clock.now();
      if (now >= heldUntil && isLate?.()) heldUntil = now + lateMs;
      if (now < heldUntil) continue;
      for (const each of held.splice(0)) if (socket.bufferedAmount < mostWaiting) socket.send(each);
      if (clock.jumps && (index + 1) % ahead === 0) await heard(clock, socket);
    }
    if (clock.jumps) await heard(clock, socket);
  } catch {
    // The leg has ended, or the simulator.
  }
}

/** Lets time stand still until the application has read everything, and what it said at once has come back; or until it is gone. */
async function heard(clock: Clock, socket: WebSocket): Promise<void> {
  const release = clock.hold();
  await new Promise<void>(resolve => {
    const done = () => {
      cancelDeadline();
      socket.off('pong', done);
      socket.off('close', done);
      resolve();
    };
    const cancelDeadline = afterReal(pongMs, done);
    socket.on('pong', done);
    socket.on('close', done);
    if (socket.readyState === socket.OPEN) socket.ping();
    else if (socket.readyState === socket.CLOSED) done();
  });
  release();
}

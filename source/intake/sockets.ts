import {createHash} from 'node:crypto';
import {type IncomingMessage, STATUS_CODES} from 'node:http';
import type {Duplex} from 'node:stream';
import {pipeline} from 'node:stream';
import {duration} from '../call/duration.js';
import type {Sender, SocketTap, SocketWatch} from '../call/media.js';
import type {Failure} from '../call/observation.js';
import {type Application, endToEnd} from './application.js';
import {closeFrame} from './close-frame.js';
import {flawOf} from './flaw.js';
import {failureOf} from './forward.js';
import {answerRaw} from './raw-answer.js';

/** Passes WebSockets on to an application, as bytes: what is said over them is none of this one's business. */
export type Sockets = {
  /** Passes a handshake on, and then whatever either side sends. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Refuses a handshake for which there is no place here. */
  refuse(request: IncomingMessage, socket: Duplex, why: {status: number; code: string; text: string}): void;
  close(): void;
};

export type SocketsOptions = {
  /** Sockets that may be open at a time. */
  limit: number;
  /** Which application takes a path; undefined where none does. */
  applicationFor(path: string): Application | undefined;
  watch?: SocketWatch;
  /** ms for which one side may take nothing of what the other sends, before the connection is cut. */
  stalledMs?: number;
};

/** More agents than one developer talks to at a time; a socket lasts as long as its call. */
export const SOCKETS_AT_ONCE = 256;

/** ms in which an application answers a handshake. */
const PATIENCE = 30_000;

/** Close code for a side that is to try again later (RFC 6455, 7.4.2). */
const TRY_LATER = 1013;

/** ms in which a side takes the reason why it is cut off. */
const LAST_WORDS = 1000;

const names: Readonly<Record<Sender, string>> = {vonage: 'Vonage', application: 'The application'};

/** A minute of audio, ms, is more than anything holds. */
const STALLED = 60_000;

export function passSocketsOn({limit, applicationFor, watch, stalledMs = STALLED}: SocketsOptions): Sockets {
  /** What ends each socket that is open, or opening. */
  const open = new Set<() => void>();

  function refuse(
    request: IncomingMessage,
    socket: Duplex,
    {status, code, text}: {status: number; code: string; text: string},
  ): void {
    told(watch, each => each.refused({path: request.url ?? '', ms: 0, by: 'monitor', status, code, text}));
    answerRaw(socket, {status, text});
  }

  function take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const {method = 'GET', url: path = '', rawHeaders: headers, socket: connection} = request;
    const application = applicationFor(path);
    if (!application) return void refuse(request, socket, {status: 404, code: 'no-application', text: noApplication});
    if (open.size >= limit) return void refuse(request, socket, {status: 503, code: 'crowd', text: crowded(limit)});
    const began = performance.now();
    const far = application.open({method, path, headers, from: connection.remoteAddress});
    let isSettled = false;
    const end = (): void => {
      socket.destroy();
    };
    open.add(end);
    // Unread, a connection does not say that it was closed. Nobody has a reason to send anything yet.
    const early: Buffer[] = [head];
    const hear = (bytes: Buffer): void => {
      early.push(bytes);
      socket.pause();
    };
    socket.on('data', hear).once('end', end);
    socket.once('close', () => {
      open.delete(end);
      far.destroy();
      const waited = performance.now() - began;
      const text = `Vonage gave up after ${duration(waited)}, before the application at ${application.place} had answered the WebSocket handshake.`;
      refused({code: 'timeout', text});
    });
    /** Of a handshake that came to nothing, the first reason is told. */
    const refused = (failure: Failure, status?: number): void => {
      if (isSettled) return;
      isSettled = true;
      const ms = performance.now() - began;
      told(watch, each => each.refused({path, ms, by: 'application', ...(status && {status}), ...failure}));
    };
    const unable = (failure: Failure): void => {
      refused(failure);
      far.destroy();
      answerRaw(socket, {status: 502, text: failure.text});
    };
    far.setTimeout(PATIENCE, () => far.destroy(new Error(`no answer within ${duration(PATIENCE)}`)));
    far.on('error', error => unable(failureOf(error, application)));
    far.on('response', reply => {
      const flaw = flawOf(reply, application.place);
      if (flaw) return unable(flaw);
      const {statusCode = 0, statusMessage = ''} = reply;
      refused({code: 'status', text: refusedText(application.place, path, statusCode)}, statusCode);
      socket.write(headOf(statusCode, statusMessage, [...endToEnd(reply.rawHeaders), 'Connection', 'close']));
      pipeline(reply, socket, () => socket.destroy());
    });
    far.on('upgrade', (reply, farSocket, farHead) => {
      farSocket.setTimeout(0);
      farSocket.setNoDelay(true);
      farSocket.on('error', () => socket.destroy());
      const {statusMessage, headers, rawHeaders} = reply;
      // Here 101 is what was asked for.
      const flaw = flawOf({statusCode: 200, statusMessage, headers, rawHeaders}, application.place);
      if (flaw) {
        farSocket.destroy();
        return unable(flaw);
      }
      const {'sec-websocket-key': key} = request.headers;
      // Whoever asked will refuse it as well. It goes through as it is: the other way to see that is at Vonage, where nobody can look.
      if (key !== undefined && headers['sec-websocket-accept'] !== acceptOf(key))
        refused({code: 'accept', text: notAccepted(application.place)});
      const isOpened = !isSettled;
      isSettled = true;
      socket.write(headOf(reply.statusCode, reply.statusMessage, reply.rawHeaders));
      const tap = told(isOpened ? watch : undefined, each =>
        each.opened({
          path,
          ms: performance.now() - began,
          ...(!application.isOurs && {to: application.place}),
          protocol: headers['sec-websocket-protocol'],
          extensions: headers['sec-websocket-extensions'],
        }),
      );
      socket.off('data', hear).off('end', end);
      const isClosing = () => !open.has(end);
      splice({socket, far: farSocket, head: Buffer.concat(early), farHead, tap, stalledMs, isClosing});
    });
    far.end();
  }

  return {
    take,
    refuse,
    close() {
      const all = [...open];
      open.clear();
      for (const end of all) end();
    },
  };
}

type Spliced = {
  socket: Duplex;
  far: Duplex;
  head: Buffer;
  farHead: Buffer;
  tap?: SocketTap;
  stalledMs: number;
  /** The monitor itself ends. */
  isClosing(): boolean;
};

/** Lets each side have what the other sends, at the pace of the slower one, until either lets go. The tap sees what has been passed on. */
function splice({socket, far, head, farHead, tap, stalledMs, isClosing}: Spliced): void {
  let watched = tap;
  /** A tap that throws has seen enough. */
  const look = (say: (tap: SocketTap) => void): void => {
    try {
      if (watched) say(watched);
    } catch {
      watched = undefined;
    }
  };
  const ended = (by: Sender | 'monitor', reason?: string): void => {
    look(each => each.ended(isClosing() ? 'monitor' : by, reason));
    watched = undefined;
  };
  const passed = (by: Sender, bytes: Buffer): void => {
    // As `look` does, without a function for each of a hundred a second.
    try {
      watched?.passed(by, bytes);
    } catch {
      watched = undefined;
    }
  };
  socket.write(farHead);
  far.write(head);
  passed('application', farHead);
  passed('vonage', head);
  const over = (): void => {
    clearInterval(watching);
    socket.destroy();
    far.destroy();
  };
  for (const [from, to, by] of [
    [socket, far, 'vonage'],
    [far, socket, 'application'],
  ] as const) {
    from.once('end', () => ended(by));
    from.once('close', () => {
      ended(by);
      over();
    });
    from.pipe(to).once('finish', over);
    from.on('data', (bytes: Buffer) => passed(by, bytes));
  }
  const watching = watchFlow({vonage: socket, application: far}, stalledMs, slow => {
    const reason = `${names[slow]} took nothing for ${duration(stalledMs)}`;
    let isWhole = false;
    look(each => {
      isWhole = each.isWhole(slow);
    });
    ended('monitor', reason);
    if (!isWhole) return over();
    // The other one is told, as long as it reads: what it sends meanwhile goes nowhere.
    clearInterval(watching);
    const [stuck, other] = slow === 'vonage' ? [socket, far] : [far, socket];
    stuck.unpipe(other);
    other
      .unpipe(stuck)
      .resume()
      .write(closeFrame(TRY_LATER, reason, slow === 'vonage'));
    setTimeout(over, LAST_WORDS).unref();
  });
}

/** Tells who has taken nothing of what waits for so long, ms. Checked ten times in that time. */
function watchFlow(
  streams: Readonly<Record<Sender, Duplex>>,
  ms: number,
  stuck: (who: Sender) => void,
): NodeJS.Timeout {
  const stuckFor = {vonage: 0, application: 0};
  const timer = setInterval(() => {
    for (const who of ['vonage', 'application'] as const) {
      stuckFor[who] = streams[who].writableNeedDrain ? stuckFor[who] + 1 : 0;
      if (stuckFor[who] > 10) return stuck(who);
    }
  }, ms / 10);
  return timer.unref();
}

/** What somebody who is told of things makes of one; undefined where that throws, or where there is nobody. */
function told<Who, What>(who: Who | undefined, say: (who: Who) => What): What | undefined {
  try {
    return who && say(who);
  } catch {
    return undefined;
  }
}

const noApplication =
  'No application stands behind this listener to take a WebSocket. Start with --forward URL or --forward-socket URL, or with --media echo.';

/** What an application makes of the key of a handshake (RFC 6455, 4.2.2). */
const acceptOf = (key: string): string =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

const notAccepted = (place: string): string =>
  `The application at ${place} answered the WebSocket handshake with a Sec-WebSocket-Accept that does not belong to its key, which no client takes. Let a library answer it, and look for a proxy between.`;

const crowded = (limit: number): string =>
  `${limit} WebSockets are open already. Allow more with --socket-max, or end some.`;

const hints: Readonly<Record<number, string>> = {
  401: 'Let it take the authorization of the NCCO’s endpoint, or none.',
  403: 'Let it take the Host and Origin that come, or start with --forward-host rewrite.',
  404: 'Correct the path of the uri in the NCCO, or the path of the WebSocket in the application.',
  426: 'It wants another protocol or version than a WebSocket of version 13.',
};

function refusedText(place: string, path: string, status: number): string {
  const bare = path.split('?', 1)[0] ?? '';
  const shown = bare.length > 120 ? `${bare.slice(0, 120)}…` : bare;
  const hint =
    hints[status] ?? (status < 400 ? 'That is no WebSocket: look at what serves that path.' : 'Look into its log.');
  return `The application at ${place} answered ${status} to the WebSocket handshake at ${shown}. ${hint}`;
}

function headOf(status = 502, text = STATUS_CODES[status] ?? '', rawHeaders: string[]): Buffer {
  const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
  return Buffer.from(`${[`HTTP/1.1 ${status} ${text}`, ...lines].join('\r\n')}\r\n\r\n`, 'latin1');
}

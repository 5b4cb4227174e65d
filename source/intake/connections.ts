import type {IncomingMessage, Server, ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';

/**
 * What a connection is doing: nothing yet; sending a request; waiting for the answer to a whole one; leaving the answer unread;
 * nothing more since its last one.
 */
type State = 'new' | 'sending' | 'waiting' | 'unread' | 'idle';

type Connection = {
  socket: Socket;
  state: State;
  /** When the state began, ms, and how many bytes had come by then. */
  since: number;
  bytes: number;
  /** The request that is under way. */
  response?: ServerResponse;
  /** What begins those that came behind it. */
  next: (() => void)[];
  /** It is about to be closed. */
  isLeft?: true;
};

type Room = {
  /** Has a request handled when those before it on its connection are answered; or answers 503, when too many are under way. */
  take(request: IncomingMessage, response: ServerResponse, handle: () => void): void;
  /** From now on each connection ends with its next answer. */
  close(): void;
};

type Options = {
  /** How many may wait for an answer; half as many may do each of the other things. */
  limit: number;
  /** Connections were closed, or requests refused, because there were too many of their kind. */
  onCrowd: (text: string) => void;
};

/** How many of the oldest are looked at to find the one that is closed. */
const OLDEST = 16;

/** Whoever is closed comes again at once, so it is left alone first, for so many ms: meanwhile it costs nothing. */
const LEFT_ALONE = 1000;

/** So many times `limit` are left alone at a time; the others are closed at once. */
const MOST_LEFT = 4;

/** Requests on a connection behind the one that is answered, and on all together: who wants answers waits for them. */
const MOST_NEXT = 512;
const MOST_NEXT_IN_ALL = 8192;

const said: Readonly<Record<Exclude<State, 'waiting'> | 'ahead' | 'refused', string>> = {
  new: 'Connections that sent no request were closed, the oldest first, to make room.',
  sending: 'Connections whose request did not end were closed, the slowest first, to make room.',
  unread: 'Connections that did not read their answers were closed, to make room.',
  idle: 'Connections that sent no more requests were closed, the oldest first, to make room.',
  ahead: 'Connections were closed that sent hundreds of requests without waiting for an answer.',
  refused: 'Requests were answered 503, because too many were waiting for an answer.',
};

/**
 * Keeps room for whoever sends whole requests. Connections are counted by what they do, and where too many do the same, one of the
 * oldest goes. One limit for all would let half a request keep out a whole one; and a limit for each address is none behind a
 * tunnel, where all have the same.
 */
export function keepRoom(server: Server, {limit, onCrowd}: Options): Room {
  const half = Math.max(1, limit / 2);
  const most: Readonly<Record<State, number>> = {new: half, sending: half, waiting: limit, unread: half, idle: half};
  /** Each in the order in which they came to it. */
  const by = {new: new Set(), sending: new Set(), waiting: new Set(), unread: new Set(), idle: new Set()} as Readonly<
    Record<State, Set<Connection>>
  >;
  const known = new WeakMap<Duplex, Connection>();
  const addresses = new Map<string, number>();
  let nextInAll = 0;
  let leftAlone = 0;
  let isClosing = false;

  server.on('connection', (socket: Socket) => {
    if (socket.destroyed) return;
    const {remoteAddress: address = ''} = socket;
    const connection: Connection = {socket, state: 'new', since: 0, bytes: 0, next: []};
    known.set(socket, connection);
    addresses.set(address, (addresses.get(address) ?? 0) + 1);
    enter(connection, 'new');
    socket.once('close', () => {
      by[connection.state].delete(connection);
      dropNext(connection);
      const others = (addresses.get(address) ?? 1) - 1;
      if (others > 0) addresses.set(address, others);
      else addresses.delete(address);
    });
  });

  // What is passed through is under way until its end; there is a limit to that elsewhere.
  server.on('upgrade', (_request: IncomingMessage, socket: Duplex) => {
    const connection = known.get(socket);
    if (connection) by[connection.state].delete(connection);
  });

  function enter(connection: Connection, state: State): void {
    const {socket} = connection;
    by[connection.state].delete(connection);
    if (socket.destroyed || connection.isLeft) return;
    connection.state = state;
    connection.since = performance.now();
    connection.bytes = socket.bytesRead;
    by[state].add(connection);
    if (state === 'waiting' || by[state].size <= most[state]) return;
    leave(victimOf(by[state]) ?? connection);
    onCrowd(said[state]);
  }

  /** Of the oldest, one of an address that has many, and of those the one from which least comes, in bytes a second. */
  function victimOf(connections: ReadonlySet<Connection>): Connection | undefined {
    const now = performance.now();
    let found: Connection | undefined;
    let [crowd, rate] = [0, 0];
    let looked = 0;
    for (const each of connections) {
      const itsCrowd = addresses.get(each.socket.remoteAddress ?? '') ?? 0;
      const itsRate = (each.socket.bytesRead - each.bytes) / Math.max(1, now - each.since);
      if (!found || itsCrowd > crowd || (itsCrowd === crowd && itsRate < rate)) {
        found = each;
        [crowd, rate] = [itsCrowd, itsRate];
      }
      if (++looked === OLDEST) break;
    }
    return found;
  }

  function dropNext(connection: Connection): void {
    nextInAll -= connection.next.length;
    connection.next = [];
  }

  function leave(connection: Connection): void {
    const {socket, state} = connection;
    connection.isLeft = true;
    dropNext(connection);
    by[state].delete(connection);
    if (leftAlone >= limit * MOST_LEFT) {
      socket.destroy();
      return;
    }
    leftAlone++;
    socket.pause();
    const timer = setTimeout(() => socket.destroy(), LEFT_ALONE);
    timer.unref();
    socket.once('close', () => {
      clearTimeout(timer);
      leftAlone--;
    });
  }

  function begin(connection: Connection, request: IncomingMessage, response: ServerResponse, handle: () => void): void {
    connection.response = response;
    response.once('close', () => {
      connection.response = undefined;
      enter(connection, 'idle');
      const next = connection.next.shift();
      if (!next) return;
      nextInAll--;
      next();
    });
    if (by.waiting.size >= most.waiting) {
      onCrowd(said.refused);
      response.writeHead(503, {'Content-Length': '0', Connection: 'close'}).end();
      return;
    }
    const goOn = (state: State) => () => {
      if (connection.response === response) enter(connection, state);
    };
    enter(connection, 'sending');
    request.once('end', goOn('waiting'));
    response.once('prefinish', goOn('unread'));
    handle();
  }

  return {
    take(request, response, handle) {
      const connection = known.get(request.socket);
      if (connection?.isLeft) return;
      if (isClosing) response.shouldKeepAlive = false;
      if (!connection) return handle();
      const start = () => begin(connection, request, response, handle);
      if (!connection.response) return start();
      if (connection.next.length < MOST_NEXT && nextInAll < MOST_NEXT_IN_ALL) {
        connection.next.push(start);
        nextInAll++;
      } else {
        leave(connection);
        onCrowd(said.ahead);
      }
    },
    close() {
      isClosing = true;
    },
  };
}

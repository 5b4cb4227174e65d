import {createInbox, type Msg, type NatsConnection, nanos} from '@nats-io/transport-node';
import type {InStream} from './wire.js';

/** A message as a consumer gets it: when its stream took it, ns since the epoch, and how many of the consumer's are behind it. */
export type Pulled = InStream & {storedAt: number; pending: number};

/** What comes to a consumer. */
export type Pulling = {
  /** Several messages at a time, in their order. Ends when the connection does, or by `stop`; throws where the server says no more, or has forgotten the consumer. */
  batches: AsyncGenerator<Pulled[], void>;
  stop(): void;
};

/** Messages, and bytes of all that is read at once, that are asked for at a time; as much may wait here besides. */
const MOST_MESSAGES = 1000;
const MOST_BYTES = 4 * 1024 * 1024;

/** Bytes for each, however many are read at once: with less, too many messages would have to come alone. */
const LEAST_BYTES = 256 * 1024;

/** What is handed on together at most. */
const TOGETHER = {messages: 64, bytes: 1 << 20};

/**
 * ms until the server is asked anew, how often it says until then that it is there, and how often in a row that may be missing. For the client's own readers two
 * that are missing are a matter to be told (`IdleHeartbeat`), too; its usual interval, 15 s, would leave a screen for up to 45 s with what was true before a
 * cable was cut. It is noticed here, after 6 to 9 s, and not by shorter pings: their answer stands behind all that is under way, so that whoever reads much over a slow
 * line would be cut off in the middle of it.
 */
const [EXPIRES, HEARTBEAT, MOST_MISSING] = [30_000, 3000, 2];

/** What a server says of a request that is over, while the consumer goes on. */
const OVER = /timeout|exceeds maxbytes|batch completed|leadership change/i;

/**
 * Pulls the messages of a consumer, one of so many that are read at the same time. As much is asked for as there is room for, in messages and in bytes, and no more before
 * that was taken: what is under way takes the same memory whatever its size, and however slow the reader. A message that is larger than the room comes alone.
 */
export function pull(
  connection: NatsConnection,
  {stream, name}: {stream: string; name: string},
  beside: number,
): Pulling {
  const room = {messages: MOST_MESSAGES, bytes: Math.max(LEAST_BYTES, Math.floor(MOST_BYTES / beside))};
  const inbox = createInbox();
  const waiting: Pulled[] = [];
  let bytes = 0;
  /** The last request: its number, what it may still bring, and whether it has brought anything. */
  let request = {number: 0, left: 0, isEmpty: true};
  /** The next message does not fit into a request. */
  let isLarge = false;
  let count = 0;
  let missing = 0;
  let failure: Error | undefined;
  let isOver = false;
  let wake: () => void = () => undefined;

  function ask(): void {
    const isFull = isLarge ? waiting.length > 0 : waiting.length >= room.messages || bytes >= room.bytes;
    if (request.left > 0 || isFull || isOver) return;
    const batch = isLarge ? 1 : room.messages;
    const wanted = {batch, expires: nanos(EXPIRES), idle_heartbeat: nanos(HEARTBEAT)};
    request = {number: request.number + 1, left: batch, isEmpty: true};
    missing = 0;
    const text = JSON.stringify(isLarge ? wanted : {...wanted, max_bytes: room.bytes});
    isLarge = false;
    connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${name}`, text, {reply: `${inbox}.${request.number}`});
  }

  function stop(error?: Error): void {
    failure ??= error;
    isOver = true;
    clearInterval(watching);
    subscription.unsubscribe();
    wake();
  }

  /** The server says how it stands with a request; of an earlier one that is known. */
  function heard({subject, headers}: Msg): void {
    if (subject !== `${inbox}.${request.number}` || headers?.code === 100) return;
    const {code = 0, description = ''} = headers ?? {};
    if (OVER.test(description)) {
      isLarge = request.isEmpty && /exceeds maxbytes/i.test(description);
      request.left = 0;
      ask();
    } else stop(gone(code === 503 ? 'its consumer is not there' : description));
  }

  function take(message: Msg): void {
    const {delivered, pulled} = pulledOf(message, stream);
    if (delivered === count + 1) {
      count = delivered;
      request.left -= 1;
      request.isEmpty = false;
      bytes += pulled.body.length;
      waiting.push(pulled);
      wake();
      ask();
    } else stop(gone('a message did not come'));
  }

  function received(message: Msg): void {
    missing = 0;
    if (message.subject.startsWith(inbox)) heard(message);
    else take(message);
  }

  const subscription = connection.subscribe(`${inbox}.*`, {
    callback: (error, message) => (error ? stop(error) : received(message)),
  });
  const watching = setInterval(() => {
    if (request.left > 0) missing += 1;
    if (missing > MOST_MISSING) stop(Object.assign(new Error('no heartbeat'), {name: 'TimeoutError'}));
  }, HEARTBEAT);
  // With the connection, too; what waited for that itself would be kept as long as it is there.
  void subscription.closed.then(() => stop());
  ask();

  async function* batches(): AsyncGenerator<Pulled[], void> {
    for (;;) {
      if (waiting.length > 0) {
        const some = waiting.splice(0, together(waiting));
        bytes -= some.reduce((sum, {body}) => sum + body.length, 0);
        ask();
        yield some;
      } else if (failure) throw failure;
      else if (isOver) return;
      else
        await new Promise<void>(resolve => {
          wake = resolve;
        });
    }
  }

  return {batches: batches(), stop: () => stop()};
}

/** Who reads connects anew then, as after a lost connection. */
const gone = (why: string): Error => new Error(`the reading was closed: ${why}`);

/** How many of what waits are handed on. */
function together(waiting: readonly Pulled[]): number {
  let bytes = 0;
  const end = waiting.findIndex(({body}, i) => {
    bytes += body.length;
    return i > 0 && (i >= TOGETHER.messages || bytes > TOGETHER.bytes);
  });
  return end < 0 ? waiting.length : end;
}

/** A message, and the how many-th of its consumer it is. */
function pulledOf({subject, headers, data, reply = ''}: Msg, stream: string): {delivered: number; pulled: Pulled} {
  // $JS.ACK.[<domain>.<account>.]<stream>.<consumer>.<times>.<seq>.<delivered>.<ns>.<pending>[.<random>]
  const tokens = reply.split('.');
  const first = tokens.length === 9 ? 4 : 6;
  const at = (i: number) => Number(tokens[first + 1 + i]);
  const header = (name: string): string => headers?.get(name) ?? '';
  return {
    delivered: at(1),
    pulled: {subject, header, body: data, stream, number: at(0), storedAt: at(2), pending: at(3)},
  };
}

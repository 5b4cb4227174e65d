import {type ConsumerMessages, DeliverPolicy, type JsMsg, jetstream, jetstreamManager} from '@nats-io/jetstream';
import {busAddressText} from '../text/bus-address.js';
import {type BusAccess, connectBus} from './connect.js';
import {busErrorOf} from './error.js';
import {STREAM} from './link.js';
import {tokenOf} from './subject.js';
import type {Incoming} from './wire.js';

/** Which observations of a bus are read; all of them where nothing is said. */
export type Selection = {team?: string; application?: string; listener?: string; conversation?: string};

/** From where on: behind this number of the stream, or from this time on, ms since the epoch. */
export type Start = {after: number} | {since: number} | undefined;

/** A message, its number in the stream, and how many are still to come that are there already. */
export type Delivered = Incoming & {number: number; pending: number};

/** What a stream holds: the numbers of its first message, and of the last one that it ever took. */
export type Extent = {
  created: string;
  first: number;
  last: number /** When the first one came, ms since the epoch. */;
  firstAt: number;
};

/** A connection for reading. What fails, fails with `BusError`. */
export type Subscription = {
  /** What the stream held when it began. */
  extent: Extent;
  /** Messages that were there already and are wanted. */
  waiting: number;
  /** In the order of the stream, as they come. Throws when the connection or the stream is lost; ends when it is closed. */
  messages: AsyncGenerator<Delivered[]>;
  /** What the stream holds now. */
  now(): Promise<Extent>;
  /** One message again; undefined where the stream holds it no longer. */
  message(number: number): Promise<Incoming | undefined>;
  close(): Promise<void>;
};

/** Messages that are under way from the server. (The client loses count of bytes, and then waits for what does not come.) */
const WINDOW = 500;

/** What is handed on together at most. */
const TOGETHER = {messages: 64, bytes: 1 << 20};

/** ms until a question to the server is given up. */
const PATIENCE = 5000;

/** The subjects of a selection. A server before 2.10 takes one for each reader. */
export const subjectsOf = ({team, application, listener, conversation}: Selection): string =>
  `convo.${[team, application, listener, conversation].map(each => (each === undefined ? '*' : tokenOf(each))).join('.')}`;

/** Begins to read a bus. The server keeps nothing of a reader that goes. Rejects with `BusError`. */
export async function subscribe(access: BusAccess, selection: Selection, start: Start): Promise<Subscription> {
  const url = busAddressText(access.address);
  const failed = (error: unknown): never => {
    throw busErrorOf(error, url);
  };
  const connection = await connectBus(access);
  try {
    const manager = await jetstreamManager(connection, {checkAPI: false, timeout: PATIENCE});
    const now = async (): Promise<Extent> => {
      const {created, state} = await manager.streams.info(STREAM).catch(failed);
      const {first_seq, last_seq, first_ts} = state;
      return {created, first: first_seq, last: last_seq, firstAt: Date.parse(first_ts)};
    };
    const extent = await now();
    const consumer = await jetstream(connection, {timeout: PATIENCE}).consumers.get(STREAM, {
      filter_subjects: subjectsOf(selection),
      ...policyOf(start),
    });
    const {num_pending: waiting} = await consumer.info(true);
    const consuming = await consumer.consume({max_messages: WINDOW, abort_on_missing_resource: true});
    let isClosing = false;

    async function* messages(): AsyncGenerator<Delivered[]> {
      try {
        yield* inBatches(consuming);
        if (!isClosing) throw (await connection.closed()) ?? new Error('connection closed');
      } catch (error) {
        if (!isClosing) failed(error);
      }
    }

    return {
      extent,
      waiting,
      messages: messages(),
      now,
      async message(number) {
        const found = await manager.streams.getMessage(STREAM, {seq: number}).catch(failed);
        return found ? {subject: found.subject, header: name => found.header.get(name), body: found.data} : undefined;
      },
      async close() {
        isClosing = true;
        // It resolves when somebody has read it to its end, and nobody may have begun.
        void consuming.close();
        // Nothing is kept there for who has gone.
        await consumer.delete().catch(() => undefined);
        await connection.close();
      },
    };
  } catch (error) {
    await connection.close();
    return failed(error);
  }
}

async function* inBatches(consuming: ConsumerMessages): AsyncGenerator<Delivered[]> {
  let batch: Delivered[] = [];
  let bytes = 0;
  for await (const message of consuming) {
    const delivered = deliveredOf(message);
    batch.push(delivered);
    bytes += delivered.body.length;
    // Where more is there already, it is on its way.
    if (delivered.pending > 0 && batch.length < TOGETHER.messages && bytes < TOGETHER.bytes) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
}

function deliveredOf({subject, headers, data, seq, info}: JsMsg): Delivered {
  return {subject, header: name => headers?.get(name) ?? '', body: data, number: seq, pending: info.pending};
}

function policyOf(start: Start) {
  if (start === undefined) return {deliver_policy: DeliverPolicy.All};
  if ('after' in start) return {deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: start.after + 1};
  return {deliver_policy: DeliverPolicy.StartTime, opt_start_time: new Date(start.since).toISOString()};
}

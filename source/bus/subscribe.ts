import {
  type ConsumerMessages,
  DeliverPolicy,
  type JsMsg,
  jetstream,
  jetstreamManager,
  type StreamInfo,
} from '@nats-io/jetstream';
import {busAddressText} from '../text/bus-address.js';
import {type BusAccess, connectBus} from './connect.js';
import {busErrorOf} from './error.js';
import {merged, type Run} from './merge.js';
import {type Shard, suffixOf} from './shards.js';
import {streamsNow} from './streams.js';
import {shardOf, tokenOf} from './subject.js';
import type {Incoming} from './wire.js';

/** Which observations of a bus are read; all of them where nothing is said. */
export type Selection = {
  team?: string;
  application?: string;
  listener?: string;
  conversation?: string;
  /** The number of the only shard that is read. */
  shard?: number;
};

/** From where on: behind this number of the stream, or from this time on, ms since the epoch. */
export type Start = {after: number} | {since: number} | undefined;

/** A message, and its number in which stream. */
export type InStream = Incoming & {stream: string; number: number};

/** The same, and when the stream took it, ns since the epoch. */
export type Delivered = InStream & {storedAt: number};

/** What a stream holds: the numbers of its first message, and of the last one that it ever took. */
export type Extent = {
  stream: string;
  created: string;
  first: number;
  last: number;
  /** When the first one came, ms since the epoch. */
  firstAt: number;
};

/** A connection for reading. What fails, fails with `BusError`. */
export type Subscription = {
  /** What each stream held when it began. */
  extents: Extent[];
  /** Messages that were there already and are wanted. */
  waiting: number;
  /**
   * What was there already in the order in which it came to the bus, then what comes; `left`: some of the former is still to come. Throws when the connection
   * or a stream is lost; ends when it is closed.
   */
  messages: AsyncGenerator<Run<Delivered>>;
  /** What the streams hold now. */
  now(): Promise<Extent[]>;
  /** One message again; undefined where its stream holds it no longer. */
  message(stream: string, number: number): Promise<Incoming | undefined>;
  close(): Promise<void>;
};

/** Messages that are under way from the server. (The client loses count of bytes, and then waits for what does not come.) */
const WINDOW = 500;

/** What is handed on together at most. */
const TOGETHER = {messages: 64, bytes: 1 << 20};

/** ms until a question to the server is given up. */
const PATIENCE = 5000;

/** The subjects of a selection, in one shard. A server before 2.10 takes one for each reader. */
export const subjectsOf = ({team, application, listener, conversation}: Selection, shard: Shard): string =>
  `convo.${[team, application, listener, conversation].map(each => (each === undefined ? '*' : tokenOf(each))).join('.')}${suffixOf(shard)}`;

/** Begins to read a bus, each stream from where on `startOf` says. The server keeps nothing of a reader that goes. Rejects with `BusError`. */
export async function subscribe(
  access: BusAccess,
  selection: Selection,
  startOf: (extent: Extent) => Start,
): Promise<Subscription> {
  const url = busAddressText(access.address);
  const failed = (error: unknown): never => {
    throw busErrorOf(error, url);
  };
  const connection = await connectBus(access);
  try {
    const manager = await jetstreamManager(connection, {checkAPI: false, timeout: PATIENCE});
    const client = jetstream(connection, {timeout: PATIENCE});
    const now = async (): Promise<Extent[]> => (await streamsNow(manager).catch(failed)).map(extentOf);
    let isClosing = false;
    const wanted = (await now()).flatMap((extent, i, {length: of}) => {
      const shard = {number: i + 1, of};
      return isIn(shard, selection) ? [{extent, shard}] : [];
    });
    const readings = await Promise.all(
      wanted.map(async ({extent, shard}) => {
        const {stream, last} = extent;
        const consumer = await client.consumers.get(stream, {
          filter_subjects: subjectsOf(selection, shard),
          ...policyOf(startOf(extent)),
        });
        const {num_pending: waiting} = await consumer.info(true);
        const consuming = await consumer.consume({max_messages: WINDOW, abort_on_missing_resource: true});
        const runs = runsOf(consuming, stream, last);
        return {consumer, consuming, waiting, runs, left: waiting > 0};
      }),
    );

    async function* messages(): AsyncGenerator<Run<Delivered>> {
      try {
        yield* merged(readings, ({storedAt}) => storedAt);
        if (!isClosing) throw (await connection.closed()) ?? new Error('connection closed');
      } catch (error) {
        if (!isClosing) failed(error);
      }
    }

    return {
      extents: wanted.map(({extent}) => extent),
      waiting: readings.reduce((sum, {waiting}) => sum + waiting, 0),
      messages: messages(),
      now,
      async message(stream, number) {
        const found = await manager.streams.getMessage(stream, {seq: number}).catch(failed);
        return found ? {subject: found.subject, header: name => found.header.get(name), body: found.data} : undefined;
      },
      async close() {
        isClosing = true;
        // It resolves when somebody has read it to its end, and nobody may have begun.
        for (const {consuming} of readings) void consuming.close();
        // Nothing is kept there for who has gone.
        await Promise.all(readings.map(({consumer}) => consumer.delete().catch(() => undefined)));
        await connection.close();
      },
    };
  } catch (error) {
    await connection.close();
    return failed(error);
  }
}

/** Whether a shard may hold something of a selection. */
const isIn = ({number, of}: Shard, {conversation, shard}: Selection): boolean =>
  (shard === undefined || shard === number) &&
  (conversation === undefined || shardOf(tokenOf(conversation), of).number === number);

function extentOf({config, created, state}: StreamInfo): Extent {
  const {first_seq, last_seq, first_ts} = state;
  return {stream: config.name, created, first: first_seq, last: last_seq, firstAt: Date.parse(String(first_ts))};
}

/** What comes of a stream, several messages at a time; `last` is the one that was its last when this began. */
async function* runsOf(consuming: ConsumerMessages, stream: string, last: number): AsyncGenerator<Run<Delivered>> {
  let items: Delivered[] = [];
  let bytes = 0;
  for await (const message of consuming) {
    const {pending} = message.info;
    items.push(deliveredOf(message, stream));
    bytes += message.data.length;
    // Where more is there already, it is on its way.
    if (pending > 0 && items.length < TOGETHER.messages && bytes < TOGETHER.bytes) continue;
    yield {items, left: pending > 0 && message.seq < last};
    [items, bytes] = [[], 0];
  }
}

function deliveredOf({subject, headers, data, seq, info}: JsMsg, stream: string): Delivered {
  const header = (name: string): string => headers?.get(name) ?? '';
  return {subject, header, body: data, stream, number: seq, storedAt: info.timestampNanos};
}

function policyOf(start: Start) {
  if (start === undefined) return {deliver_policy: DeliverPolicy.All};
  if ('after' in start) return {deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: start.after + 1};
  return {deliver_policy: DeliverPolicy.StartTime, opt_start_time: new Date(start.since).toISOString()};
}

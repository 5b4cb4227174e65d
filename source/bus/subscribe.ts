import type {StreamInfo} from '@nats-io/jetstream';
import type {BusAccess} from './connect.js';
import {consume, consumeNewest, type Opened, openBus, type Start} from './consumer.js';
import {type Ear, hearListeners} from './hearing.js';
import {type Batch, mergedSources} from './merge.js';
import type {Pulled} from './pull.js';
import {type Shard, suffixOf} from './shards.js';
import {streamOfWorkers, streamsNow} from './streams.js';
import {shardOf, tokenOf} from './subject.js';
import {SUMMARIES, summariesOfTeam} from './summaries.js';
import type {Incoming, InStream} from './wire.js';

/** Which observations of a bus are read; all of them where nothing is said. */
export type Selection = {
  team?: string;
  application?: string;
  listener?: string;
  conversation?: string;
  /** The number of the only shard that is read. */
  shard?: number;
};

/** A message, its number in which stream, and when the stream took it, ns since the epoch. */
export type Delivered = InStream & {storedAt: number};

/** What a stream holds: the numbers of its first message, and of the last one that it ever took. */
export type StreamExtent = {
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
  extents: StreamExtent[];
  /** Messages that were there already and are wanted. */
  waiting: number;
  /**
   * What was there already in the order in which it came to the bus, then what comes; `left`: some of the former is still to come. Throws when the connection
   * or a stream is lost; ends when it is closed.
   */
  messages: AsyncGenerator<Batch<Delivered>>;
  /** What the streams hold now. */
  now(): Promise<StreamExtent[]>;
  /** What any stream holds now. */
  holds(stream: string): Promise<StreamExtent>;
  /** One message again; undefined where its stream holds it no longer. */
  message(stream: string, number: number): Promise<Incoming | undefined>;
  /** Gives what listeners of the selection say of themselves from now on. */
  hear(ear: Ear): void;
  /** Begins to read something else over the same connection, which stays when that is closed. Rejects with `BusError`. */
  beside: Subscribe;
  close(): Promise<void>;
};

/** Begins to read, each stream from where on `startOf` says. */
export type Subscribe = (selection: Selection, startOf: StartOf) => Promise<Subscription>;

type StartOf = (extent: StreamExtent) => Start;

/** The subjects of a selection, in one shard. A server before 2.10 takes one for each reader. */
export const subjectsOf = ({team, application, listener, conversation}: Selection, shard: Shard): string =>
  `convo.${[team, application, listener, conversation].map(each => (each === undefined ? '*' : tokenOf(each))).join('.')}${suffixOf(shard)}`;

/** Connects, and begins to read a bus. The server keeps nothing of a reader that goes. Rejects with `BusError`. */
export const subscribe = (access: BusAccess, selection: Selection, startOf: StartOf): Promise<Subscription> =>
  openBus(access, bus => subscribeOver(bus, selection, startOf, observationsOf, () => bus.connection.close()));

/** The same of the summaries of a team's calls, or of all: of what is there not many more than `most`, the newest. */
export const subscribeToSummaries = (
  access: BusAccess,
  selection: Selection,
  startOf: StartOf,
  most: number,
): Promise<Subscription> =>
  openBus(access, bus => {
    const summaries: WantedOf = async () => [
      {most, extent: extentOf(await streamOfWorkers(bus, SUMMARIES)), subjects: summariesOfTeam(selection.team)},
    ];
    return subscribeOver(bus, selection, startOf, summaries, () => bus.connection.close());
  });

/** A stream, and what is read of it. */
type Wanted = {extent: StreamExtent; subjects: string; most?: number};

type WantedOf = (bus: Opened, selection: Selection) => Promise<Wanted[]>;

const observationsOf: WantedOf = async ({manager}, selection) =>
  (await streamsNow(manager)).flatMap((info, i, {length: of}) => {
    const shard = {number: i + 1, of};
    return isIn(shard, selection) ? [{extent: extentOf(info), subjects: subjectsOf(selection, shard)}] : [];
  });

/** `leave`: what becomes of the connection when nothing more is to be read. */
async function subscribeOver(
  bus: Opened,
  selection: Selection,
  startOf: StartOf,
  wantedOf: WantedOf,
  leave: () => Promise<void>,
): Promise<Subscription> {
  const {connection, manager, failed} = bus;
  let isClosing = false;
  const wanted = await wantedOf(bus, selection);
  const begun = await Promise.allSettled(
    wanted.map(async ({extent, subjects, most}) => {
      const {stream, last} = extent;
      const start = startOf(extent);
      const {waiting, batches, close} = await (most === undefined
        ? consume(bus, stream, subjects, start, wanted.length)
        : consumeNewest(bus, {extent, subjects, start}, most));
      return {waiting, batches: upTo(last, batches), left: waiting > 0, close};
    }),
  );
  const readings = begun.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []));
  const refused = begun.find(({status}) => status === 'rejected');
  if (refused) {
    await Promise.all(readings.map(each => each.close()));
    throw (refused as PromiseRejectedResult).reason;
  }

  async function* messages(): AsyncGenerator<Batch<Delivered>> {
    try {
      yield* mergedSources(readings, ({storedAt}) => storedAt);
      if (!isClosing) throw (await connection.closed()) ?? new Error('connection closed');
    } catch (error) {
      if (!isClosing) failed(error);
    }
  }

  return {
    extents: wanted.map(({extent}) => extent),
    waiting: readings.reduce((sum, {waiting}) => sum + waiting, 0),
    messages: messages(),
    now: async () => (await wantedOf(bus, selection).catch(failed)).map(({extent}) => extent),
    holds: async stream => extentOf(await manager.streams.info(stream).catch(failed)),
    async message(stream, number) {
      const found = await manager.streams.getMessage(stream, {seq: number}).catch(failed);
      return found ? {subject: found.subject, header: name => found.header.get(name), body: found.data} : undefined;
    },
    hear: ear => hearListeners(connection, selection, ear),
    beside: (selection, startOf) =>
      subscribeOver(bus, selection, startOf, observationsOf, async () => undefined).catch(failed),
    async close() {
      isClosing = true;
      await Promise.all(readings.map(each => each.close()));
      await leave();
    },
  };
}

/** Whether a shard may hold something of a selection. */
const isIn = ({number, of}: Shard, {conversation, shard}: Selection): boolean =>
  (shard === undefined || shard === number) &&
  (conversation === undefined || shardOf(tokenOf(conversation), of).number === number);

function extentOf({config, created, state}: StreamInfo): StreamExtent {
  const {first_seq, last_seq, first_ts} = state;
  return {stream: config.name, created, first: first_seq, last: last_seq, firstAt: Date.parse(String(first_ts))};
}

/** `last`: the message that was the last of its stream when it began. */
async function* upTo(last: number, batches: AsyncGenerator<Pulled[]>): AsyncGenerator<Batch<Delivered>> {
  for await (const items of batches) {
    const {number = last, pending = 0} = items.at(-1) ?? {};
    yield {items, left: pending > 0 && number < last};
  }
}

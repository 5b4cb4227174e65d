import {setTimeout} from 'node:timers/promises';
import {AckPolicy, DeliverPolicy, jetstream, jetstreamManager} from '@nats-io/jetstream';
import {nanos, nuid} from '@nats-io/transport-node';
import {busAddressText} from '../text/bus-address.js';
import {type BusAccess, connectBus} from './connect.js';
import {busErrorOf} from './error.js';
import {type Pulled, pull} from './pull.js';

/** From where on: behind this number of the stream, or from this time on, ms since the epoch. */
export type Start = {after: number} | {since: number} | undefined;

/** ms until a question to the server is given up. */
export const PATIENCE = 5000;

/** The same of what is said on leaving: whoever leaves does not wait for a server that is away. */
const PARTING = 500;

/** ms until the server forgets who went without a word, or stands still. */
const FORGOTTEN_AFTER = 5 * 60_000;

/**
 * Connects to who reads, and has `open` make something of it; the connection is closed where that fails. `failed` throws what became of it as a `BusError`, as
 * which this rejects, too.
 */
export async function openBus<T>(access: BusAccess, open: (bus: Opened) => Promise<T>): Promise<T> {
  const url = busAddressText(access.address);
  const failed = (error: unknown): never => {
    throw busErrorOf(error, url);
  };
  const connection = await connectBus(access);
  try {
    const manager = await jetstreamManager(connection, {checkAPI: false, timeout: PATIENCE});
    return await open({url, connection, manager, client: jetstream(connection, {timeout: PATIENCE}), failed});
  } catch (error) {
    await connection.close();
    return failed(error);
  }
}

export type Opened = {
  url: string;
  connection: Awaited<ReturnType<typeof connectBus>>;
  manager: Awaited<ReturnType<typeof jetstreamManager>>;
  client: ReturnType<typeof jetstream>;
  failed(error: unknown): never;
};

/** Some subjects of a stream that are read. */
export type Consuming = {
  /** Messages that were there already. */
  waiting: number;
  /** What comes, several messages at a time; see `pull`. */
  batches: AsyncGenerator<Pulled[], void>;
  /** Leaves nothing behind at a server that answers. Never rejects. */
  close(): Promise<void>;
};

/** Begins to read some subjects of a stream, one of so many that are read at the same time. */
export async function consume(
  {manager, connection}: Pick<Opened, 'manager' | 'connection'>,
  stream: string,
  subjects: string,
  start: Start,
  beside = 1,
): Promise<Consuming> {
  const {consumers} = manager;
  const {name, num_pending: waiting} = await consumers.add(stream, {
    name: nuid.next(),
    filter_subject: subjects,
    ...policyOf(start),
    // It is of this reader alone, who begins anew where anything is lost: nothing is kept of it.
    ack_policy: AckPolicy.None,
    max_deliver: 1,
    num_replicas: 1,
    mem_storage: true,
    inactive_threshold: nanos(FORGOTTEN_AFTER),
  });
  const {batches, stop} = pull(connection, {stream, name}, beside);
  return {
    waiting,
    batches,
    async close() {
      stop();
      const gone = consumers.delete(stream, name).catch(() => undefined);
      await Promise.race([gone, setTimeout(PARTING, undefined, {ref: false})]);
    },
  };
}

/** Beyond so many times what is wanted, it is worth the questions to read less. */
const MUCH = 1.25;

/** What is read of a stream. */
type Read = {extent: {stream: string; first: number; last: number}; subjects: string; start: Start};

/**
 * Begins to read some subjects of a stream so that not many more than `most` messages are waiting: the newest. Where in the stream they begin is found by
 * asking in halves, for of a stream that keeps the last of each subject nobody knows how many numbers are missing.
 */
export async function consumeNewest(bus: Opened, {extent, subjects, start}: Read, most: number): Promise<Consuming> {
  const {stream, first, last} = extent;
  const begun = await consume(bus, stream, subjects, start);
  if (begun.waiting <= most * MUCH) return begun;
  await begun.close();
  let [few, many] = [last, first - 1];
  while (few - many > 1) {
    const after = Math.floor((few + many) / 2);
    const tried = await consume(bus, stream, subjects, {after});
    if (tried.waiting >= most && tried.waiting <= most * MUCH) return tried;
    await tried.close();
    if (tried.waiting < most) few = after;
    else many = after;
  }
  return consume(bus, stream, subjects, {after: many});
}

function policyOf(start: Start) {
  if (start === undefined) return {deliver_policy: DeliverPolicy.All};
  if ('after' in start) return {deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: start.after + 1};
  return {deliver_policy: DeliverPolicy.StartTime, opt_start_time: new Date(start.since).toISOString()};
}

import {DeliverPolicy, type JetStreamClient, type JsMsg, jetstream, jetstreamManager} from '@nats-io/jetstream';
import {busAddressText} from '../text/bus-address.js';
import {type BusAccess, connectBus} from './connect.js';
import {busErrorOf} from './error.js';
import type {Incoming} from './wire.js';

/** From where on: behind this number of the stream, or from this time on, ms since the epoch. */
export type Start = {after: number} | {since: number} | undefined;

/** A message, and its number in which stream. */
export type InStream = Incoming & {stream: string; number: number};

/** Messages that are under way from the server. (The client loses count of bytes, and then waits for what does not come.) */
const WINDOW = 500;

/** ms until a question to the server is given up. */
export const PATIENCE = 5000;

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

type Opened = {
  url: string;
  connection: Awaited<ReturnType<typeof connectBus>>;
  manager: Awaited<ReturnType<typeof jetstreamManager>>;
  client: JetStreamClient;
  failed(error: unknown): never;
};

/** Begins to read some subjects of a stream. `waiting`: messages that were there already. The consumer is to be deleted afterwards. */
export async function consume(client: JetStreamClient, stream: string, subjects: string, start: Start) {
  const consumer = await client.consumers.get(stream, {filter_subjects: subjects, ...policyOf(start)});
  const {num_pending: waiting} = await consumer.info(true);
  const consuming = await consumer.consume({max_messages: WINDOW, abort_on_missing_resource: true});
  return {consumer, consuming, waiting};
}

function policyOf(start: Start) {
  if (start === undefined) return {deliver_policy: DeliverPolicy.All};
  if ('after' in start) return {deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: start.after + 1};
  return {deliver_policy: DeliverPolicy.StartTime, opt_start_time: new Date(start.since).toISOString()};
}

export const inStream = ({subject, headers, data, seq}: JsMsg, stream: string): InStream => ({
  subject,
  header: name => headers?.get(name) ?? '',
  body: data,
  stream,
  number: seq,
});

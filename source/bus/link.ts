import {setImmediate, setTimeout} from 'node:timers/promises';
import {jetstream, jetstreamManager} from '@nats-io/jetstream';
import {headers as newHeaders} from '@nats-io/transport-node';
import {busAddressText} from '../text/bus-address.js';
import {type BusAccess, connectBus} from './connect.js';
import {BusError, busErrorOf, noJetStream} from './error.js';
import {streamsNow} from './streams.js';
import {type BusMessage, roomIn} from './wire.js';

/** What a stream is, as far as one can tell by it whether it is still the one that was published to. */
export type StreamState = {
  /** When it was made, as the server says. */
  created: string;
  /** The number of the last message that it took. */
  last: number;
  /** How long it keeps a message, ms; absent: as long as there is room. */
  maxAge?: number;
};

/** The server has taken a message: as this one of the stream of that name, or it has had it before. */
export type Ack = {stream: string; seq: number; isKnown: boolean};

/** A connection for publishing. What fails, fails with `BusError`. */
export type BusLink = {
  /** Bytes that the body of a message may have. */
  room: number;
  publish(message: BusMessage): Promise<Ack>;
  /** Says something that nothing keeps, to whoever listens just now. Resolves once the server has it; rejects where it does not permit that. */
  say(subject: string, body: string): Promise<void>;
  /** The stream of each shard, in their order. Rejects with the code `no-stream` where one is missing. */
  streams(): Promise<StreamState[]>;
  /** Resolves with why it was lost. */
  lost: Promise<BusError>;
  close(): Promise<void>;
};

/** ms until an acknowledgement is taken for one that does not come. */
const ACK_PATIENCE = 5000;

/** The same of what nobody has to have. */
const SAY_PATIENCE = 1000;

/** How often it is asked whether the server is there, ms: as long as nobody calls, nothing else would tell that it is not. What comes here is small, so the answer is not late. */
const PING_EVERY = 3000;

/** Connects for publishing. Rejects with `BusError`. */
export async function openBusLink(access: BusAccess): Promise<BusLink> {
  const url = busAddressText(access.address);
  const connection = await connectBus(access, {pingEvery: PING_EVERY});
  const client = jetstream(connection, {timeout: ACK_PATIENCE});
  const failed = (error: unknown): never => {
    throw busErrorOf(error, url);
  };
  // The server answers what it does not permit with an error that belongs to no message.
  const forbidden = new Map<string, Error>();
  void (async () => {
    for await (const status of connection.status())
      if (status.type === 'error' && status.error.name === 'PermissionViolationError')
        forbidden.set(/ to "(\S+)"/.exec(status.error.message)?.[1] ?? '', status.error);
  })();
  return {
    room: roomIn(connection.info?.max_payload ?? 0),
    async publish({subject, headers, body}) {
      const named = newHeaders();
      for (const [name, value] of Object.entries(headers)) named.set(name, value);
      const {stream, seq, duplicate} = await client.publish(subject, body, {headers: named}).catch(failed);
      return {stream, seq, isKnown: duplicate};
    },
    async say(subject, body) {
      try {
        connection.publish(subject, body);
        await Promise.race([connection.flush(), setTimeout(SAY_PATIENCE, undefined, {ref: false})]);
      } catch (error) {
        failed(error);
      }
      // What refuses it has come before the answer to the flush, and is read by now.
      await setImmediate();
      const refusal = forbidden.get(subject);
      if (refusal) failed(refusal);
    },
    async streams() {
      const manager = await jetstreamManager(connection, {checkAPI: false, timeout: ACK_PATIENCE});
      const all = await streamsNow(manager).catch(error => {
        // The library says the same of a subject that no stream takes.
        throw error.name === 'JetStreamNotEnabled'
          ? new BusError('no-jetstream', noJetStream(url))
          : busErrorOf(error, url);
      });
      return all.map(({created, state, config}) => ({
        created,
        last: state.last_seq,
        ...(config.max_age > 0 && {maxAge: config.max_age / 1e6}),
      }));
    },
    lost: connection.closed().then(error => busErrorOf(error ?? new Error('connection closed'), url)),
    close: () => connection.close(),
  };
}

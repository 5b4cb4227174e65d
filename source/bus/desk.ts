import type {BusAccess} from './connect.js';
import {consume, openBus, PATIENCE} from './consumer.js';
import {type BusError, busErrorOf} from './error.js';
import {streamOfWorkers, streamsNow} from './streams.js';
import {PRESENCE, SUMMARIES, WORK} from './summaries.js';
import type {InStream} from './wire.js';

/** What stands under a subject, and its number in the stream. */
export type StoredValue = {number: number; body: Uint8Array};

/** Where workers meet, and where what they make is read. What fails, fails with `BusError`. */
export type Desk = {
  /** Among so many streams conversations are shared out. */
  shards: number;
  /** The last value of a subject; undefined where there is none. */
  get(stream: string, subject: string): Promise<StoredValue | undefined>;
  /** Puts a value in the place of the one of that number, 0 for none. Gives its own number; undefined where another one stands there. */
  put(subject: string, body: string, before: number): Promise<number | undefined>;
  /** What a stream holds of these subjects, in its order; only what came since then, ms since the epoch. */
  read(stream: string, subjects: string, since?: number): AsyncGenerator<InStream>;
  /** Says that a worker of that name is there. */
  greet(name: string): void;
  /** Gets the names of workers that are there, each time that one says so; one's own, too. */
  onGreeting(heard: (name: string) => void): void;
  /** Resolves with why the connection was lost. */
  lost: Promise<BusError>;
  close(): Promise<void>;
};

/** JetStream's number for a value in whose place another one stands. */
const WRONG_LAST = 10071;

/** Bytes of a worker's name. */
const LONGEST_NAME = 200;

/** Connects, where the streams of workers are there. Rejects with `BusError`. */
export async function openDesk(access: BusAccess): Promise<Desk> {
  return openBus(access, async bus => {
    const {url, connection, manager, client, failed} = bus;
    const {length: shards} = await streamsNow(manager);
    for (const name of [SUMMARIES, WORK]) await streamOfWorkers(bus, name);

    async function* reading(stream: string, subjects: string, since?: number): AsyncGenerator<InStream> {
      try {
        const {state} = await manager.streams.info(stream);
        const start = since === undefined ? undefined : {since};
        const {waiting, batches, close} = await consume(bus, stream, subjects, start);
        // What was dropped before it came is not waited for.
        let isSilent = false;
        const silence = setTimeout(() => {
          isSilent = true;
          void close();
        }, PATIENCE);
        try {
          if (waiting === 0) return;
          for await (const some of batches) {
            silence.refresh();
            yield* some;
            const {pending, number} = some.at(-1) ?? {};
            if (pending === 0 || (number ?? 0) >= state.last_seq) return;
          }
          if (!isSilent) throw (await connection.closed()) ?? new Error('connection closed');
        } finally {
          clearTimeout(silence);
          await close();
        }
      } catch (error) {
        failed(error);
      }
    }

    return {
      shards,
      async get(stream, subject) {
        const found = await manager.streams.getMessage(stream, {last_by_subj: subject}).catch(failed);
        return found ? {number: found.seq, body: found.data} : undefined;
      },
      put: (subject, body, before) =>
        client.publish(subject, body, {expect: {lastSubjectSequence: before}}).then(
          ({seq}) => seq,
          error => (error.code === WRONG_LAST ? undefined : failed(error)),
        ),
      read: reading,
      greet: name => connection.publish(PRESENCE, name),
      onGreeting: heard =>
        void connection.subscribe(PRESENCE, {
          callback: (error, {data}) => {
            if (!error && data.length <= LONGEST_NAME) heard(Buffer.from(data).toString());
          },
        }),
      lost: connection.closed().then(error => busErrorOf(error ?? new Error('connection closed'), url)),
      close: () => connection.close(),
    };
  });
}

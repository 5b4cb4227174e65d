import type {BusAccess} from '../../bus/connect.js';
import {
  type Delivered,
  type Selection,
  type StreamExtent,
  type Subscribe,
  type Subscription,
  subscribe,
} from '../../bus/subscribe.js';
import type {Observation} from '../../call/observation.js';
import type {LookedAt} from '../../store/looked-at.js';
import type {Reading} from '../../store/reading.js';
import {busAddressText} from '../../text/bus-address.js';
import {lasting} from '../lasting.js';
import {createProgress} from '../progress.js';
import type {Presence} from './presence.js';
import {type Beginning, createReached, type Reached} from './reached.js';
import {type BusReader, createBusReader} from './reader.js';

export type BusOptions = {
  access: BusAccess;
  selection: Selection;
  /** Only what came to the bus from then on, ms since the epoch. */
  since?: number;
  /** It ends with what is there now, and with what was seen until then, ms since the epoch. Else it goes on. */
  ends?: {upTo?: number};
  /** Learns who is there. */
  presence?: Presence;
  /** Numbers what comes, where other readings share it. */
  reader?: BusReader;
  /** Begins to read over a connection that is there; else one is made. */
  over?: Subscribe;
};

/** What is on a bus, and what comes. */
export type BusReading = {
  /** Observations in the order of the stream. Throws `BusError` where it is to end and cannot be read to its end. */
  batches: AsyncGenerator<Observation[]>;
  /** One observation again, where the stream still holds it. */
  payload(seq: number): Promise<Observation | undefined>;
  /** As `BusReader` says. */
  identityOf?: BusReader['identityOf'];
  recordings?: BusReader['recordings'];
  /** What is given up by now. */
  overdue(): Observation[];
  /** How much of what was there before has come; undefined once all has. */
  reading(): Reading | undefined;
  /** Messages that were there when it began, and are wanted. */
  waiting: number;
  /** Once all is read that was there at the beginning: up to which message of each stream nothing that is wanted is missing. */
  upTo(): ReadonlyMap<string, number>;
  /** What any stream of the bus holds now. */
  holds(stream: string): Promise<StreamExtent>;
  /** Where calls are read as they are looked at: which those are. */
  look?(calls: readonly LookedAt[]): void;
  close(): Promise<void>;
};

/** How often it is asked at most whether numbers that are missing were dropped, ms: those of other teams are missing always. */
const ASKED_EVERY = 5000;

/**
 * Reads a bus. A connection that is lost comes back by itself, from the last message on, and that is said. Rejects with `BusError` where the first one comes
 * to nothing.
 */
export async function readBus({
  access,
  selection,
  since,
  ends,
  presence,
  reader: shared,
  over = (selection, startOf) => subscribe(access, selection, startOf),
}: BusOptions): Promise<BusReading> {
  const url = busAddressText(access.address);
  const closing = new AbortController();
  const {signal} = closing;
  const progress = createProgress(undefined, {unit: 'messages'});
  /** The time of the newest observation: what is said about history is said then. */
  let seenUpTo = 0;
  const reader =
    shared ?? createBusReader(url, () => (ends ? seenUpTo : Date.now()), {isOne: selection.listener !== undefined});
  const reached = new Map<string, Reached>();
  const reachedOf = (stream: string): Reached => {
    const known = reached.get(stream) ?? createReached(url, since);
    reached.set(stream, known);
    return known;
  };
  let askedAt = Number.NEGATIVE_INFINITY;
  const begin = () => over(selection, ({stream}) => reachedOf(stream).start());
  let subscription = await begin();

  async function* batches(given: Subscription, came: () => void): AsyncGenerator<Observation[]> {
    const begun = await behindWhatWasRead(given);
    subscription = begun.subscription;
    try {
      if (signal.aborted) await subscription.close();
      if (presence) subscription.hear(presence);
      presence?.listens(true);
      const {messages, waiting} = subscription;
      progress.expect(waiting);
      if (waiting === 0) progress.end();
      yield begun.notices;
      if (waiting === 0 && ends) return;
      for await (const {items, left} of messages) {
        const batch = await observationsOf(items);
        if (!left) progress.end();
        yield batch;
        came();
        if (left || !ends) continue;
        // Of what is not whole by now, no more is to come.
        yield reader.overdue(Number.POSITIVE_INFINITY);
        return;
      }
    } finally {
      if (subscription !== given) await subscription.close();
    }
  }

  function lost(error: unknown): {kind: string; item: Observation[]} {
    presence?.listens(false);
    if (ends) throw error;
    return reader.lost(error);
  }

  /** Streams that are others by now are read from their beginning; with what there is to say before what they hold. */
  async function behindWhatWasRead(begun: Subscription): Promise<{subscription: Subscription; notices: Observation[]}> {
    const how = new Set(begun.extents.map(extent => reachedOf(extent.stream).begins(extent)));
    const notices = [...saidOf(how), ...begun.extents.flatMap(droppedBefore)];
    if (!how.has('anew') && !how.has('lost')) return {subscription: begun, notices};
    await begun.close();
    return {subscription: await begin(), notices};
  }

  function saidOf(how: ReadonlySet<Beginning>): Observation[] {
    const text = `The stream at ${url} was made anew: all that it holds is read, and what is known stays.`;
    if (how.has('anew')) return [reader.said('ok', 'started-anew', text)];
    return how.has('first') ? [] : [reader.said('ok', 'attached', `Attached to ${url} again.`)];
  }

  /** Says what a stream has dropped of what was to come next. */
  function droppedBefore(extent: StreamExtent): Observation[] {
    const text = reachedOf(extent.stream).dropped(extent);
    return text === undefined ? [] : [reader.said('ok', 'dropped', text)];
  }

  async function observationsOf(delivered: readonly Delivered[]): Promise<Observation[]> {
    const all: Observation[] = [];
    for (const each of delivered) {
      const stream = reachedOf(each.stream);
      if (stream.skips(each.number)) for (const said of await missing(each.stream)) all.push(said);
      stream.read(each.number);
      progress.add(1);
      for (const observation of reader.take(each, Date.now())) all.push(observation);
    }
    const {upTo = Number.POSITIVE_INFINITY} = ends ?? {};
    const wanted = all.filter(({at}) => at <= upTo);
    seenUpTo = wanted.reduce((newest, {at}) => Math.max(newest, at), seenUpTo);
    return wanted;
  }

  /** Numbers of a stream are missing: those of messages that are not wanted, or that were dropped before they could be read. */
  async function missing(stream: string): Promise<Observation[]> {
    if (performance.now() - askedAt < ASKED_EVERY) return [];
    askedAt = performance.now();
    const extents = await subscription.now();
    return extents.filter(extent => extent.stream === stream).flatMap(droppedBefore);
  }

  return {
    batches: lasting({first: subscription, again: begin, read: batches, lost, signal}),
    payload: seq => reader.again(seq, (stream, number) => subscription.message(stream, number)).catch(() => undefined),
    identityOf: reader.identityOf,
    recordings: reader.recordings,
    overdue: () => reader.overdue(Date.now()),
    reading: progress.look,
    waiting: subscription.waiting,
    upTo: () => new Map([...reached].map(([stream, each]) => [stream, each.upTo()])),
    holds: stream => subscription.holds(stream),
    async close() {
      closing.abort();
      await subscription.close();
    },
  };
}

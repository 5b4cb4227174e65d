import {setTimeout} from 'node:timers/promises';
import type {BusAccess} from '../../bus/connect.js';
import {type Delivered, type Extent, type Selection, type Subscription, subscribe} from '../../bus/subscribe.js';
import type {Observation} from '../../call/observation.js';
import type {Reading} from '../../store/reading.js';
import {busAddressText} from '../../text/bus-address.js';
import {counted} from '../../text/counted.js';
import {messageOf} from '../../text/system-error.js';
import {createProgress} from '../progress.js';
import {createBusReader} from './reader.js';

export type BusOptions = {
  access: BusAccess;
  selection: Selection;
  /** Only what came to the bus from then on, ms since the epoch. */
  since?: number;
  /** It ends with what is there now, and with what was seen until then, ms since the epoch. Else it goes on. */
  ends?: {upTo?: number};
};

/** What is on a bus, and what comes. */
export type BusReading = {
  /** Observations in the order of the stream. Throws `BusError` where it is to end and cannot be read to its end. */
  batches: AsyncGenerator<Observation[]>;
  /** One observation again, where the stream still holds it. */
  payload(seq: number): Promise<Observation | undefined>;
  /** What is given up by now. */
  overdue(): Observation[];
  /** How much of what was there before has come; undefined once all has. */
  reading(): Reading | undefined;
  close(): Promise<void>;
};

/** ms until it is tried again: the first time, and at most. */
const [FIRST, LONGEST] = [250, 5000];

/** How often it is asked at most whether numbers that are missing were dropped, ms: those of other teams are missing always. */
const ASKED_EVERY = 5000;

/**
 * Reads a bus. A connection that is lost comes back by itself, from the last message on, and that is said. Rejects with `BusError` where the first one comes
 * to nothing.
 */
export async function readBus({access, selection, since, ends}: BusOptions): Promise<BusReading> {
  const url = busAddressText(access.address);
  const closing = new AbortController();
  const {signal} = closing;
  const progress = createProgress(undefined);
  /** The time of the newest observation: what is said about history is said then. */
  let seenUpTo = 0;
  const reader = createBusReader(url, () => (ends ? seenUpTo : Date.now()));
  /** Of which stream was read, and the number of its message that comes next, where that is known. */
  let created: string | undefined;
  let next = since === undefined ? 1 : undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  const begin = () => subscribe(access, selection, next === undefined ? {since: since ?? 0} : {after: next - 1});
  let subscription: Subscription | undefined = await begin();

  async function* batches(): AsyncGenerator<Observation[]> {
    for (let wait = FIRST; !signal.aborted; ) {
      try {
        subscription ??= await begun();
        const {extent, messages, waiting} = subscription;
        yield notices(extent);
        if (waiting === 0) progress.end();
        if (waiting === 0 && ends) return;
        for await (const delivered of messages) {
          const isLast = delivered.some(({pending, number}) => pending === 0 || number >= extent.last);
          const batch = await observationsOf(delivered);
          if (isLast) progress.end();
          yield batch;
          wait = FIRST;
          if (!isLast || !ends) continue;
          // Of what is not whole by now, no more is to come.
          yield reader.overdue(Number.POSITIVE_INFINITY);
          return;
        }
        return;
      } catch (error) {
        await subscription?.close();
        subscription = undefined;
        if (signal.aborted) return;
        if (ends) throw error;
        if (wait === FIRST)
          yield [reader.said('failing', 'detached', `${messageOf(error)} It is tried again until this ends.`)];
        await setTimeout(wait * (0.8 + Math.random() * 0.4), undefined, {signal}).catch(() => undefined);
        wait = Math.min(LONGEST, wait * 2);
      }
    }
  }

  /** Begins again behind the last message; with a stream that is another one by now, at its beginning. */
  async function begun(): Promise<Subscription> {
    const again = await begin();
    if (signal.aborted) await again.close();
    if (!isAnother(again.extent)) return again;
    next = 1;
    await again.close();
    return begin();
  }

  /** A stream that was made anew, or has lost what it had. */
  const isAnother = (extent: Extent) =>
    created !== undefined && (extent.created !== created || extent.last < (next ?? 1) - 1);

  /** What there is to say of a stream before what it holds. */
  function notices(extent: Extent): Observation[] {
    const isAgain = created !== undefined;
    const isNew = isAgain && extent.created !== created;
    created = extent.created;
    // What came between then and its first message, if anything did, is not there any more.
    if (next === undefined && extent.firstAt > (since ?? 0)) next = 1;
    const dropped = droppedBefore(extent);
    if (!isAgain) return dropped;
    if (!isNew) return [reader.said('ok', 'attached', `Attached to ${url} again.`), ...dropped];
    const text = `The stream at ${url} was made anew: all that it holds is read, and what is known stays.`;
    return [reader.said('ok', 'started-anew', text), ...dropped];
  }

  /** Says what the stream has dropped of what was to come next. */
  function droppedBefore({first, last, firstAt}: Extent): Observation[] {
    if (next === undefined || first <= next) return [];
    const count = first - next;
    next = first;
    const what = `${counted(count, 'older message')} at ${url} ${count === 1 ? 'was' : 'were'} dropped by the stream`;
    const from = first > last ? '' : `, of ${new Date(firstAt).toISOString()}`;
    return [reader.said('ok', 'dropped', `${what}: it is seen from here on${from}.`)];
  }

  async function observationsOf(delivered: readonly Delivered[]): Promise<Observation[]> {
    const all: Observation[] = [];
    for (const each of delivered) {
      if (next !== undefined && each.number > next) for (const said of await missing()) all.push(said);
      next = each.number + 1;
      progress.add(each.body.length);
      for (const observation of reader.take(each, Date.now())) all.push(observation);
    }
    const {upTo = Number.POSITIVE_INFINITY} = ends ?? {};
    const wanted = all.filter(({at}) => at <= upTo);
    seenUpTo = wanted.reduce((newest, {at}) => Math.max(newest, at), seenUpTo);
    return wanted;
  }

  /** Numbers are missing: those of messages that are not wanted, or that were dropped before they could be read. */
  async function missing(): Promise<Observation[]> {
    if (performance.now() - askedAt < ASKED_EVERY) return [];
    askedAt = performance.now();
    const extent = await subscription?.now();
    return extent ? droppedBefore(extent) : [];
  }

  return {
    batches: batches(),
    payload: seq => reader.again(seq, async number => subscription?.message(number)).catch(() => undefined),
    overdue: () => reader.overdue(Date.now()),
    reading: progress.look,
    async close() {
      closing.abort();
      await subscription?.close();
    },
  };
}

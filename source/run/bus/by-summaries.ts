import type {Observation} from '../../call/observation.js';
import {busAddressText} from '../../text/bus-address.js';
import {createGathering} from './gathering.js';
import {createOpenCalls} from './open-calls.js';
import type {BusOptions, BusReading} from './read.js';
import {readSummaries} from './read-summaries.js';
import {createBusReader} from './reader.js';
import {watchWork} from './watch-work.js';

/** Reads the calls of a bus by their summaries, and of those that are looked at what happened. Rejects with `BusError`. */
export async function readBySummaries(options: Omit<BusOptions, 'ends' | 'reader'>): Promise<BusReading> {
  const url = busAddressText(options.access.address);
  const reader = createBusReader(url, Date.now, {isApart: true});
  const list = await readSummaries(options, reader);
  const {give, items, close} = createGathering<Observation[]>();
  const {look, ...calls} = createOpenCalls({
    ...options,
    reader,
    give,
    over: (selection, startOf) => list.connection().beside(selection, startOf),
  });
  const unwatch = watchWork({
    holds: stream => list.connection().holds(stream),
    tell: isThere =>
      void give([{...reader.said(isThere ? 'ok' : 'failing', 'worker', workText(isThere, url)), part: 'bus'}]),
  });
  void (async () => {
    for await (const batch of list.batches) await give(batch);
  })();
  return {
    batches: items,
    payload: seq =>
      reader.again(seq, (stream, number) => list.connection().message(stream, number)).catch(() => undefined),
    overdue: () => reader.overdue(Date.now()),
    reading: list.reading,
    waiting: 0,
    // A call that comes again has one summary, wherever it is read from.
    upTo: () => new Map(),
    holds: stream => list.connection().holds(stream),
    look,
    async close() {
      close();
      unwatch();
      // What reads them reads over the connection of the list.
      await calls.close();
      await list.close();
    },
  };
}

const workText = (isThere: boolean, url: string): string =>
  isThere
    ? `The calls at ${url} are counted again.`
    : `No worker counts the calls at ${url} just now: the list may be behind. To have them counted: convo-monitor worker ${url}`;

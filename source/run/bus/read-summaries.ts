import type {Start} from '../../bus/consumer.js';
import {type Delivered, type StreamExtent, type Subscription, subscribeToSummaries} from '../../bus/subscribe.js';
import {keepNewest} from '../../call/keep-newest.js';
import type {Observation, SummaryObservation} from '../../call/observation.js';
import {summedOf} from '../../output/call-summary.js';
import type {CallSummary} from '../../output/call-summary-schema.js';
import type {Reading} from '../../store/reading.js';
import {busAddressText} from '../../text/bus-address.js';
import {MOST_SUMMED} from '../../world/fold/summary.js';
import {lasting} from '../lasting.js';
import {createProgress} from '../progress.js';
import {isOf, summaryIn} from '../worker/summary-message.js';
import type {BusOptions} from './read.js';
import type {BusReader} from './reader.js';

/** The last summaries of a team's calls, and those that come. */
export type SummariesReading = {
  /** First what is there, in the order in which the calls began. */
  batches: AsyncGenerator<Observation[]>;
  reading(): Reading | undefined;
  /** The connection over which they come just now: other things may be asked over it. */
  connection(): Pick<Subscription, 'holds' | 'message' | 'beside'>;
  close(): Promise<void>;
};

/** Summaries that are folded before keys, signals and frames come between. */
const TOGETHER = 250;

/**
 * Reads the summaries of a bus, the newest of more than are kept. A connection that is lost comes back by itself. Rejects with `BusError` where the first one
 * comes to nothing.
 */
export async function readSummaries(
  {access, selection, since, presence}: Omit<BusOptions, 'ends' | 'reader'>,
  reader: Pick<BusReader, 'said' | 'refused' | 'lost'>,
  most = MOST_SUMMED,
): Promise<SummariesReading> {
  const url = busAddressText(access.address);
  const closing = new AbortController();
  const progress = createProgress(undefined);
  /** Up to where the stream was read, and when that was made: the next connection goes on behind it. */
  let read: Pick<StreamExtent, 'created' | 'last'> | undefined;
  let isAgain = false;
  let subscription = await begin();

  async function begin(): Promise<Subscription> {
    const startOf = ({created, last}: StreamExtent): Start => {
      if (read?.created === created && read.last <= last) return {after: read.last};
      return since === undefined ? undefined : {since};
    };
    return subscribeToSummaries(access, selection, startOf, most);
  }

  function observationsOf({subject, body}: Delivered): Observation[] {
    progress.add(body.length);
    const summary = summaryIn({subject, body});
    if (typeof summary === 'string') return reader.refused(subject, summary);
    return isOf(summary, selection) ? [observationOf(summary)] : [];
  }

  async function* batches(given: Subscription, came: () => void): AsyncGenerator<Observation[]> {
    subscription = given;
    if (presence) given.hear(presence);
    presence?.listens(true);
    const created = given.extents[0]?.created ?? '';
    let history = given.waiting > 0 ? createHistory(most) : undefined;
    if (!history) progress.end();
    yield isAgain ? [reader.said('ok', 'attached', `Attached to ${url} again.`)] : [];
    isAgain = true;
    for await (const {items, left} of given.messages) {
      came();
      const all = items.flatMap(observationsOf);
      const last = items.at(-1)?.number ?? 0;
      if (history) {
        yield all.filter(each => !history?.take(each));
        if (left) continue;
        for (const each of history.inOrder()) yield each;
        history = undefined;
        progress.end();
        yield given.waiting >= most ? [reader.said('ok', 'newest', newestOf(most, url))] : [];
      } else yield all;
      read = {created, last};
    }
  }

  return {
    batches: lasting({
      first: subscription,
      again: begin,
      read: batches,
      lost(error) {
        presence?.listens(false);
        return reader.lost(error);
      },
      signal: closing.signal,
    }),
    reading: progress.look,
    connection: () => subscription,
    async close() {
      closing.abort();
      await subscription.close();
    },
  };
}

const newestOf = (most: number, url: string): string =>
  `Only the newest ${most.toLocaleString('en')} calls at ${url} are listed: say from when on they are wanted (--since).`;

/** It is in no recording, so it has no place in one. */
function observationOf(summary: CallSummary): SummaryObservation {
  const summed = summedOf(summary);
  return {source: 'summary', seq: -1, at: summed.lastAt, summed};
}

/** The last summary of each call, of those that are there when a reading begins. */
function createHistory(most: number) {
  const found = new Map<string, SummaryObservation>();
  return {
    /** False for what is no summary. */
    take(observation: Observation): boolean {
      if (observation.source !== 'summary') return false;
      keepNewest(found, observation.summed.conversation, observation, most);
      return true;
    },
    /** By when the calls began. */
    inOrder(): SummaryObservation[][] {
      const all = [...found.values()].sort((a, b) => a.summed.startedAt - b.summed.startedAt);
      return Array.from({length: Math.ceil(all.length / TOGETHER)}, (_, i) =>
        all.slice(i * TOGETHER, (i + 1) * TOGETHER),
      );
    },
  };
}

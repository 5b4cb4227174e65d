import {setImmediate} from 'node:timers/promises';
import type {Observation} from '../../call/observation.js';
import type {Vitals} from '../../store/vitals.js';
import {busAddressText} from '../../text/bus-address.js';
import {keptHere} from '../kept-note.js';
import type {Taking} from '../session.js';
import type {Source} from '../source.js';
import {createTicker} from '../ticker.js';
import {readBySummaries} from './by-summaries.js';
import {createPresence} from './presence.js';
import {type BusOptions, readBus} from './read.js';
import {keepRecent, RECENT} from './recent.js';
import {createSilence} from './silence.js';
import {summariesHint} from './summaries-hint.js';

/** How often it is looked after lines of which a part has not come, ms. */
const LOOKED_AFTER_EVERY = 10_000;

type Options = Omit<BusOptions, 'ends' | 'reader'> & {
  /** The calls are listed by the summaries that workers publish, and read where they are looked at. */
  summaries?: boolean;
  /** Bytes of memory to take. */
  ceiling?: number;
  /** The time of this machine, ms since the epoch. */
  clock?: () => number;
};

/** `hint`: what could spare somebody the reading of all that there is. */
type BusSource = Source & {vitals(): Vitals; hint(): Promise<string | undefined>; close(): Promise<void>};

/** What the listeners of a team publish, as something to be shown; `close` it afterwards. Rejects with `BusError`. */
export async function busSource({ceiling, summaries, clock = Date.now, ...options}: Options): Promise<BusSource> {
  const presence = createPresence(clock);
  const wanted = {...options, ends: undefined, presence};
  const bus = await (summaries ? readBySummaries(wanted) : readBus(wanted));
  const {selection, access} = options;
  const recent = keepRecent(bus, Math.min(RECENT, (ceiling ?? RECENT * 8) / 8));
  const url = busAddressText(access.address);
  let take: Taking = () => undefined;
  let given: Promise<void> = Promise.resolve();
  let last = 0;
  let heardAt = 0;

  /** What comes and what time brings, one behind the other. */
  function give(batch: readonly Observation[]): Promise<void> {
    given = given.then(async () => {
      if (batch.length === 0) return;
      const newest = batch.reduce((at, each) => Math.max(at, each.at), last);
      if (newest > last) [last, heardAt] = [newest, performance.now()];
      recent.add(batch);
      await take(batch);
    });
    return given;
  }

  /** What time it is for the listeners: their clocks are not this one. */
  const timeThere = () => last + (performance.now() - heardAt);
  // Each listener tells of the time that its own part of a call waits for.
  const ticker = createTicker(timeThere, due => void give([{source: 'tick', seq: 0, at: Math.max(due, timeThere())}]));

  const looking = setInterval(() => void give(bus.overdue()), LOOKED_AFTER_EVERY);
  return {
    mode: 'attached',
    attachedTo: url,
    bus: selection.team ?? url,
    follows: true,
    ceiling,
    reading: bus.reading,
    vitals: () => ({listeners: presence.look()}),
    notices: createSilence(presence.look, clock),
    look: bus.look,
    hint: () => summariesHint(bus),
    payload: recent.payload,
    keepNote: async note => keptHere(note, `nothing is published to ${url}`, last),
    attend(_, wakeAt) {
      ticker.wait(bus.reading() ? undefined : wakeAt);
    },
    async listen(onObservations) {
      take = onObservations;
      let isHistory = true;
      for await (const batch of bus.batches) {
        presence.published(listenersIn(batch), !isHistory);
        isHistory = bus.reading() !== undefined;
        await give(batch);
        // Keys, signals and frames come between.
        await setImmediate();
      }
    },
    async close() {
      clearInterval(looking);
      ticker.close();
      await recent.close();
    },
  };
}

const listenersIn = (batch: readonly Observation[]): Set<string> =>
  new Set(batch.flatMap(({origin}) => (origin ? [origin.listener] : [])));

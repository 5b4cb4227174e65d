import {SUMMARIES} from '../../bus/summaries.js';
import type {Vitals} from '../../store/vitals.js';
import {busAddressText} from '../../text/bus-address.js';
import {keptHere} from '../kept-note.js';
import type {Source} from '../source.js';
import {readBySummaries} from './by-summaries.js';
import {createPresence} from './presence.js';
import {type BusOptions, type BusReading, readBus} from './read.js';
import {RECENT} from './recent.js';
import {createSilence} from './silence.js';
import {type TimedReading, timed} from './timed.js';

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
  const {selection, access} = options;
  const url = busAddressText(access.address);
  const presence = createPresence(clock);
  const most = Math.min(RECENT, (ceiling ?? RECENT * 8) / 8);
  const begin = (since: number | undefined) => {
    const wanted = {...options, since, ends: undefined, presence};
    return summaries ? readBySummaries(wanted) : readBus(wanted);
  };
  let shown = timed(await begin(options.since), {presence, most});
  /** What is shown, and what is read beside it. */
  const open = new Set([shown]);

  async function close(reading: TimedReading): Promise<void> {
    open.delete(reading);
    await reading.close();
  }

  /** Nothing is held of who listened to a reading whose place was taken. */
  async function lasting(first: Promise<void>): Promise<void> {
    let reading = shown;
    await first;
    while (reading !== shown) {
      reading = shown;
      await reading.listen(() => undefined);
    }
  }

  return {
    mode: 'attached',
    attachedTo: url,
    bus: selection.team ?? url,
    since: options.since,
    follows: true,
    ceiling,
    reading: () => shown.reading(),
    vitals: () => ({listeners: presence.look()}),
    notices: createSilence(presence.look, clock),
    ...(summaries && {look: calls => shown.look?.(calls)}),
    hint: () => summariesHint(shown),
    payload: seq => shown.payload(seq),
    keepNote: async note => keptHere(note, `nothing is published to ${url}`, shown.last()),
    attend: (_, wakeAt) => shown.wait(wakeAt),
    async anew(since) {
      const beside = timed(await begin(since), {presence, most, behind: {upTo: () => shown.upTo()}});
      open.add(beside);
      return {
        ...beside,
        takePlace() {
          const before = shown;
          shown = beside;
          void close(before);
        },
        close: () => close(beside),
      };
    },
    listen: take => lasting(shown.listen(take)),
    async close() {
      await Promise.all([...open].map(close));
    },
  };
}

/** So many messages take some seconds to be read. */
const MANY = 50_000;

/** What could spare somebody the reading of all that is on a bus; undefined where that is not much, or nobody counts its calls. */
export async function summariesHint({
  waiting,
  holds,
}: Pick<BusReading, 'waiting' | 'holds'>): Promise<string | undefined> {
  if (waiting < MANY) return undefined;
  const extent = await holds(SUMMARIES).catch(() => undefined);
  if (!extent || extent.last === 0) return undefined;
  return `${waiting.toLocaleString('en')} messages wait to be read: with --summaries the list of calls is there at once.`;
}

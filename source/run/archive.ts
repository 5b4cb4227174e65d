import type {Observation} from '../call/observation.js';
import type {Observed} from '../recording/observed.js';
import {openPayloads, type Payloads} from '../recording/payload.js';
import {createPlaces} from './places.js';

/** The newest observations stay in memory, so that what just happened opens at once. */
const RECENT = 512;
/** Without a recording, memory is all there is; the oldest payloads go first. */
const UNRECORDED = 20_000;

/** Finds an observation again, payload and all, by its seq. */
export type Archive = {
  add(batch: readonly Observed[]): void;
  payload(seq: number): Promise<Observation | undefined>;
  close(): Promise<void>;
};

/**
 * Keeps where each observation stands in the recording, and reads it back when somebody asks.
 * `follows`: the recording is being written, and where it says that it goes on in another file, that one is read.
 */
export function createArchive(first: string | undefined, {follows = false} = {}): Archive {
  let file = first;
  const recent = new Map<number, Observation>();
  let places = createPlaces();
  let opened: Promise<Payloads> | undefined;

  /** What the recording says of itself: places hold in a file that holds all of it. */
  function follow(o: Observation): void {
    if (!follows || o.source !== 'health' || o.part !== 'recording' || o.file === undefined) return;
    file = o.file;
    void opened?.then(
      payloads => payloads.close(),
      () => undefined,
    );
    opened = undefined;
    if (o.code !== 'moved') places = createPlaces();
  }

  return {
    add(batch) {
      const most = file === undefined ? UNRECORDED : RECENT;
      for (const {observation, offset, length} of batch) {
        follow(observation);
        recent.set(observation.seq, observation);
        if (offset !== undefined && length !== undefined) places.set(observation.seq, offset, length);
      }
      for (const seq of recent.keys()) {
        if (recent.size <= most) break;
        recent.delete(seq);
      }
    },
    async payload(seq) {
      const kept = recent.get(seq);
      const place = places.get(seq);
      if (kept || file === undefined || !place) return kept;
      opened ??= openPayloads(file);
      const payloads = await opened;
      return payloads.read(place.offset, place.length);
    },
    async close() {
      await (await opened)?.close();
    },
  };
}

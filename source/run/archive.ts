import type {Observation} from '../call/observation.js';
import type {Observed} from '../recording/observed.js';
import {openPayloads, type Payloads} from '../recording/payload.js';
import {Kept} from '../store/kept.js';
import {createPlaces} from './places.js';

/** Bytes of the newest observations that stay in memory, so that what just happened opens at once. */
const RECENT = 4e6;

/** Finds an observation again, payload and all, by its seq. */
export type Archive = {
  add(batch: readonly Observed[]): void;
  payload(seq: number): Promise<Observation | undefined>;
  /** The file is no longer the one that was read: what is in memory is all there is. */
  forsake(): void;
  close(): Promise<void>;
};

/**
 * Keeps where each observation stands in the recording, and reads it back when somebody asks.
 * `follows`: the recording is being written, and where it says that it goes on in another file, that one is read.
 * `most`: bytes of the newest observations that are kept where there is no recording, for then memory is all there is.
 */
export function createArchive(first: string | undefined, {follows = false, most = 64e6} = {}): Archive {
  let file = first;
  const recent = new Kept();
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
      for (const {observation, offset, length} of batch) {
        follow(observation);
        recent.add(observation, file === undefined ? most : RECENT);
        if (offset !== undefined && length !== undefined) places.set(observation.seq, offset, length);
      }
    },
    async payload(seq) {
      const kept = recent.get(seq);
      const part = places.get(seq);
      if (kept || file === undefined || !part) return kept;
      opened ??= openPayloads(file);
      const payloads = await opened;
      return payloads.find(seq, part);
    },
    forsake() {
      file = undefined;
    },
    async close() {
      await (await opened)?.close();
    },
  };
}

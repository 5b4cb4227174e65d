import type {Observation} from '../call/observation.js';
import type {Observed} from '../recording/observed.js';
import {openPayloads, type Payloads} from '../recording/payload.js';

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
 * Keeps where each observation stands in the recording (12 bytes each) and reads it back when somebody asks.
 * `follows`: the recording is being written, and where it says that it goes on in another file, that one is read.
 */
export function createArchive(first: string | undefined, {follows = false} = {}): Archive {
  let file = first;
  const recent = new Map<number, Observation>();
  let offsets = new Float64Array(1024);
  let lengths = new Uint32Array(1024);
  let opened: Promise<Payloads> | undefined;

  function remember(seq: number, offset: number, length: number): void {
    if (seq >= offsets.length) {
      // By a quarter: doubling would leave up to half of the memory unused for the rest of a long run.
      const size = Math.max(seq + 1, Math.ceil(offsets.length * 1.25));
      const [before, beforeLengths] = [offsets, lengths];
      offsets = new Float64Array(size);
      offsets.set(before);
      lengths = new Uint32Array(size);
      lengths.set(beforeLengths);
    }
    offsets[seq] = offset;
    lengths[seq] = length;
  }

  /** What the recording says of itself: places hold in a file that holds all of it. */
  function follow(o: Observation): void {
    if (!follows || o.source !== 'health' || o.part !== 'recording' || o.file === undefined) return;
    file = o.file;
    void opened?.then(
      payloads => payloads.close(),
      () => undefined,
    );
    opened = undefined;
    if (o.code !== 'moved') lengths.fill(0);
  }

  return {
    add(batch) {
      const most = file === undefined ? UNRECORDED : RECENT;
      for (const {observation, offset, length} of batch) {
        follow(observation);
        recent.set(observation.seq, observation);
        if (offset !== undefined && length !== undefined) remember(observation.seq, offset, length);
      }
      for (const seq of recent.keys()) {
        if (recent.size <= most) break;
        recent.delete(seq);
      }
    },
    async payload(seq) {
      const kept = recent.get(seq);
      const length = lengths[seq];
      if (kept || file === undefined || !length) return kept;
      opened ??= openPayloads(file);
      const payloads = await opened;
      return payloads.read(offsets[seq] ?? 0, length);
    },
    async close() {
      await (await opened)?.close();
    },
  };
}

import type {Observation} from '../call/observation.js';
import type {Observed} from '../recording/observed.js';
import {openPayloads, type PayloadReader} from '../recording/payload.js';
import {ObservationCache} from '../store/observation-cache.js';
import {createLineOffsets, type LineOffsets} from './line-offsets.js';
import {shifted} from './recordings/numbering.js';

/** Bytes of the newest observations that stay in memory, so that what just happened opens at once. */
const RECENT = 4e6;

/** Finds an observation again, payload and all, by its seq. */
export type Archive = {
  add(batch: readonly Observed[]): void;
  /** Another recording begins in the same file, whose seqs count on from here: they are so much higher than those in its lines. */
  begin(shift: number): void;
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
  const recent = new ObservationCache();
  /** The files that it is in, one after the other: one that was full goes on in the next. */
  const parts: Part[] = [];
  let now: Part = begin(first);

  function begin(file: string | undefined, offsets = createLineOffsets(), shift = 0): Part {
    const part = {file, offsets, shift};
    parts.push(part);
    return part;
  }

  /** What the recording says of itself: offsets hold in a file that holds all of it. */
  function follow(o: Observation): void {
    if (!follows || o.source !== 'health' || o.part !== 'recording' || o.file === undefined) return;
    if (o.code !== ROTATED) closeLater(parts.pop());
    now = begin(o.file, o.code === 'moved' ? now.offsets : createLineOffsets());
  }

  return {
    add(batch) {
      for (const {observation, offset, length} of batch) {
        // That it goes on elsewhere is the last line of a file that is full, and the first of one that takes another's place.
        const isLast = observation.source === 'health' && observation.code === ROTATED;
        if (!isLast) follow(observation);
        recent.add(observation, now.file === undefined ? most : RECENT);
        if (offset !== undefined && length !== undefined) now.offsets.set(observation.seq, offset, length);
        if (isLast) follow(observation);
      }
    },
    begin(shift) {
      now = begin(now.file, createLineOffsets(), shift);
    },
    async payload(seq) {
      const kept = recent.get(seq);
      if (kept) return kept;
      const part = parts.findLast(({offsets}) => offsets.get(seq) !== undefined);
      const range = part?.offsets.get(seq);
      if (part?.file === undefined || !range) return undefined;
      part.opened ??= openPayloads(part.file);
      const found = await (await part.opened).find(seq - part.shift, range);
      return found && shifted(found, part.shift);
    },
    forsake() {
      now.file = undefined;
    },
    async close() {
      for (const {opened} of parts) await (await opened)?.close();
    },
  };
}

/** One file, where lines are in it, and how much higher the seqs are than in those. */
type Part = {file: string | undefined; offsets: LineOffsets; shift: number; opened?: Promise<PayloadReader>};

/** What a recording says of itself when it has become too large for one file. */
const ROTATED = 'rotated';

function closeLater(part: Part | undefined): void {
  void part?.opened?.then(
    payloads => payloads.close(),
    () => undefined,
  );
}

import type {Observation} from '../call/observation.js';
import {ObservationCache} from './observation-cache.js';

/** Bytes of payloads kept after they were read back. */
const MOST_KEPT = 4e6;

/** What was received, read back from the recording where the screen needs it. */
export type Payloads = {
  /** The last ones that were read, by seq. The same object until another came. */
  kept(): ReadonlyMap<number, Observation>;
  /** Has these read back; whether there are any to read. One that cannot be read is not asked for again. */
  want(seqs: readonly number[]): boolean;
};

/** `read` gives an observation by its seq; `onRead` is told of each that came. */
export function createPayloads(read: (seq: number) => Promise<Observation | undefined>, onRead: () => void): Payloads {
  const lately = new ObservationCache();
  let kept = lately.all();
  const asked = new Set<number>();

  async function fetch(seq: number): Promise<void> {
    asked.add(seq);
    const observation = await read(seq).catch(() => undefined);
    if (!observation) return;
    asked.delete(seq);
    lately.add(observation, MOST_KEPT);
    kept = lately.all();
    onRead();
  }

  return {
    kept: () => kept,
    want(seqs) {
      const missing = seqs.filter(seq => !asked.has(seq) && !kept.has(seq));
      for (const seq of missing) void fetch(seq);
      return missing.length > 0;
    },
  };
}

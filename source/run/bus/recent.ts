import type {Observation} from '../../call/observation.js';
import {createArchive} from '../archive.js';
import type {BusReading} from './read.js';

/** Bytes of the newest observations that stay in memory: older ones are asked of the stream again. */
export const RECENT = 32e6;

/** Keeps the newest observations of a bus, so that what somebody looks at is mostly there. */
export function keepRecent(bus: BusReading, most = RECENT) {
  const archive = createArchive(undefined, {most});
  return {
    /** What this side says itself has no number of its own, and is not kept. */
    add: (batch: readonly Observation[]) =>
      archive.add(batch.flatMap(observation => (observation.origin ? [{observation}] : []))),
    payload: async (seq: number) => (await archive.payload(seq)) ?? bus.payload(seq),
    async close() {
      await bus.close();
      await archive.close();
    },
  };
}

import {busAddressText} from '../../text/bus-address.js';
import {createArchive} from '../archive.js';
import type {Recorded} from '../recordings/recorded-file.js';
import {type BusOptions, readBus} from './read.js';

/** Bytes of the newest observations that stay in memory: older ones are asked of the stream again. */
const RECENT = 32e6;

/** What is on a bus now, as a recording. Rejects with `BusError`. */
export async function openOnBus(options: BusOptions) {
  const bus = await readBus({...options, ends: options.ends ?? {}});
  const archive = createArchive(undefined, {most: RECENT});
  const recorded: Recorded = {
    batches: (async function* () {
      for await (const batch of bus.batches) {
        archive.add(batch.flatMap(observation => (observation.origin ? [{observation}] : [])));
        yield batch;
      }
    })(),
    payload: async seq => (await archive.payload(seq)) ?? bus.payload(seq),
    originOf: () => undefined,
    async close() {
      await bus.close();
      await archive.close();
    },
  };
  return {recorded, reading: bus.reading, url: busAddressText(options.access.address)};
}

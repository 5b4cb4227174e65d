import {busAddressText} from '../../text/bus-address.js';
import type {Recorded} from '../recordings/recorded-file.js';
import {type BusOptions, readBus} from './read.js';
import {keepRecent} from './recent.js';

/** What is on a bus now, as a recording. Rejects with `BusError`. */
export async function openOnBus(options: BusOptions) {
  const bus = await readBus({...options, ends: options.ends ?? {}});
  const recent = keepRecent(bus);
  const recorded: Recorded = {
    batches: (async function* () {
      for await (const batch of bus.batches) {
        recent.add(batch);
        yield batch;
      }
    })(),
    payload: recent.payload,
    originOf: () => undefined,
    identityOf: bus.identityOf,
    recordings: bus.recordings,
    close: recent.close,
  };
  return {recorded, reading: bus.reading, url: busAddressText(options.access.address)};
}

import {open} from 'node:fs/promises';
import type {Observation} from '../../call/observation.js';
import type {ScannedCall} from '../../recording/call-scan.js';
import {observedIn} from '../../recording/observed.js';
import {redactDraft} from '../../recording/redact.js';
import {asObservation} from '../../recording/schema.js';
import {createArchive} from '../archive.js';
import type {Recorded} from './recorded-file.js';

/** Only the lines of one call of a recording, by where they are. Rejects as `open` does; what is there no longer is left out. */
export async function openOneCall(file: string, {places}: ScannedCall): Promise<Recorded> {
  const archive = createArchive(file);
  const handle = await open(file, 'r');
  async function* batches(): AsyncGenerator<Observation[]> {
    for (let at = 0; at < places.length; at += 2) {
      const [offset = 0, length = 0] = places.slice(at, at + 2);
      const bytes = Buffer.allocUnsafeSlow(length);
      const {bytesRead} = await handle.read(bytes, 0, length, offset);
      const observed = wholeIn(bytes.subarray(0, bytesRead), offset);
      archive.add(observed);
      yield observed.map(({observation}) => redactDraft(observation));
    }
  }
  return {
    batches: batches(),
    payload: seq => archive.payload(seq).then(observation => observation && redactDraft(observation)),
    originOf: seq => ({file, seq}),
    async close() {
      await archive.close();
      await handle.close();
    },
  };
}

function wholeIn(bytes: Buffer, offset: number) {
  try {
    return observedIn(bytes, offset).filter(({observation}) => typeof asObservation(observation) !== 'string');
  } catch {
    // Somebody has changed the file since it was listed.
    return [];
  }
}

import {setImmediate} from 'node:timers/promises';
import {isLoopback} from '../../text/url.js';
import {createArchive} from '../archive.js';
import {keptHere} from '../kept-note.js';
import {pemIn} from '../pem.js';
import {SERVE_PORT} from '../serve/protocol.js';
import {tokenKept} from '../serve/start.js';
import type {Source} from '../source.js';
import {attachTo} from './attached.js';

type Options = {
  token?: string;
  /** The file of a certificate that is believed. */
  ca?: string;
  /** Bytes of memory to take. */
  ceiling?: number;
};

/** A monitor elsewhere as something to be shown; `close` it afterwards. Rejects with `AttachError`, and `FileError` for a certificate that cannot be read. */
export async function attachedSource(
  url: URL,
  {token, ca, ceiling}: Options,
): Promise<Source & {close(): Promise<void>}> {
  if (url.port === '' && url.protocol === 'ws:') url.port = String(SERVE_PORT);
  const known = token ?? (isLoopback(url) ? tokenKept(Number(url.port || 443)) : undefined);
  const attached = await attachTo(url.href.replace(/\/$/, ''), known, ca === undefined ? undefined : pemIn(ca, '--ca'));
  const archive = createArchive(undefined, {most: (ceiling ?? 512e6) / 8});
  let last = 0;
  return {
    mode: 'attached',
    attachedTo: url.host,
    follows: true,
    payload: archive.payload,
    ceiling,
    reading: attached.reading,
    keepNote: async note => keptHere(note, `the monitor at ${url.host} and others do not see it`, last),
    async listen(onObservations) {
      for await (const batch of attached.batches) {
        last = Math.max(last, batch.at(-1)?.at ?? 0);
        archive.add(batch.map(observation => ({observation})));
        await onObservations(batch);
        // Keys, signals and frames come between.
        await setImmediate();
      }
    },
    async close() {
      attached.close();
      await archive.close();
    },
  };
}

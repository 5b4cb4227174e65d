import {setImmediate} from 'node:timers/promises';
import type {Observation} from '../../call/observation.js';
import type {ServeToken} from '../../config/serve-token.js';
import {isLoopback} from '../../text/url.js';
import {createArchive} from '../archive.js';
import {keptHere} from '../kept-note.js';
import {pemIn} from '../pem.js';
import {SERVE_PORT} from '../serve/protocol.js';
import {tokenKept} from '../serve/start.js';
import type {Taking} from '../session.js';
import type {Source} from '../source.js';
import {createTimeThere} from '../time-there.js';
import {attachTo} from './attached.js';
import {tokenIn} from './token.js';

type Options = {
  token?: ServeToken;
  /** Somebody looks at a screen. */
  isWatched?: boolean;
  /** ms that the first connection may take. */
  patienceMs?: number;
  /** The file of a certificate that is believed. */
  ca?: string;
  /** Bytes of memory to take. */
  ceiling?: number;
};

/** ms in which a monitor that is there says itself that something is due by now: what it records does. */
const TICKS_WITHIN = 2000;

/** What this side says of the connection, by its own clock. */
const isOwn = (each: Observation): boolean => each.source === 'health' && each.part === 'feed';

/** A monitor elsewhere as something to be shown; `close` it afterwards. Rejects with `AttachError`, and `FileError` for a certificate that cannot be read. */
export async function attachedSource(
  url: URL,
  {token, ca, ceiling, ...how}: Options,
): Promise<Source & {close(): Promise<void>}> {
  if (url.port === '' && url.protocol === 'ws:') url.port = String(SERVE_PORT);
  const attached = await attachTo({
    url: url.href.replace(/\/$/, ''),
    // One that is started anew on this machine has left its new one there.
    ...(token ? tokenIn(token) : {token: () => (isLoopback(url) ? tokenKept(Number(url.port || 443)) : undefined)}),
    ca: ca === undefined ? undefined : pemIn(ca, '--ca'),
    ...how,
  });
  const archive = createArchive(undefined, {most: (ceiling ?? 512e6) / 8});
  let take: Taking = () => undefined;
  const time = createTimeThere(tick => void take([tick]), {slackMs: TICKS_WITHIN});
  return {
    mode: 'attached',
    attachedTo: url.host,
    follows: true,
    payload: archive.payload,
    ceiling,
    reading: attached.reading,
    keepNote: async note => keptHere(note, `the monitor at ${url.host} and others do not see it`, time.last()),
    attend: (_, wakeAt) => time.wait(wakeAt),
    async listen(onObservations) {
      take = onObservations;
      for await (const batch of attached.batches) {
        time.heard(batch.filter(each => !isOwn(each)));
        archive.add(batch.map(observation => ({observation})));
        await onObservations(batch);
        // Keys, signals and frames come between.
        await setImmediate();
      }
    },
    async close() {
      attached.close();
      time.close();
      await archive.close();
    },
  };
}

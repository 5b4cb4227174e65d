import {setImmediate} from 'node:timers/promises';
import type {Observation} from '../../call/observation.js';
import {UsageError} from '../../config/problem.js';
import type {ServeToken} from '../../config/serve-token.js';
import {printable} from '../../text/printable.js';
import {asUrl, isLoopback} from '../../text/url.js';
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

/**
 * Where a monitor is served: `ws://host:port` or `wss://…`, `host:port`, or as `--serve` takes it, a port of this machine; a browser's address leads to the same
 * place. Throws `UsageError`, which repeats no token.
 */
export function monitorAt(text: string): URL {
  const [address = '', token] = text.trim().split('#', 2);
  const url = asUrl(withScheme(address));
  const isPlain = url && /^wss?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.username;
  if (!isPlain)
    throw new UsageError(
      `attach takes the address that the monitor says when it starts with --serve, such as ws://127.0.0.1:4600; it was "${printable(address, 200)}".`,
    );
  if (token !== undefined)
    throw new UsageError(
      `What stands behind # in a browser’s address is the token, which others on this machine see in a command. Leave it out: attach ${url.origin}, with the token in CONVO_MONITOR_SERVE_TOKEN.`,
    );
  return url;
}

function withScheme(address: string): string {
  if (/^\d{1,5}$/.test(address)) return `ws://127.0.0.1:${address}`;
  if (/^https?:\/\//i.test(address)) return address.replace(/^http/i, 'ws');
  return /^wss?:\/\//i.test(address) ? address : `ws://${address}`;
}

import type {Config} from '../../config/resolve.js';
import {listenerAt} from '../../doctor/evidence/port.js';
import type {PublicUrl} from '../../doctor/public-url.js';
import {reachable} from '../../intake/reachable.js';
import {LinkError} from '../../link/error.js';
import {asHttpUrl, isPrivate} from '../../text/url.js';
import {sendProbe} from '../../tunnel/probe.js';
import {publicUrlsTo} from '../public-url.js';

/** A public URL; `arrives` is whether a monitor on this port was reached through it. */
export type FoundUrl = PublicUrl & {arrives: boolean};

/** The public URL that leads to the port of this set-up. Throws `LinkError`. */
export async function findUrl(config: Config): Promise<FoundUrl> {
  const {port: at, host: on} = config.settings;
  const port = at?.value ?? 3000;
  const [candidates, listener] = await Promise.all([
    publicUrlsTo(port, config),
    listenerAt(`http://${reachable(on?.value ?? '127.0.0.1')}:${port}`),
  ]);
  const tried = await Promise.all(
    candidates.map(async each => {
      const {arrived} = listener === undefined ? {} : await sendProbe(each.url);
      return {...each, arrives: arrived !== undefined && arrived.listener === listener};
    }),
  );
  // Of cloudflared's nobody says where they lead: one that does not lead here is somebody else's.
  const found = tried.find(({arrives}) => arrives) ?? tried.find(({by}) => by !== 'cloudflared');
  if (found) return found;
  const [first] = tried;
  const looked = first
    ? `${first.url} does not lead to a convo-monitor on port ${port}`
    : `there is no tunnel to port ${port}`;
  throw new LinkError(
    'no-tunnel',
    `Vonage needs a public URL, and ${looked}. Run: ngrok http ${port} — or give the URL that leads here: --tunnel https://….`,
  );
}

/**
 * Another public URL than the one that led here, once that is gone and another one is there. No probe is sent while it is there: each counts where
 * requests are metered.
 */
export async function anotherUrl(config: Config, than: string): Promise<FoundUrl | undefined> {
  const candidates = await publicUrlsTo(config.settings.port?.value ?? 3000, config);
  if (candidates.length === 0 || candidates.some(({url}) => url === than)) return undefined;
  return findUrl(config).catch(() => undefined);
}

/** What is odd about a public URL before it is entered; one sentence each. */
export function doubtsOf({url, arrives}: FoundUrl): string[] {
  const to = asHttpUrl(url);
  return [
    ...(to && isPrivate(to) ? [`Only this network reaches ${url}: Vonage does not.`] : []),
    ...(arrives
      ? []
      : [
          `No convo-monitor answers through ${url} yet. Start it with the same flags, or calls go to whatever listens there.`,
        ]),
  ];
}

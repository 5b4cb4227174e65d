import type {Config} from '../../config/resolve.js';
import {type PublicUrl, publicUrlsOf} from '../../doctor/public-url.js';
import {reachable} from '../../intake/reachable.js';
import {LinkError} from '../../link/error.js';
import {cloudflaredMetrics, quickTunnels} from '../../tunnel/cloudflared.js';
import {ngrokTunnels} from '../../tunnel/ngrok.js';
import {sendProbe} from '../../tunnel/probe.js';

/** A public URL; `arrives` is whether a monitor on this port was reached through it. */
export type FoundUrl = PublicUrl & {arrives: boolean};

/** ms: a listener on this machine answers at once. */
const ON_THIS_MACHINE = 1500;

/** The public URL that leads to the port of this set-up: the one by hand, or that of a tunnel on this machine. Throws `LinkError`. */
export async function findUrl({settings}: Config): Promise<FoundUrl> {
  const {ngrokApi, tunnel} = settings;
  const port = settings.port?.value ?? 3000;
  const host = settings.host?.value ?? '127.0.0.1';
  const areAsked = tunnel === undefined && ngrokApi?.value !== 'off';
  const [tunnels, quick, here] = await Promise.all([
    areAsked && ngrokApi ? ngrokTunnels(ngrokApi.value) : undefined,
    areAsked ? quickTunnels(cloudflaredMetrics) : [],
    sendProbe(`http://${reachable(host)}:${port}`, ON_THIS_MACHINE),
  ]);
  const listener = here.arrived?.listener;
  const candidates = publicUrlsOf({tunnel: tunnel?.value, port}, {...(tunnels && {tunnels}), quick});
  const tried = await Promise.all(
    candidates.map(async each => {
      const {arrived} = listener === undefined ? {} : await sendProbe(each.url);
      return {...each, arrives: arrived !== undefined && arrived.listener === listener};
    }),
  );
  // Of cloudflared's nobody says where they lead: one that does not lead here is somebody else's.
  const found = tried.find(({arrives}) => arrives) ?? tried.find(({by}) => by !== 'cloudflared');
  if (found) return found;
  const looked =
    tried.length > 0
      ? `${tried[0]?.url} does not lead to a convo-monitor on port ${port}`
      : `there is no tunnel to port ${port}`;
  throw new LinkError(
    'no-tunnel',
    `Vonage needs a public URL, and ${looked}. Run: ngrok http ${port} — or give the URL that leads here: --tunnel https://….`,
  );
}

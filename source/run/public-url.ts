import type {Config} from '../config/resolve.js';
import {listenerAt} from '../doctor/evidence/port.js';
import {type PublicUrl, publicUrlsOf} from '../doctor/public-url.js';
import {cloudflaredMetrics, quickTunnels} from '../tunnel/cloudflared.js';
import {ngrokTunnels} from '../tunnel/ngrok.js';
import {sendProbe} from '../tunnel/probe.js';

/** The public URLs that may lead to a port of this machine: the one by hand, or those of tunnels here. Only their agents are asked. Never throws. */
export async function publicUrlsTo(port: number, {settings: {ngrokApi, tunnel}}: Config): Promise<PublicUrl[]> {
  const areAsked = tunnel === undefined && ngrokApi?.value !== 'off';
  const [tunnels, quick] = await Promise.all([
    areAsked && ngrokApi ? ngrokTunnels(ngrokApi.value) : undefined,
    quickTunnels(areAsked ? cloudflaredMetrics : []),
  ]);
  return publicUrlsOf({tunnel: tunnel?.value, port}, {...(tunnels && {tunnels}), quick});
}

/**
 * The public URL through which a probe comes to the monitor that listens at `here`, such as `http://127.0.0.1:3000`, without a path. Undefined where
 * there is none. Never throws.
 */
export async function publicUrlTo(here: string, config: Config): Promise<string | undefined> {
  const listener = await listenerAt(here);
  if (listener === undefined) return undefined;
  const urls = await publicUrlsTo(Number(new URL(here).port), config);
  const probes = await Promise.all(urls.map(({url}) => sendProbe(url)));
  return urls[probes.findIndex(({arrived}) => arrived?.listener === listener)]?.url;
}

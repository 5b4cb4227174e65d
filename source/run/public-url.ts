import type {Config} from '../config/resolve.js';
import {listenerAt} from '../doctor/evidence/port.js';
import {quickTunnels} from '../tunnel/cloudflared.js';
import {ngrokTunnels} from '../tunnel/ngrok.js';
import {sendProbe} from '../tunnel/probe.js';
import {tunnelSourcesOf} from './tunnel-sources.js';

/** URLs that are tried. */
const MOST = 4;

/**
 * The public URL through which a probe comes to the monitor that listens at `here`, such as `http://127.0.0.1:3000`, without a path. Undefined where
 * there is none, or nobody is to be asked. Never throws.
 */
export async function publicUrlTo(here: string, config: Config): Promise<string | undefined> {
  const sources = tunnelSourcesOf(config);
  const listener = await listenerAt(here);
  if (!sources || listener === undefined) return undefined;
  const {given, ngrokApi, cloudflared = []} = sources;
  const port = Number(new URL(here).port);
  const [tunnels = [], quick] = await Promise.all([
    given !== undefined || ngrokApi === undefined ? undefined : ngrokTunnels(ngrokApi),
    quickTunnels(given === undefined ? cloudflared : []),
  ]);
  const urls = [
    ...(given === undefined ? [] : [given]),
    ...tunnels.filter(each => each.port === port).map(({url}) => url),
    ...quick,
  ].slice(0, MOST);
  const probes = await Promise.all(urls.map(url => sendProbe(url)));
  return urls[probes.findIndex(({arrived}) => arrived?.listener === listener)];
}

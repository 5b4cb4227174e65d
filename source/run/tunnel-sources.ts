import type {Config} from '../config/resolve.js';
import {cloudflaredMetrics} from '../tunnel/cloudflared.js';
import type {TunnelSources} from '../tunnel/watch.js';

/** Where a tunnel is looked for; undefined where nobody is to be asked (`--ngrok-api off`). */
export function tunnelSourcesOf({settings}: Config): TunnelSources | undefined {
  const {ngrokApi, tunnel} = settings;
  if (ngrokApi?.value === 'off') return undefined;
  if (tunnel) return {given: tunnel.value};
  return {...(ngrokApi && {ngrokApi: ngrokApi.value}), cloudflared: cloudflaredMetrics};
}

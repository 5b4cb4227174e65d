import * as z from 'zod';
import {agentSays} from './agent.js';

/** A tunnel: what the world reaches, and the port here that it leads to. */
export type Tunnel = {url: string; port: number};

/** Of ngrok's agent API (`GET /api/tunnels`); `addr` is `http://localhost:3000`, `localhost:3000` or `3000`. */
const listed = z.object({
  tunnels: z.array(z.object({public_url: z.string().max(300), config: z.object({addr: z.string().max(300)})})).max(100),
});

/**
 * The http(s) tunnels that ngrok's agent at `api` has open now, those with TLS first; `undefined` where nothing that talks like
 * an agent answers. Never throws.
 */
export async function ngrokTunnels(api: string): Promise<readonly Tunnel[] | undefined> {
  const read = listed.safeParse(await agentSays(`${api}/api/tunnels`));
  if (!read.success) return undefined;
  return read.data.tunnels
    .map(({public_url: url, config}) => ({url, port: Number(/(\d+)\/?$/.exec(config.addr)?.[1])}))
    .filter(({url}) => /^https?:\/\//.test(url))
    .sort((a, b) => Number(b.url.startsWith('https:')) - Number(a.url.startsWith('https:')));
}

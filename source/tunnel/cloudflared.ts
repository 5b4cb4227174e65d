import * as z from 'zod';
import {agentSays} from './agent.js';

/** Where cloudflared tells of itself unless `--metrics` says otherwise: the first of these ports that is free (Cloudflare's page “Metrics”). */
export const cloudflaredMetrics: readonly string[] = [20241, 20242, 20243, 20244, 20245].map(
  port => `http://127.0.0.1:${port}`,
);

/** Of a tunnel without an account (`cloudflared tunnel --url …`); empty for one with. */
const quick = z.object({hostname: z.string().regex(/^[\w.-]{1,200}$/)});

/** The public URLs of cloudflared's quick tunnels that are open now; where they lead, it does not say. Never throws. */
export async function quickTunnels(metrics: readonly string[]): Promise<readonly string[]> {
  const said = await Promise.all(metrics.map(each => agentSays(`${each}/quicktunnel`)));
  return said.flatMap(each => {
    const read = quick.safeParse(each);
    return read.success ? `https://${read.data.hostname}` : [];
  });
}

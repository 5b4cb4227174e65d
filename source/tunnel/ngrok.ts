import * as z from 'zod';
import {parseAnswer} from '../text/json-values.js';

/** A tunnel: what the world reaches, and the port here that it leads to. */
export type Tunnel = {url: string; port: number};

/** Of ngrok's agent API (`GET /api/tunnels`); `addr` is `http://localhost:3000`, `localhost:3000` or `3000`. */
const listed = z.object({
  tunnels: z.array(z.object({public_url: z.string().max(300), config: z.object({addr: z.string().max(300)})})).max(100),
});

/** ms: an agent on this machine answers at once, or is not there. */
const PATIENCE = 1000;

/**
 * The http(s) tunnels that ngrok's agent at `api` has open now, those with TLS first; `undefined` where nothing that talks like
 * an agent answers. Never throws.
 */
export async function ngrokTunnels(api: string): Promise<readonly Tunnel[] | undefined> {
  try {
    const response = await fetch(`${api}/api/tunnels`, {
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
      headers: {accept: 'application/json'},
    });
    const read = listed.safeParse(parseAnswer(await textOf(response)));
    if (!read.success) return undefined;
    return read.data.tunnels
      .map(({public_url: url, config}) => ({url, port: Number(/(\d+)\/?$/.exec(config.addr)?.[1])}))
      .filter(({url}) => /^https?:\/\//.test(url))
      .sort((a, b) => Number(b.url.startsWith('https:')) - Number(a.url.startsWith('https:')));
  } catch {
    return undefined;
  }
}

/** Of an agent's answer, which has some kB: what else listens there may send without end. */
const MOST_CHARACTERS = 256 * 1024;

async function textOf({body}: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, {stream: true});
    if (text.length > MOST_CHARACTERS) throw new Error('too long');
  }
  return text;
}

import {asUrl} from '../text/url.js';

/** Public addresses, and where they lead on this machine: `{'https://app.example.com': 'http://127.0.0.1:3000'}`. */
export type Tunnels = Record<string, string>;

/** Where a URL leads, and the headers that a tunnel on the way adds to a request. */
export type Reached = {url: string; headers: Record<string, string>};

const insecure: Record<string, string> = {'wss:': 'ws:', 'https:': 'http:'};

/** The address that a tunnel says it was called from: one that is nobody's (RFC 5737). */
const caller = '203.0.113.1';

/**
 * What a tunnel makes of a URL: an application writes its public address into its NCCOs, and nothing that is simulated may
 * leave this machine for that. Path and query stay; WebSockets go the way of HTTP. `Host` stays the public one, and the rest
 * is told as ngrok tells it.
 */
export function throughTunnel(tunnels: Tunnels, url: string): Reached {
  const direct = {url, headers: {}};
  const asked = asUrl(url);
  if (!asked) return direct;
  const local = tunnelsOf(tunnels).find(({outside}) => outside.host === asked.host)?.inside;
  if (!local) return direct;
  const isPlain = local.protocol === 'http:' || local.protocol === 'ws:';
  const protocol = isPlain ? (insecure[asked.protocol] ?? asked.protocol) : asked.protocol;
  return {
    url: `${protocol}//${local.host}${asked.pathname}${asked.search}`,
    headers: {
      Host: asked.host,
      'X-Forwarded-For': caller,
      'X-Forwarded-Host': asked.host,
      'X-Forwarded-Proto': asked.protocol in insecure ? 'https' : 'http',
    },
  };
}

/** The public form of a URL on this machine, where a tunnel leads there: Vonage knows an application by no other. */
export function publicUrl(tunnels: Tunnels, url: string): string {
  const local = asUrl(url);
  if (!local) return url;
  const found = tunnelsOf(tunnels).find(({inside}) => hostOf(inside) === hostOf(local));
  return found ? `${found.outside.origin}${local.pathname}${local.search}` : url;
}

function tunnelsOf(tunnels: Tunnels): {outside: URL; inside: URL}[] {
  return Object.entries(tunnels).flatMap(([from, to]) => {
    const [outside, inside] = [asUrl(from), asUrl(to)];
    return outside && inside ? [{outside, inside}] : [];
  });
}

const hostOf = ({host}: URL): string => host.replace(/^localhost(?=:|$)/, '127.0.0.1');

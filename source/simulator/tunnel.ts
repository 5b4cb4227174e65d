/** Public addresses, and where they lead on this machine: `{'https://app.example.com': 'http://127.0.0.1:3000'}`. */
export type Tunnels = Record<string, string>;

const insecure: Record<string, string> = {'wss:': 'ws:', 'https:': 'http:'};

/**
 * What a tunnel makes of a URL: an application writes its public address into its NCCOs, and nothing that is simulated may
 * leave this machine for that. Path and query stay; WebSockets go the way of HTTP.
 */
export function throughTunnel(tunnels: Tunnels, url: string): string {
  if (!URL.canParse(url)) return url;
  const asked = new URL(url);
  const found = Object.entries(tunnels).find(([from]) => URL.canParse(from) && new URL(from).host === asked.host);
  if (!found || !URL.canParse(found[1])) return url;
  const local = new URL(found[1]);
  const isPlain = local.protocol === 'http:' || local.protocol === 'ws:';
  const protocol = isPlain ? (insecure[asked.protocol] ?? asked.protocol) : asked.protocol;
  return `${protocol}//${local.host}${asked.pathname}${asked.search}`;
}

import {UsageError} from '../../config/problem.js';
import {printable} from '../../text/printable.js';
import {asUrl} from '../../text/url.js';

/**
 * Where a monitor is served: `ws://host:port` or `wss://…`, `host:port`, or as `--serve` takes it, a port of this machine; a browser's address leads to the same
 * place. Throws `UsageError`, which repeats no token.
 */
export function monitorAt(text: string): URL {
  const [address = '', token] = text.trim().split('#', 2);
  const url = asUrl(withScheme(address));
  const isPlain = url && /^wss?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.username;
  if (!isPlain)
    throw new UsageError(
      `attach takes the address that the monitor says when it starts with --serve, such as ws://127.0.0.1:4600; it was "${printable(address, 200)}".`,
    );
  if (token !== undefined)
    throw new UsageError(
      `What stands behind # in a browser’s address is the token, which others on this machine see in a command. Leave it out: attach ${url.origin}, with the token in CONVO_MONITOR_SERVE_TOKEN.`,
    );
  return url;
}

function withScheme(address: string): string {
  if (/^\d{1,5}$/.test(address)) return `ws://127.0.0.1:${address}`;
  if (/^https?:\/\//i.test(address)) return address.replace(/^http/i, 'ws');
  return /^wss?:\/\//i.test(address) ? address : `ws://${address}`;
}

import {asUrl} from '../../text/url.js';
import {quote} from './remark.js';

/** What a text lacks that should be a URL of one of these schemes; undefined for one that is. */
export function notAUrl(text: string, schemes: readonly string[]): string | undefined {
  const value = text.trim();
  const due = schemes.at(-1) ?? 'https';
  const [, scheme = '', rest = ''] = /^([a-z][a-z\d+.-]*):(.*)$/is.exec(value) ?? [];
  const asDue = (address: string) => `write ${quote(`${due}://${address}`)}.`;
  if (isTcpTunnel(value.replace(/^tcp:\/\//i, ''))) return `a TCP tunnel is no ${due} address: ${httpTunnel}`;
  if (/^(?:https?|wss?):\/\/(?:https?|wss?):/i.test(value)) return 'the scheme stands there twice: keep one.';
  if (schemes.includes(scheme.toLowerCase())) {
    if (/^\/\/[^/?#]/.test(rest) && asUrl(value)) return;
    return /^\/{0,3}[\w-]+\./.test(rest)
      ? asDue(rest.replace(/^\/+/, ''))
      : 'no host stands there: write the whole URL.';
  }
  if (/^(?:https?|wss?)$/i.test(scheme))
    return `its scheme must be ${schemes.join(' or ')}: ${asDue(rest.replace(/^\/+/, ''))}`;
  if (/^\/(?!\/)/.test(value))
    return `Vonage does not know what it is relative to: put ${due}:// and your public host in front.`;
  const host = /^(?:\/\/)?((?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#].*)?)$/is.exec(value)?.[1];
  if (host) return `the scheme is missing: ${asDue(host)}`;
  return `it must be a whole URL such as ${due}://example.com/…: change it.`;
}

const httpTunnel = 'start an HTTP tunnel (ngrok http PORT) and give the https address that it prints.';

/** Such as `0.tcp.ngrok.io:12345` and `2.tcp.eu.ngrok.io:13000`. */
function isTcpTunnel(host: string): boolean {
  return /^\d+\.tcp\.(?:[a-z-]+\.)?ngrok\.(?:io|com|app)(?![\w.])/i.test(host);
}

/** Tunnels and hosts that take in HTTPS at its usual port alone, whatever port the application has behind them. */
const atUsualPort =
  /\.(?:ngrok(?:-free)?\.(?:io|app|dev)|ngrok\.(?:pizza|pro|com)|trycloudflare\.com|loca\.lt|localhost\.run|lhr\.life|serveo\.net|devtunnels\.ms|tunnelmole\.net|herokuapp\.com|vercel\.app|netlify\.app|onrender\.com|fly\.dev|run\.app|azurewebsites\.net|github\.dev|glitch\.me|repl\.co|replit\.dev)$/;

/** Why Vonage will hardly reach a URL, by what its host and port say. */
const reasons: readonly {fits: (url: URL) => boolean; says: string}[] = [
  {
    fits: ({hostname}) => isLocal(hostname),
    says: 'which Vonage cannot reach: give the public address of your tunnel or server.',
  },
  {fits: ({host}) => isTcpTunnel(host), says: `a TCP tunnel, which has no certificate for https: ${httpTunnel}`},
  {
    fits: ({hostname, port}) => port !== '' && atUsualPort.test(hostname),
    says: "which cannot be reached at that port: remove it, as the tunnel's public address needs none.",
  },
  {
    fits: ({protocol, port}) => (/^(?:https|wss):$/.test(protocol) ? port === '80' : port === '443'),
    says: 'where the other scheme is spoken: remove the port, or change the scheme.',
  },
];

/** The end of a sentence that began with the host; undefined where nothing speaks against it. */
export function outOfReach(url: URL): string | undefined {
  return reasons.find(({fits}) => fits(url))?.says;
}

/** Loopback, private ranges, link-local and names without a dot: nothing that Vonage's servers can resolve or reach. */
function isLocal(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '');
  if (host.startsWith('[')) return /^\[(::1?|f[cde].*)\]$/i.test(host);
  if (
    /^(0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(
      host,
    )
  )
    return true;
  if (/(?:^|\.)(?:lvh\.me|localtest\.me|(?:127|10|192\.168)\.[\d.]+\.(?:nip|sslip)\.io)$/i.test(host)) return true;
  return !host.includes('.') || /\.(local|internal|localhost|test|lan|home|invalid|corp)$/i.test(host);
}

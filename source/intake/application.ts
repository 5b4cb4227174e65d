import {Agent, type ClientRequest, request as httpRequest} from 'node:http';
import type {Headers} from '../call/observation.js';
import {asHttpUrl} from '../text/url.js';
import {isHttps} from '../vonage/public-url.js';
import {ListenerError} from './error.js';
import {joinHeaders, type Received} from './raw.js';

/** Which `Host` the application sees: the one that was asked for, or its own. */
export type HostSeen = 'pass' | 'rewrite';

/** The developer's application, to be asked. */
export type Application = {
  /** Scheme, host and port, for people. */
  place: string;
  /** Where its URL was given, for people: `--forward`. */
  flag: string;
  /** It is the monitor's own far end. */
  isOurs?: boolean;
  /**
   * Begins a request on a connection of its own: a kept one may close in the moment it is used again, and then nobody knows
   * whether the webhook arrived. `headers` are as they came, `Host` included; `from` is the address they came from. May throw.
   */
  open(request: {method: string; path: string; headers: string[]; from?: string}): ClientRequest;
  close(): void;
};

/** They speak about one connection (RFC 9110, 7.6.1), so they are not passed on; `Expect` was settled with its sender. */
const hopByHop = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Throws `ListenerError` when the URL is none that can be used. */
export async function applicationAt(
  url: string,
  hostSeen: HostSeen = 'pass',
  flag = '--forward',
): Promise<Application> {
  const base = asHttpUrl(url);
  if (!base || base.username || base.hash) {
    const text = `${flag} needs an http or https URL without a user name or #, such as http://127.0.0.1:5000.`;
    throw new ListenerError('forward', text);
  }
  // https is loaded on demand: it costs start-up time, and the application usually runs on this machine.
  const https = base.protocol === 'https:' ? await import('node:https') : undefined;
  const agent = https ? new https.Agent() : new Agent();
  const begin = https?.request ?? httpRequest;
  const target = {
    agent,
    protocol: base.protocol,
    hostname: base.hostname.replace(/^\[|\]$/g, ''),
    port: base.port || undefined,
  };
  return {
    place: base.origin,
    flag,
    open({method, path, headers, from}) {
      const joined = joinHeaders(headers);
      const request = begin({
        ...target,
        method,
        path: joinPath(base, path),
        // As a list, because only then their case, order and repetitions stay.
        headers: [
          'Host',
          (hostSeen === 'pass' ? joined.host : undefined) ?? base.host,
          ...without(headers, new Set(['host'])),
          ...forwardedHeaders(joined, from),
        ],
      });
      // All that fit into the 16 KiB: of more than a thousand headers, `headers` would lack some that `rawHeaders` has.
      request.maxHeadersCount = 0;
      return request;
    },
    close: () => agent.destroy(),
  };
}

/** Path and query onto those of the application's URL, whose query comes last: where one name comes twice, most take the last. */
function joinPath({pathname, search}: URL, path: string): string {
  const whole = pathname.replace(/\/$/, '') + path;
  return whole.includes('?') ? `${whole}${search.replace('?', '&')}` : whole + search;
}

/** What a reverse proxy tells the application behind it, and where that is known from. The listener itself speaks http. */
const told: readonly [name: string, value: (headers: Headers, from?: string) => string | undefined][] = [
  ['X-Forwarded-Host', ({host}) => host],
  ['X-Forwarded-Proto', headers => (isHttps(headers) ? 'https' : 'http')],
  // On a socket for both, an IPv4 address comes as IPv6.
  ['X-Forwarded-For', (_, from) => from?.replace(/^::ffff:(?=\d+\.)/i, '')],
];

/**
 * The `X-Forwarded-…` headers that a request still lacks, names and values in turn. Those that a tunnel has set are right: it
 * knows the public address, and we do not.
 */
function forwardedHeaders(headers: Headers, from?: string): string[] {
  return told.flatMap(([name, value]) => {
    const known = Object.hasOwn(headers, name.toLowerCase()) ? undefined : value(headers, from);
    return known ? [name, known] : [];
  });
}

/** The headers that a request goes on with: its own, but for those of its connection. */
export function requestHeaders(received: Received): string[] {
  const headers = endToEnd(received.rawHeaders);
  if ('transfer-encoding' in received.headers) headers.push('Content-Length', String(received.body.length));
  return headers;
}

/** Raw headers without those that belong to one connection. */
export function endToEnd(rawHeaders: string[]): string[] {
  const dropped = new Set(hopByHop);
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() !== 'connection') continue;
    for (const name of (rawHeaders[index + 1] ?? '').toLowerCase().split(',')) dropped.add(name.trim());
  }
  return without(rawHeaders, dropped);
}

/** Raw headers but for some, named in lower case. */
function without(rawHeaders: string[], names: ReadonlySet<string>): string[] {
  return rawHeaders.filter((_, index) => !names.has((rawHeaders[index - (index % 2)] ?? '').toLowerCase()));
}

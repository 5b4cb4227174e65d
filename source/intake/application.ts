import {Agent, type ClientRequest, request as httpRequest} from 'node:http';
import {ListenerError} from './error.js';
import type {Received} from './raw.js';

/** The developer's application, to be asked. */
export type Application = {
  /** Scheme, host and port, for people. */
  place: string;
  /**
   * Begins a request: path and query are joined onto the base URL, and `Host` is the application's. `alone`: on a connection
   * of its own. May throw.
   */
  open(request: {method: string; path: string; headers: string[]; alone?: boolean}): ClientRequest;
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
export async function applicationAt(url: string): Promise<Application> {
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (!base || (base.protocol !== 'http:' && base.protocol !== 'https:') || base.username !== '') {
    const text = '--forward needs an http or https URL without a user name, such as http://127.0.0.1:5000.';
    throw new ListenerError('forward', text);
  }
  // https is loaded on demand: it costs start-up time, and the application usually runs on this machine.
  const https = base.protocol === 'https:' ? await import('node:https') : undefined;
  const agentOptions = {keepAlive: true, keepAliveMsecs: 1000, maxFreeSockets: 32};
  const agent = https ? new https.Agent(agentOptions) : new Agent(agentOptions);
  const begin = https?.request ?? httpRequest;
  const prefix = base.pathname.replace(/\/$/, '');
  const target = {
    agent,
    protocol: base.protocol,
    hostname: base.hostname.replace(/^\[|\]$/g, ''),
    port: base.port || undefined,
  };
  return {
    place: base.origin,
    open({method, path, headers, alone}) {
      // Headers as a list, because only then their case, order and repetitions stay.
      return begin({
        ...target,
        ...(alone && {agent: false}),
        method,
        path: prefix + path,
        headers: ['Host', base.host, ...headers],
      });
    },
    close: () => agent.destroy(),
  };
}

/** The headers that a request goes on with: its own, but for those of its connection. */
export function requestHeaders(received: Received): string[] {
  const headers = endToEnd(received.rawHeaders, 'host');
  if ('transfer-encoding' in received.headers) headers.push('Content-Length', String(received.body.length));
  return headers;
}

/** Raw headers without those that belong to one connection, and without `others`. */
export function endToEnd(rawHeaders: string[], ...others: string[]): string[] {
  const dropped = new Set([...hopByHop, ...others]);
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() !== 'connection') continue;
    for (const name of (rawHeaders[index + 1] ?? '').toLowerCase().split(',')) dropped.add(name.trim());
  }
  return without(rawHeaders, dropped);
}

/** Raw headers but for some, named in lower case. */
export function without(rawHeaders: string[], names: ReadonlySet<string>): string[] {
  return rawHeaders.filter((_, index) => !names.has((rawHeaders[index - (index % 2)] ?? '').toLowerCase()));
}

import type {Headers} from '../call/observation.js';
import {isHttps} from '../vonage/public-url.js';

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
export function forwardedHeaders(headers: Headers, from?: string): string[] {
  return told.flatMap(([name, value]) => {
    const known = Object.hasOwn(headers, name.toLowerCase()) ? undefined : value(headers, from);
    return known ? [name, known] : [];
  });
}

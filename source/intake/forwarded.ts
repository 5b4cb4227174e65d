import type {Headers} from '../call/observation.js';

/** Headers in which a tunnel or a proxy says that it was asked by https, besides `X-Forwarded-Proto`. */
const httpsWords: readonly [header: string, like: RegExp][] = [
  ['forwarded', /(^|[;,\s])proto="?https/i],
  ['cf-visitor', /"scheme"\s*:\s*"https"/i],
  ['x-forwarded-scheme', /^https/i],
  ['x-forwarded-protocol', /^https/i],
  ['x-scheme', /^https/i],
  ['x-url-scheme', /^https/i],
  ['x-forwarded-ssl', /^on/i],
  ['front-end-https', /^on/i],
];

const isHttps = (headers: Headers) => httpsWords.some(([name, like]) => like.test(headers[name] ?? ''));

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

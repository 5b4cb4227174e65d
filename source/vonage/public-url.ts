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

export const isHttps = (headers: Headers) => httpsWords.some(([name, like]) => like.test(headers[name] ?? ''));

/** Such as `https://abc.ngrok.app`: where Vonage was told to reach us, as far as the request says so. */
export function publicUrlOf(headers: Headers): string | undefined {
  const host = (headers['x-forwarded-host'] ?? headers.host)?.split(',', 1)[0]?.trim();
  if (host === undefined || !/^[\w.-]{1,100}(:\d{1,5})?$/.test(host)) return undefined;
  const isSecure = /^https/i.test(headers['x-forwarded-proto'] ?? '') || isHttps(headers);
  return `${isSecure ? 'https' : 'http'}://${host.toLowerCase()}`;
}

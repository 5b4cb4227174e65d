import {asHttpUrl} from '../text/url.js';

/**
 * Where an application's token may be sent, and which ids may become part of a URL. A webhook's `region_url`, a link, a
 * redirect: all of them are text from outside, and a token that reaches a foreign host is a stolen one.
 */

/**
 * Every documented host, spelled as documented (the voice troubleshooting guide; the older regional ones under nexmo.com
 * still answer). Whole URLs are compared as text: parsing them first would turn full-width dots, tabs, `%2e` and
 * backslashes into the very thing they imitate.
 */
const vonageOrigins = new Set([
  'https://api.nexmo.com',
  ...['us-3', 'us-4', 'eu-3', 'eu-4', 'ap-3', 'ap-4'].map(region => `https://api-${region}.vonage.com`),
  ...['us-1', 'us-2', 'eu-1', 'eu-2', 'sg-1'].map(region => `https://api-${region}.nexmo.com`),
]);

/**
 * The origin to send a token to when something from outside names one: one of Vonage's API hosts, or the host that the
 * person at this monitor configured. Undefined for everything else.
 *
 * @param url such as the answer webhook's `region_url`; a path, a port, user info or another spelling is refused.
 * @param ownApiUrl the configured `--api-url`, which is trusted because nobody outside chose it.
 */
export function trustedOrigin(url: unknown, ownApiUrl: string): string | undefined {
  if (typeof url !== 'string') return;
  const origin = url.replace(/\/$/, '');
  const own = asHttpUrl(ownApiUrl)?.origin;
  return vonageOrigins.has(origin) || origin === own ? origin : undefined;
}

/**
 * Where the account's own APIs are, which want its key and secret: the Application API, and the Numbers API, which has a host of its own. A stand-in
 * or a proxy has both where it has the rest.
 */
export function accountUrls(apiUrl: string): {applications: string; numbers: string} {
  const isVonage = vonageOrigins.has(asHttpUrl(apiUrl)?.origin ?? '');
  return isVonage
    ? {applications: 'https://api.nexmo.com/v2/applications', numbers: 'https://rest.nexmo.com/account/numbers'}
    : {applications: `${apiUrl}/v2/applications`, numbers: `${apiUrl}/account/numbers`};
}

/** The documented regions of voice, by the word that an application's voice capability has for them, and their hosts. */
const regions: readonly (readonly [word: string, host: string])[] = [
  ['na-east', 'us-3'],
  ['na-west', 'us-4'],
  ['eu-west', 'eu-3'],
  ['eu-east', 'eu-4'],
  ['apac-sng', 'ap-3'],
  ['apac-australia', 'ap-4'],
];

/** The region of a host that serves one alone, such as `us-3` of `https://api-us-3.vonage.com`; undefined for others. */
export function regionOf(url: string): string | undefined {
  return /^https:\/\/api-([a-z]{2}-\d)\.(?:vonage|nexmo)\.com$/.exec(asHttpUrl(url)?.origin ?? '')?.[1];
}

/** The host's word for a region of an application (`na-east` → `us-3`); undefined for one that is not documented. */
export function regionNamed(word: string): string | undefined {
  return regions.find(([name]) => word === name || word.startsWith(`${name}.`))?.[1];
}

/**
 * The path of a conversation below the version, such as `/conversations/CON-…`; undefined for an id that may not be part
 * of a URL.
 *
 * Lower case only: Vonage writes ids so, an id in another spelling is not the conversation's, and accepting both would let
 * one conversation be asked for twice.
 */
export function conversationPath(id: unknown): string | undefined {
  return typeof id === 'string' && conversationId.test(id) ? `/conversations/${id}` : undefined;
}

/** The path of a member below its conversation, such as `/members/MEM-…`. Fixtures of SDKs have ids that are not hexadecimal. */
export function memberPath(id: string): string | undefined {
  return /^MEM-[0-9A-Za-z-]{1,64}$/.test(id) ? `/members/${id}` : undefined;
}

const conversationId = /^CON-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

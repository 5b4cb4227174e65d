import {asHttpUrl} from '../text/url.js';
import type {Tunnel} from '../tunnel/ngrok.js';
import type {VonageApplication} from '../vonage/application.js';
import type {Plan} from './plan.js';

/** An address under which the world is to reach the listener, without a path, and who says so. */
export type PublicUrl = {url: string; by: 'given' | 'ngrok' | 'cloudflared' | 'application'};

type Known = {tunnels?: readonly Tunnel[]; quick?: readonly string[]; application?: VonageApplication};

/**
 * Where Vonage may reach this listener, as far as anybody says: by hand, and then no other; else by what tunnels say of themselves, and where the
 * application sends answer webhooks. What the application has stands in front of its kind.
 */
export function publicUrlsOf(
  {tunnel, port}: Pick<Plan, 'tunnel' | 'port'>,
  {tunnels = [], quick = [], application}: Known,
): PublicUrl[] {
  if (tunnel !== undefined) return [{url: tunnel, by: 'given'}];
  const answer = asHttpUrl(application?.voice?.answer?.address ?? '')?.origin;
  const here = tunnels.filter(each => each.port === port).map(({url}) => url);
  const all: PublicUrl[] = [
    ...usedFirst(here, answer).map(url => ({url, by: 'ngrok'}) as const),
    ...(answer === undefined || here.includes(answer) || quick.includes(answer)
      ? []
      : [{url: answer, by: 'application'} as const]),
    ...usedFirst(quick, answer).map(url => ({url, by: 'cloudflared'}) as const),
  ];
  return all.slice(0, MOST);
}

/** So many are tried. */
const MOST = 6;

const usedFirst = (urls: readonly string[], used: string | undefined): string[] =>
  [...urls].sort((a, b) => Number(b === used) - Number(a === used));

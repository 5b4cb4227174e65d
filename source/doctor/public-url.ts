import {asHttpUrl} from '../text/url.js';
import type {Tunnel} from '../tunnel/ngrok.js';
import type {VonageApplication} from '../vonage/application.js';
import type {Plan} from './plan.js';

/** An address under which the world is to reach the listener, without a path, and who says so. */
export type PublicUrl = {url: string; by: 'given' | 'ngrok' | 'application'};

/** Where Vonage reaches this listener, as far as anybody says: by hand, by ngrok's agent, or where the application sends answer webhooks. */
export function publicUrlOf(
  {tunnel, port}: Pick<Plan, 'tunnel' | 'port'>,
  tunnels: readonly Tunnel[] = [],
  application?: VonageApplication,
): PublicUrl | undefined {
  if (tunnel !== undefined) return {url: tunnel, by: 'given'};
  const answer = asHttpUrl(application?.voice?.answer?.address ?? '')?.origin;
  const here = tunnels.filter(each => each.port === port);
  const used = here.find(({url}) => asHttpUrl(url)?.origin === answer) ?? here[0];
  if (used) return {url: used.url, by: 'ngrok'};
  return answer === undefined ? undefined : {url: answer, by: 'application'};
}

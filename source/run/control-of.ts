import type {Config} from '../config/resolve.js';
import {credentialsOf} from './credentials.js';
import {type Intervening, intervening} from './intervening.js';
import {answeringOf} from './listening.js';
import type {Session} from './session.js';

export const NOT_ALLOWED =
  'Nothing is done to calls from here unless it is started with --allow-control: what is called is charged for.';

export const NO_CREDENTIALS =
  'To act on calls, the Voice API wants --application-id and --private-key (VONAGE_APPLICATION_ID, VONAGE_PRIVATE_KEY).';

/** What acts on the calls of a monitor, where the person allowed it; or why nothing does. */
export function controlOf(config: Config, {emit}: Pick<Session, 'emit'>): Intervening | string {
  const {allowControl, from} = config.settings;
  if (!allowControl?.value) return NOT_ALLOWED;
  const credentials = credentialsOf(config);
  if (!credentials) return NO_CREDENTIALS;
  return intervening({
    credentials,
    answering: answeringOf(config),
    from: from?.value,
    keep: intervened => emit({source: 'control', action: 'intervene', intervened}),
  });
}

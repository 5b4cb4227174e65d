import type {Config} from '../config/resolve.js';
import {type Again, againWith} from './replay/again.js';
import {targetAt} from './replay/target.js';
import {targetOf} from './replay/target-of.js';
import type {Session} from './session.js';

/**
 * What `r` and `R` do in a session; undefined where nothing is passed on. A webhook is sent as it was passed on: method, path, headers and body,
 * all but what is never recorded. `otherwise` is the application where none is named.
 */
export function resendOf(
  config: Config,
  {archive, emit}: Pick<Session, 'archive' | 'emit'>,
  otherwise?: string,
): Again | undefined {
  const target = targetOf(config) ?? (otherwise === undefined ? undefined : {url: otherwise, flag: 'the application'});
  if (!target) return undefined;
  return againWith({
    open: () => targetAt(target),
    payload: seq => archive.payload(seq),
    keep: resent => emit({source: 'control', action: 'resend', resent}),
    applicationId: () => config.settings.applicationId?.value,
  });
}

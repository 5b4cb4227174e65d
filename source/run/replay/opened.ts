import type {ControlObservation, Observation, Resent} from '../../call/observation.js';
import type {Config} from '../../config/resolve.js';
import {redactDraft} from '../../recording/redact.js';
import {ObservationCache} from '../../store/observation-cache.js';
import type {Taking} from '../session.js';
import type {Source} from '../source.js';
import {type Again, againWith} from './again.js';
import {targetAt} from './target.js';
import {targetOf} from './target-of.js';

/** Bytes of answers that are kept, the newest ones. */
const MOST_KEPT = 16e6;

/**
 * A recording whose webhooks can be sent to the application again, where it is said which. The file stays as it is: what came of it is in memory, with
 * numbers that no recording has, and at the recording's own end, because no time passes in there.
 */
export function withAgain<Opened extends Source>(source: Opened, config: Config): {source: Opened; resend?: Again} {
  const target = targetOf(config);
  if (!target) return {source};
  const sent = new ObservationCache();
  let [count, last] = [0, 0];
  let applicationId = config.settings.applicationId?.value;
  let take: Taking = () => undefined;

  function keep(resent: Resent): Promise<unknown> {
    count += 1;
    const draft = {source: 'control', action: 'resend', resent} as const;
    const observation: ControlObservation = {...redactDraft(draft), seq: -count, at: last};
    sent.add(observation, MOST_KEPT);
    return Promise.resolve(take([observation]));
  }

  function look(o: Observation): void {
    last = Math.max(last, o.at);
    if (o.source === 'control') applicationId = o.setup?.applicationId ?? applicationId;
  }

  return {
    source: {
      ...source,
      payload: seq => (seq < 0 ? Promise.resolve(sent.get(seq)) : source.payload(seq)),
      listen(onObservations) {
        take = onObservations;
        return source.listen(batch => {
          batch.forEach(look);
          return onObservations(batch);
        });
      },
    },
    resend: againWith({
      open: () => targetAt(target),
      payload: source.payload,
      keep,
      applicationId: () => applicationId,
    }),
  };
}

import type {HealthObservation, Observation} from '../../call/observation.js';
import type {Source} from '../source.js';
import type {Serving} from './server.js';

/** The same source; who is served is told how it stands with it, too: that is in no recording, and a page would say that it is live while nothing comes. */
export function tellServed<From extends Source>(source: From, serving: Serving | undefined): From {
  if (!serving) return source;
  return {
    ...source,
    listen: take =>
      source.listen(batch => {
        for (const each of batch) if (isStanding(each)) serving.tell(each);
        return take(batch);
      }),
  };
}

type Standing = HealthObservation & {state: 'ok' | 'failing'};

function isStanding(each: Observation): each is Standing {
  if (each.source !== 'health' || each.part !== 'feed' || each.conversation !== undefined) return false;
  return each.state === 'ok' || each.state === 'failing';
}

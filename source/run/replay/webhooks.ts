import {isWebhook, type Observation} from '../../call/observation.js';
import type {Place} from '../../store/replayed/replayed.js';

/** Gathers the webhooks of a recording as it is read: no payload is kept. */
export function createPlaces() {
  const places: Place[] = [];
  const bySeq = new Map<number, Place>();
  let applicationId: string | undefined;
  return {
    take(batch: readonly Observation[]): void {
      for (const o of batch) {
        if (o.source === 'reply') {
          const place = bySeq.get(o.to);
          if (place) place.reply ??= o.seq;
          // It was answered: nothing more is said of it.
          bySeq.delete(o.to);
        } else if (o.source === 'control') applicationId = o.setup?.applicationId ?? applicationId;
        if (!isWebhook(o)) continue;
        const place: Place = {seq: o.seq, at: o.at};
        places.push(place);
        bySeq.set(o.seq, place);
      }
    },
    /** In the order recorded. */
    all: (): readonly Place[] => places,
    applicationId: () => applicationId,
  };
}

import {isWebhook, type Observation} from '../../call/observation.js';
import type {RecordedWebhook} from '../../store/replayed/replayed.js';

/** Gathers the webhooks of a recording as it is read: no payload is kept. */
export function gatherWebhooks() {
  const webhooks: RecordedWebhook[] = [];
  const bySeq = new Map<number, RecordedWebhook>();
  let applicationId: string | undefined;
  return {
    take(batch: readonly Observation[]): void {
      for (const o of batch) {
        if (o.source === 'reply') {
          const webhook = bySeq.get(o.to);
          if (webhook) webhook.reply ??= o.seq;
          // It was answered: nothing more is said of it.
          bySeq.delete(o.to);
        } else if (o.source === 'control') applicationId = o.setup?.applicationId ?? applicationId;
        if (!isWebhook(o)) continue;
        const webhook: RecordedWebhook = {seq: o.seq, at: o.at};
        webhooks.push(webhook);
        bySeq.set(o.seq, webhook);
      }
    },
    /** In the order recorded. */
    all: (): readonly RecordedWebhook[] => webhooks,
    applicationId: () => applicationId,
  };
}

import {isWebhook, type Observation} from '../../call/observation.js';
import {FileError} from '../../config/problem.js';
import {createFeed} from '../../store/feed.js';
import type {RecordedWebhook} from '../../store/replayed/replayed.js';
import {printable} from '../../text/printable.js';
import {factOf} from '../../vonage/facts.js';
import {observationsOf} from '../../world/read/event-view.js';
import {chosenCalls} from '../chosen-calls.js';
import {readingBar} from '../reading-bar.js';
import type {Replay} from '../recorded.js';

/**
 * The webhooks of a recording: of all its calls, or of those that are meant by some words. Throws `FileError` where it cannot be read or has
 * none, and `UsageError` for a word that means no call.
 */
export async function readWebhooks(
  recording: Replay,
  words: readonly string[] | undefined,
  {files, signal}: {files: readonly string[]; signal: AbortSignal},
): Promise<{webhooks: readonly RecordedWebhook[]; applicationId?: string}> {
  const webhooks = gatherWebhooks();
  // Whose webhook is which is known when all have been read.
  const feed = words && createFeed(factOf);
  const unbar = readingBar(recording);
  try {
    await recording.listen(batch => {
      webhooks.take(batch);
      feed?.take(batch);
    });
  } finally {
    unbar();
  }
  const [all, applicationId] = [webhooks.all(), webhooks.applicationId()];
  if (all.length === 0 && !signal.aborted) throw new FileError(noWebhook(files));
  if (!words || !feed || signal.aborted) return {webhooks: all, applicationId};
  const world = feed.world();
  const meant = new Set(
    chosenCalls(world, words, files).flatMap(id =>
      (world.conversations.get(id)?.rows ?? []).flatMap(row => observationsOf(world, row)),
    ),
  );
  return {webhooks: all.filter(({seq}) => meant.has(seq)), applicationId};
}

/** Gathers the webhooks of a recording as it is read: no payload is kept. */
function gatherWebhooks() {
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

function noWebhook(files: readonly string[]): string {
  const where = files.map(file => (file === '-' ? 'Standard input' : printable(file))).join(', ');
  return `${where} holds no webhook: there is nothing to send. Name another recording.`;
}

import type {Payload} from '../../output/received.js';
import type {Ended, RecordedWebhook, Replayed} from '../../store/replayed/replayed.js';
import {type About, aboutOf, readBack, sendAgain} from './send-again.js';
import {type ReplayTarget, whyUnsent} from './target.js';

/** What is to become of the next webhook. */
export type NextStep = 'send' | 'skip' | 'end';

type Options = {
  webhooks: readonly RecordedWebhook[];
  payload: Payload;
  target: ReplayTarget;
  /** Whose application it is, where that is known. */
  applicationId?: string;
  /** Waits until the next webhook is due. */
  turn(next: About): Promise<NextStep>;
  onResult(result: Replayed): void | Promise<void>;
  /** Ends it; what is under way is let go of with `target.close`. */
  signal: AbortSignal;
};

/** So many webhooks in a row without any answer, and the rest is not tried: each could take its ten seconds. */
const MOST_UNANSWERED = 3;

/** Sends webhooks again, one after the other, in the order recorded, each when it is its turn. */
export async function replay(options: Options): Promise<Ended> {
  const {webhooks, signal, onResult} = options;
  let unanswered = 0;
  for (const [i, webhook] of webhooks.entries()) {
    const result = signal.aborted ? undefined : await replayOne(webhook, options);
    if (!result) return {how: 'stopped', left: webhooks.length - i};
    await onResult(result);
    if (result.outcome !== 'unsent') unanswered = result.outcome === 'unanswered' ? unanswered + 1 : 0;
    const left = webhooks.length - i - 1;
    if (unanswered >= MOST_UNANSWERED && left > 0) return {how: 'dead', left};
  }
  return {how: 'done', left: 0};
}

/** Undefined where it was stopped meanwhile. */
async function replayOne(webhook: RecordedWebhook, options: Options): Promise<Replayed | undefined> {
  const {payload, target, applicationId, turn, signal} = options;
  const exchange = await readBack(webhook, payload);
  if (!exchange) return lost(webhook);
  const unsent = (note: string): Replayed => ({...aboutOf(exchange), outcome: 'unsent', note, differences: []});
  const why = whyUnsent(exchange.webhook);
  if (why !== undefined) return unsent(why);
  const next = await turn(aboutOf(exchange));
  if (signal.aborted || next === 'end') return undefined;
  if (next === 'skip') return unsent('It was passed over.');
  const result = await sendAgain(exchange, {target, applicationId});
  return signal.aborted ? undefined : result;
}

function lost({seq, at}: RecordedWebhook): Replayed {
  const nothing = {route: 'event', method: '?', path: '?', differences: []} as const;
  return {seq, at, ...nothing, outcome: 'unsent', note: 'It could not be read back from the recording.'};
}

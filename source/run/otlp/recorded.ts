import {setTimeout} from 'node:timers/promises';
import {callSpans} from '../../output/otel/call.js';
import {withLinks} from '../../output/otel/links.js';
import {maskedSpan} from '../../output/otel/masked.js';
import type {Span} from '../../output/otel/span.js';
import type {Payload} from '../../output/received.js';
import {counted} from '../../text/counted.js';
import {version} from '../../version.js';
import {callsOf} from '../../world/read/calls.js';
import type {World} from '../../world/world.js';
import {warn} from '../warn.js';
import {wayWarning} from './collector.js';
import {SPANS_AT_ONCE} from './outbox.js';
import {AGAIN, type SendResult, send} from './send.js';
import {createWire} from './wire.js';

/** A collector did not take what it was sent. */
export class OtlpError extends Error {
  override readonly name = 'OtlpError';
}

type Options = {
  payload: Payload;
  /** Only calls that went through one of these; all without. */
  conversations?: readonly string[];
  hasNumbers?: boolean;
};

/** ms between two tries where a collector has too much to do, unless it says how long. */
const PAUSES = [1000, 2000, 4000, 8000];

/**
 * Sends the traces of recorded calls, with their own times, and resolves with how many. No metrics: those are of the time at which they are sent. Throws
 * `OtlpError`.
 */
export async function sendRecorded(
  url: string,
  world: World,
  {payload, conversations, hasNumbers = false}: Options,
): Promise<number> {
  const doubts = new Set([wayWarning(url) ?? []].flat());
  const wire = createWire(version, 'recorded', text => doubts.add(text));
  const way = wire.way('traces');
  for (const text of doubts) warn(text);
  const post = (spans: readonly Span[]) => send(url, 'traces', wire.traces(spans), way, new AbortController().signal);
  let waiting: Span[] = [];
  let [sent, taken] = [0, 0];
  const flush = async () => {
    const outcome = await patiently(() => post(waiting));
    const trouble = outcome.ok ? outcome.refused : outcome.text.replace(AGAIN, '');
    if (trouble !== undefined) throw new OtlpError(`${trouble} ${counted(taken, 'trace')} had been taken before.`);
    waiting = [];
    taken = sent;
  };
  for (const call of callsOf(world)) {
    if (conversations && !call.conversations.some(({id}) => conversations.includes(id))) continue;
    const spans = callSpans(call);
    if (waiting.length > 0 && waiting.length + spans.length > SPANS_AT_ONCE) await flush();
    waiting = waiting.concat(await withLinks(hasNumbers ? spans : spans.map(maskedSpan), payload));
    sent += 1;
  }
  if (waiting.length > 0) await flush();
  return sent;
}

/** Again where a collector answers that it has no time just now; where none answers, the person is told at once. */
async function patiently(post: () => Promise<SendResult>): Promise<SendResult> {
  for (const pause of PAUSES) {
    const outcome = await post();
    if (outcome.ok || !outcome.again || !outcome.code.startsWith('status-')) return outcome;
    await setTimeout(outcome.waitMs ?? pause);
  }
  return post();
}

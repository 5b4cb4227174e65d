import type {AnswerDifference, Outcome} from '../../call/answer-difference.js';
import {type ReplyObservation, type WebhookObservation, wantsNcco} from '../../call/observation.js';
import {isNcco} from '../../intake/ncco-check.js';
import {refusalOf, unsuitableCodes} from '../../intake/refusal.js';
import {type ApplicationAnswer, answerDifferences} from '../../store/replayed/compare.js';
import type {WebhookResponse} from '../../store/replayed/replayed.js';

type Compared = {outcome: Outcome; differences: readonly AnswerDifference[]};

/** Holds what came back for a webhook against what was answered then. */
export function heldAgainst(
  webhook: WebhookObservation,
  then: ReplyObservation | undefined,
  {raw: now}: WebhookResponse,
): Compared {
  if (!now) return {outcome: 'unanswered', differences: []};
  if (!then) return {outcome: 'new', differences: []};
  const differences = differencesOf(webhook, then, now);
  return {outcome: differences.length === 0 ? 'alike' : 'different', differences};
}

function differencesOf(webhook: WebhookObservation, then: ReplyObservation, now: NonNullable<WebhookResponse['raw']>) {
  const isOwn = then.by === 'monitor';
  // What the caller got instead of the application's own answer says nothing of that.
  if (isOwn && then.failure) return answerDifferences({failure: then.failure}, asItWouldBe(webhook, now));
  if (isStatusAlone(then)) return answerDifferences({...now, status: then.raw.status}, now);
  const {source} = webhook;
  // The monitor itself only says that it has received an event: whatever else says so is alike.
  const isReceipt = isOwn && !wantsNcco[source] && isGood(then.raw.status) && isGood(now.status);
  const replaces = isNcco(source, {status: now.status, rawHeaders: [], body: Buffer.from(now.body)});
  return isReceipt && !replaces ? [] : answerDifferences(then.raw, now);
}

/** An answer as the monitor would take it from an application: with what Vonage would refuse it for. */
function asItWouldBe({source, raw}: WebhookObservation, now: NonNullable<WebhookResponse['raw']>): ApplicationAnswer {
  if (!wantsNcco[source]) return now;
  const body = Buffer.from(now.body, now.encoding ?? 'utf8');
  const failure = refusalOf({status: now.status, rawHeaders: Object.entries(now.headers).flat(), body}, raw);
  return failure && unsuitableCodes.has(failure.code) ? {failure} : now;
}

/** Whether nothing but its status was kept of an answer, as a snapshot does it. */
export const isStatusAlone = ({raw}: ReplyObservation): boolean =>
  raw.body === '' && Object.keys(raw.headers).length === 0;

const isGood = (status: number): boolean => status >= 200 && status <= 299;

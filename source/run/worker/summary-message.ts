import {tokenOf} from '../../bus/subject.js';
import {LONGEST_SUMMARY} from '../../bus/summaries.js';
import {type Incoming, quoted} from '../../bus/wire.js';
import {type CallSummary, callSummarySchema, SUMMARY} from '../../output/call-summary-schema.js';
import {jsonText} from '../../text/json.js';
import {jsonIn} from '../../text/json-in.js';

/** Vonage's have 40 signs. A call that is called by more has no summary. */
export const LONGEST_ID = 1000;

/** A summary as it is published: without its legs where strangers have made it too long to be read. */
export function summaryText(summary: CallSummary): string {
  const text = jsonText(summary);
  return Buffer.byteLength(text) <= LONGEST_SUMMARY ? text : jsonText({...summary, legs: []});
}

/** Whether a call is of an application, and somebody of this name saw something of it, as far as these are asked for. */
export const isOf = (
  summary: CallSummary,
  {application, listener}: {application?: string; listener?: string},
): boolean =>
  (application === undefined || summary.application === application) &&
  (listener === undefined || summary.listeners.includes(listener));

/** The summary that a message holds, or why it is none, in words that continue "A message …". Never throws. */
export function summaryIn({subject, body}: Pick<Incoming, 'subject' | 'body'>): CallSummary | string {
  if (body.length > LONGEST_SUMMARY)
    return `is too large: ${body.length} bytes, and ${LONGEST_SUMMARY} are read at most`;
  const value = jsonIn(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  if (value === undefined) return 'holds no JSON';
  const {success, data, error} = callSummarySchema.safeParse(value);
  if (!success) {
    const [issue] = error.issues;
    return `is no ${SUMMARY}: ${issue?.path.join('.').slice(0, 80) || 'it'} is not as it should be`;
  }
  if (data.conversation.length > LONGEST_ID) return `is of a call whose id is longer than ${LONGEST_ID} signs`;
  const [, team, conversation] = subject.split('.');
  if (team === data.team && conversation === tokenOf(data.conversation)) return data;
  return `stands in the place of ${quoted(subject)}, and is of ${quoted(data.conversation)}`;
}

import {isTaken} from '../../call/meaning/refused.js';
import type {Attempt, Deadlines} from './send.js';

/** What kind of webhook it is decides how long the application has and when it is asked again. */
export type Kind = 'answer' | 'event' | 'fallback' | 'rtc';

/** Real ms, the defaults of Vonage's application settings `connect_timeout` and `socket_timeout`. */
export const vonageDeadlines: Record<Kind, Deadlines> = {
  answer: {connectMs: 1000, replyMs: 5000},
  fallback: {connectMs: 1000, replyMs: 5000},
  event: {connectMs: 1000, replyMs: 10_000},
  rtc: {connectMs: 1000, replyMs: 10_000},
};

/** Failures and statuses after which Vonage asks once more (support article on answer URL failures). */
const retriedFailures = new Set(['connect-timeout', 'socket-timeout', 'closed', 'refused', 'unreachable']);
const retriedAnswers = new Set([429, 503, 504]);

/** Whether Vonage asks once more after this attempt; it never asks a third time. */
export function isRetried(kind: Kind, {reply, failure}: Attempt): boolean {
  if (failure) return retriedFailures.has(failure.code);
  if (kind === 'answer' || kind === 'fallback') return retriedAnswers.has(reply.status);
  return !isTaken(kind, reply.status);
}

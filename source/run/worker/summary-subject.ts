import {UsageError} from '../../config/problem.js';
import {beyondSummary, textsOf} from '../../filter/beyond-summary.js';
import type {Filter} from '../../filter/filter.js';
import type {CallSubject} from '../../filter/subject.js';
import type {CallSummary} from '../../output/call-summary-schema.js';

/** What a filter is asked about, of a summary; `index` is its place in the list, counted from 1. */
export function summarySubject(summary: CallSummary, index: number): CallSubject {
  const {conversation, name, state, status, direction, startedAt, endedAt, lastAt, legs, problems} = summary;
  const at = Date.parse(startedAt);
  return {
    id: conversation,
    index,
    name: name ?? undefined,
    state,
    status: status ?? undefined,
    direction: direction ?? undefined,
    time: {at, clock: at % 86_400_000, sinceStart: 0},
    durationMs: Date.parse(endedAt ?? lastAt) - at,
    legs: legs.map(({id, label, type, from, to, ...leg}) => ({
      id,
      label,
      endpoint: type,
      direction: leg.direction ?? undefined,
      status: leg.status ?? undefined,
      from: from ?? undefined,
      to: to ?? undefined,
    })),
    members: [],
    problems,
    marked: false,
    someEvent: () => false,
  };
}

/** Throws `UsageError` for a filter that asks what no summary can answer. */
export function checkFilter(filter: Filter): void {
  const asked = beyondSummary(filter);
  if (!asked) return;
  throw new UsageError(
    `--filter: ${asked.field}:${textsOf(asked.values).join()} asks what happened in a call, and a summary does not say that. Ask of calls (status, from, to, number, duration, legs, is:problem), or read what happened: convo-monitor open nats://… --filter.`,
  );
}

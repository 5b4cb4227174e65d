import {BY_APPLICATION, type EventLog, GET} from '../../world/event-log.js';
import type {Call} from '../../world/read/calls.js';
import {delayOfReport} from '../../world/read/delay.js';
import {legOfRow} from '../../world/read/leg-of-row.js';
import {type Span, spanId} from './span.js';
import {type SpanParents, under} from './span-parents.js';

/** What the application was asked and answered: from the webhook's coming to its reply, by this machine's clock. */
export function answerSpans({world, rows}: Call, parents: SpanParents): Span[] {
  const {log} = world;
  const seen = new Map<string, number>();
  return rows()
    .filter(row => log.has(row, BY_APPLICATION) && log.replyOf(row) !== undefined)
    .map(row => {
      const [type, from] = [log.typeOf(row), log.arrived[row] ?? 0];
      const conversation = world.conversations.get(log.conversationOf(row));
      const leg = conversation && legOfRow(world, conversation, row);
      // The same in every recording of the call, which its seq is not.
      const key = `application ${type} ${leg} ${Math.round(log.at[row] ?? 0)}`;
      const count = seen.get(key) ?? 0;
      seen.set(key, count + 1);
      const delay = delayOfReport(log, row);
      return {
        trace: parents.trace,
        id: spanId(parents.trace, key, count),
        parent: under(parents, leg),
        name: `application ${type}`,
        kind: 'client',
        from,
        to: from + (log.replyMs[row] ?? 0),
        attributes: {
          'http.request.method': log.has(row, GET) ? 'GET' : 'POST',
          'http.response.status_code': log.replyStatus[row] || undefined,
          'error.type': log.failures.get(row)?.code ?? (isRefused(log, row) ? String(log.replyStatus[row]) : undefined),
          'vonage.webhook.type': type,
          'vonage.webhook.delay': delay === undefined ? undefined : delay / 1000,
          'vonage.webhook.ncco': log.nccos.has(row) || undefined,
          'vonage.leg.id': leg,
        },
        error: errorOf(log, row),
        told: [log.seq[row] ?? 0, log.replyOf(row) ?? 0],
      } satisfies Span;
    });
}

const isRefused = (log: EventLog, row: number): boolean => (log.replyStatus[row] ?? 0) >= 400;

function errorOf(log: EventLog, row: number): string | undefined {
  return (
    log.failures.get(row)?.text ??
    (isRefused(log, row) ? `The application answered ${log.replyStatus[row]}.` : undefined)
  );
}

import type {CallSummary} from '../../output/call-summary-schema.js';
import {printable} from '../../text/printable.js';
import {clock, span} from '../../text/time.js';

/** A call as a line: when, how long, who, what became of it. Nothing from outside acts on a terminal. */
export function callLine(summary: CallSummary): string {
  const {conversation, direction, ending, from, problems, startedAt, status, state, talkMs, to} = summary;
  const cells = [
    clock(Date.parse(startedAt)).slice(0, 8),
    (status ?? state).padEnd(10),
    (talkMs === null ? '–' : span(talkMs)).padStart(6),
    direction === 'inbound' ? 'in ' : direction === 'outbound' ? 'out' : '–  ',
    `${printable(from ?? '–', 24)} → ${printable(to ?? '–', 24)}`.padEnd(31),
    (problems > 0 ? `!${problems}` : '').padStart(3),
    conversation,
    ending,
  ];
  return printable(cells.join('  '), 1000);
}

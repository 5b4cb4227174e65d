import type {CallSummary} from '../../output/call-summary-schema.js';
import {fit, printable, type Safe, safe, widthOf} from '../../text/printable.js';
import {clock, span} from '../../text/time.js';

/** A part of the line. Where a terminal has no room for all, those of the highest `rank` are left out. */
type Cell = {
  rank: number;
  /** Cells that it takes; a text that is shorter is filled up. */
  width?: number;
  align?: 'right';
  /** So few cells of it are enough. */
  least?: number;
  of: (summary: CallSummary) => Safe;
};

const ways = {inbound: safe`in`, outbound: safe`out`} as const;

const cells: readonly Cell[] = [
  {rank: 1, width: 8, of: ({startedAt}) => printable(clock(Date.parse(startedAt)).slice(0, 8))},
  {rank: 2, width: 10, of: ({status, state}) => printable(status ?? state)},
  {rank: 3, width: 6, align: 'right', of: ({talkMs}) => (talkMs === null ? safe`–` : printable(span(talkMs)))},
  {rank: 7, width: 3, of: ({direction}) => (direction === null ? safe`–` : ways[direction])},
  {rank: 5, width: 31, of: ({from, to}) => safe`${printable(from ?? '–', 24)} → ${printable(to ?? '–', 24)}`},
  {rank: 4, width: 3, align: 'right', of: ({problems}) => (problems > 0 ? safe`!${problems}` : safe``)},
  {rank: 8, width: 40, of: ({conversation}) => printable(conversation, 64)},
  {rank: 6, least: 24, of: ({ending}) => printable(ending, 800)},
];

const GAP = 2;

/**
 * A call as a line: when, how long, who, what became of it. Nothing from outside acts on a terminal; of a terminal of that width it takes one row, without
 * what there is no room for.
 */
export function callLine(summary: CallSummary, width = Number.POSITIVE_INFINITY): string {
  const all = cells.map(({of, width: filled = 0, align, ...rest}) => {
    const text = of(summary);
    return {...rest, text: fit(text, Math.max(filled, widthOf(text)), {align})};
  });
  const kept = new Set<(typeof all)[number]>();
  let room = width;
  for (const cell of all.toSorted((a, b) => a.rank - b.rank)) {
    const needed = Math.min(widthOf(cell.text), cell.least ?? Number.POSITIVE_INFINITY);
    if (needed > room) break;
    kept.add(cell);
    room -= needed + GAP;
  }
  const line = all
    .filter(cell => kept.has(cell))
    .map(({text}) => text)
    .join(' '.repeat(GAP));
  return printable(line, width).trimEnd();
}

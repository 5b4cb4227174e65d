import type {AnswerDifference} from '../../call/answer-difference.js';

/** Lines of a text that are shown of either side. */
const MOST_LINES = 10;

/** Where two texts differ, line by line: what they begin and end with alike is left out. */
export function lineDifferences(then: string, now: string): AnswerDifference[] {
  const [before, after] = [linesOf(then), linesOf(now)];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const lines = (all: readonly string[]) => all.slice(head, all.length - tail);
  return [
    ...shown(lines(before)).map((text): AnswerDifference => ({what: 'body', kind: 'removed', before: text})),
    ...shown(lines(after)).map((text): AnswerDifference => ({what: 'body', kind: 'added', now: text})),
  ];
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));

function shown(lines: readonly string[]): string[] {
  const rest = lines.length - MOST_LINES;
  return rest > 0 ? [...lines.slice(0, MOST_LINES), `… and ${rest} more lines`] : [...lines];
}

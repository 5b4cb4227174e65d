import {printable, type Safe, safe, wrap} from '../terminal/text.js';
import type {Part} from './line.js';

/** Rows of JSON shown at once; the rest is in the snapshot. */
const MOST_ROWS = 2000;

/** A body as pretty JSON, a row of parts each, keys and values told apart; text that is no JSON as it is. */
export function jsonLines(body: string, width: number): Part[][] {
  if (body === '') return [[['dim', safe`(no body)`]]];
  const pretty = indent(body);
  if (pretty === undefined) return wrap(printable(body, 20_000), Math.max(1, width)).map(text => [text]);
  return pretty
    .split('\n')
    .slice(0, MOST_ROWS)
    .flatMap(row => folded(row, width));
}

/** Undefined for what does not parse, or is nested too deep to be written again. */
function indent(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' ? JSON.stringify(value, null, 2) : undefined;
  } catch {
    return undefined;
  }
}

function folded(row: string, width: number): Part[][] {
  const space = /^ */.exec(row)?.[0] ?? '';
  const match = /^("(?:[^"\\]|\\.)*": )(.*)$/.exec(row.slice(space.length));
  const key = match?.[1] ?? '';
  const value = match?.[2] ?? row.slice(space.length);
  const room = Math.max(8, width - space.length);
  const [first = safe``, ...more] = wrap(printable(key + value, 8000), room);
  const keyText = printable(key, 8000);
  const shownKey = first.startsWith(keyText) ? keyText : safe``;
  const rest = first.slice(shownKey.length) as Safe;
  return [[printable(space), ['info', shownKey], rest], ...more.map((text): Part[] => [printable(space), text])];
}

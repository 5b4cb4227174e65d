import stringWidth from 'string-width';
import {EVEN} from '../../text/printable.js';
import {remember} from './remember.js';

/** What there is to know of one line, styles included. */
export type KnownLine = {
  /** Cells it takes in a layout: string-width's number. */
  readonly width: number;
  /**
   * Cells it takes in Ink's `Output`, where even a mark without a letter takes one. Undefined where the line must go through
   * Ink's own: it holds controls other than the styles below, leaves a style open, or a style stands between a letter and its mark.
   */
  readonly cells: number | undefined;
};

const SGR = /\x1b\[([\d;]*)m/g;
const CONTROL = /\p{Cc}/u;

/** The SGR codes that are understood here, by the code that ends them. The rest is Ink's. */
const ENDS = new Map<string, string>();
for (const [end, codes] of [
  [22, [1, 2]],
  [23, [3]],
  [24, [4]],
  [27, [7]],
  [29, [9]],
  [39, [30, 31, 32, 33, 34, 35, 36, 37, 90, 91, 92, 93, 94, 95, 96, 97]],
  [49, [40, 41, 42, 43, 44, 45, 46, 47, 100, 101, 102, 103, 104, 105, 106, 107]],
] as const) {
  ENDS.set(String(end), String(end));
  for (const code of codes) ENDS.set(String(code), String(end));
}

/** Whether all styles of a line are known and none is left open for what comes after it. */
function endsPlain(line: string): boolean {
  const open = new Set<string>();
  for (const [, parameters = ''] of line.matchAll(SGR)) {
    for (const code of parameters.split(';')) {
      const end = ENDS.get(code);
      if (end === undefined) return false;
      if (end === code) open.delete(end);
      else open.add(end);
    }
  }
  return open.size === 0;
}

const segmenter = new Intl.Segmenter();
const graphemeWidth = remember(stringWidth, 2000);

/** Ink's count of a text's cells; undefined when its first character would join the `m` of a style before it, and be lost. */
function cellsOf(text: string): number | undefined {
  if (EVEN.test(text)) return text.length;
  let cells = -1;
  for (const {segment, index} of segmenter.segment(`m${text}`)) {
    if (index === 0 && segment !== 'm') return undefined;
    cells += Math.max(1, graphemeWidth(segment));
  }
  return cells;
}

function look(line: string): KnownLine {
  if (EVEN.test(line)) return {width: line.length, cells: line.length};
  const text = line.replace(SGR, '');
  if (CONTROL.test(text) || !endsPlain(line)) return {width: stringWidth(line), cells: undefined};
  if (EVEN.test(text)) return {width: text.length, cells: text.length};
  let cells: number | undefined = 0;
  // Every second piece is the parameters of a style.
  for (const [index, piece] of line.split(SGR).entries()) {
    if (index % 2 === 1 || piece === '') continue;
    const more = cellsOf(piece);
    cells = cells === undefined || more === undefined ? undefined : cells + more;
  }
  return {width: stringWidth(line), cells};
}

/** A frame of the largest terminals has some 300 lines, and the next one most of them again. */
const LINES_KEPT = 1000;

/** Looks at a line, or remembers it. */
export const knownLine = remember(look, LINES_KEPT);

/** Anything that is not text or a style: another sequence, or a control of the second set. */
const OTHER = /\x1b(?!\[[\d;]*m)|[\x80-\x9f]/;

/**
 * Ink's `sanitizeAnsi`, which takes apart every text of every frame, asked only where there is something to find: it keeps text
 * and styles as they are.
 */
export function sanitizeWith(sanitizeAnsi: (text: string) => string) {
  return (text: string): string => (OTHER.test(text) ? sanitizeAnsi(text) : text);
}

import {widthOf} from '../text/printable.js';
import {CURSOR_HERE} from './style.js';

/** One row of a frame, cell by cell. A wide character is followed by an empty cell. */
export type TerminalRow = {
  readonly texts: readonly string[];
  /** The parameters of each cell's SGR sequence; empty for plain text. */
  readonly styles: readonly string[];
  /** Every character is a cell of its own, so that a part of the row can be rewritten on any terminal. */
  readonly isEven: boolean;
  /** The column of the cursor, from 0, where it stands in this row. */
  readonly cursor?: number | undefined;
};

/** Which slot of a style an SGR code fills, or which slots it empties. Codes that are not here are not passed on. */
const SLOTS: Record<number, string> = {1: 'bold', 2: 'dim', 3: 'italic', 4: 'underline', 7: 'inverse', 9: 'strike'};
const ENDS: Record<number, readonly string[]> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
  39: ['color'],
  49: ['background'],
};

function slotOf(code: number): string | undefined {
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) return 'color';
  if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) return 'background';
  return SLOTS[code];
}

/** Carries out one SGR sequence on the style that is set. */
function applySgr(parameters: string, slots: Map<string, string>): void {
  const codes = parameters.split(/[;:]/).map(Number);
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 0) slots.clear();
    else if (code === 38 || code === 48) {
      // 38;5;n and 38;2;r;g;b: the colours beyond the sixteen.
      const length = codes[index + 1] === 5 ? 3 : 5;
      slots.set(code === 38 ? 'color' : 'background', codes.slice(index, index + length).join(';'));
      index += length - 1;
    } else {
      const slot = slotOf(code);
      if (slot) slots.set(slot, String(code));
      for (const end of ENDS[code] ?? []) slots.delete(end);
    }
  }
}

const STYLES_KEPT = 1000;
const knownStyles = new Map<string, string>();

/** The style after an SGR sequence: a screen has few, and each begins and ends many times in every frame. */
function styleAfter(style: string, parameters: string): string {
  const key = `${style}m${parameters}`;
  const known = knownStyles.get(key);
  if (known !== undefined) return known;
  const slots = new Map<string, string>();
  applySgr(style, slots);
  applySgr(parameters, slots);
  const after = [...slots.values()].join(';');
  if (knownStyles.size < STYLES_KEPT) knownStyles.set(key, after);
  return after;
}

const SGR = /\x1b\[([\d;:]*)m/y;
const CONTROL = /[\p{Cc}\p{Cs}]/u;

/**
 * Reads a row as Ink wrote it, into at most `columns` cells. Styles are the only sequences understood: any other control character
 * becomes a `?`, so nothing that slipped through elsewhere can drive the terminal.
 */
export function parseRow(line: string, columns: number): TerminalRow {
  const texts: string[] = [];
  const styles: string[] = [];
  let style = '';
  let isEven = true;
  let cursor: number | undefined;
  for (let index = 0; index < line.length; ) {
    SGR.lastIndex = index;
    const sgr = line.charCodeAt(index) === 0x1b ? SGR.exec(line) : null;
    if (sgr) {
      if (sgr[0] === CURSOR_HERE) cursor = texts.length;
      style = styleAfter(style, sgr[1] ?? '');
      index += sgr[0].length;
      continue;
    }
    const character = String.fromCodePoint(line.codePointAt(index) ?? 0);
    index += character.length;
    const isLetter = character >= ' ' && character <= '~';
    const shown = isLetter || !CONTROL.test(character) ? character : '?';
    const width = isLetter ? 1 : widthOf(shown);
    if (width !== 1) isEven = false;
    if (width === 0) {
      // A wide character's mark belongs to its first cell, not to the empty one behind it.
      const owner = texts.at(-1) === '' ? texts.length - 2 : texts.length - 1;
      if (owner >= 0) texts[owner] += shown;
      continue;
    }
    if (texts.length + width > columns) break;
    texts.push(shown);
    styles.push(style);
    if (width === 2) {
      texts.push('');
      styles.push(style);
    }
  }
  return {texts, styles, isEven, cursor};
}

const isBlank = (row: TerminalRow, index: number) =>
  (row.texts[index] ?? ' ') === ' ' && (row.styles[index] ?? '') === '';

const isSame = (a: TerminalRow, b: TerminalRow, index: number) =>
  (a.texts[index] ?? ' ') === (b.texts[index] ?? ' ') && (a.styles[index] ?? '') === (b.styles[index] ?? '');

/**
 * The bytes that turn one row of the screen into another: only the cells that differ, in canonical SGR, ending in plain style.
 * A row with wide or stacked characters is written whole, because terminals disagree about where such characters end.
 *
 * @param at the row's number on the screen, from 1
 */
export function rowChange(before: TerminalRow, after: TerminalRow, at: number, columns: number): string {
  const length = Math.max(before.texts.length, after.texts.length);
  let first = 0;
  let end = length;
  if (before.isEven && after.isEven) {
    while (first < length && isSame(before, after, first)) first += 1;
    while (end > first && isSame(before, after, end - 1)) end -= 1;
    if (first === end) return '';
  }
  // Blanks up to the end of the row are erased rather than written. Not in the last column: erasing there takes a letter with it.
  let last = end;
  while (last > first && isBlank(after, last - 1)) last -= 1;
  let isErased = last < end || !after.isEven || !before.isEven;
  for (let index = end; isErased && index < length; index += 1) isErased = isBlank(after, index);
  if (last >= columns) isErased = false;
  if (!isErased) last = end;
  let bytes = `\x1b[${at};${first + 1}H`;
  let style = '';
  for (let index = first; index < last; index += 1) {
    const next = after.styles[index] ?? '';
    if (next !== style) bytes += next === '' ? '\x1b[m' : `\x1b[${style === '' ? '' : '0;'}${next}m`;
    style = next;
    bytes += after.texts[index] ?? ' ';
  }
  if (style !== '') bytes += '\x1b[m';
  return isErased ? `${bytes}\x1b[K` : bytes;
}

import {eastAsianWidth} from 'get-east-asian-width';
import {ASCII_FOR} from './glyphs.js';

declare const brand: unique symbol;

/**
 * Text that may be printed: one row, no control characters, and a width that we and the terminal agree on. Only the
 * functions of this module make one, so a component that takes `Safe` cannot be handed raw text by accident.
 */
export type Safe = string & {readonly [brand]: true};

const ASCII = /^[\x20-\x7e]*$/;

/** One cell each, and none of them joins a neighbour: letters of Europe, punctuation, arrows, frames, blocks, and our signs. */
export const EVEN = /^[ -~¡-¬®-˿Ͱ-џ‐-‧←-⇿─-▟■-▼◀-◼€∅≈≠≡≤≥⊘⏎⚠♪★✓✗⧖]*$/;

const LETTER = /\p{L}/u;
const MARK = /\p{M}/u;
const EMOJI = /\p{Emoji_Presentation}/u;

/**
 * What is shown as an escape: controls, formats (bidi, zero width, tags), separators, unassigned and private code points,
 * lone surrogates, every blank that is not a plain one, conjoining jamo, and the few symbols whose width changed between versions of Unicode.
 */
const ESCAPED = new RegExp(
  [
    '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}\\p{Me}\\p{Default_Ignorable_Code_Point}\\p{Variation_Selector}]',
    '[\\u1160-\\u11ff\\ua960-\\ua97c\\ud7b0-\\ud7ff\\u2800]',
    '[\\u06de\\u1734\\u2630-\\u2637\\u268a-\\u268f\\u302e\\u302f\\u3248-\\u324f\\u4dc0-\\u4dff]',
    '(?![ \\u3000])\\p{Zs}',
  ].join('|'),
  'u',
);

/**
 * What only says how a neighbour is drawn, and is left out: joiners, variation selectors, skin tones, the frame of a key. Terminals
 * disagree about how many cells the result takes; the parts, side by side, are as wide as they are everywhere.
 */
const DRAWING = /\p{Emoji_Modifier}|\p{Variation_Selector}|\u034f|\u200c|\u200d|\u2060|\u20e3/u;

/** The flags of England, Scotland and the like: a flag and the letters of the region, unseen. */
const REGION_FLAG = /(?<=\u{1f3f4})[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}/gu;

/** A country's flag is two letters of its own alphabet, which begins here. */
const FLAG_LETTER_A = 0x1f1e6;
const FLAG_LETTER = /\p{Regional_Indicator}/u;

/** More marks than this on one letter are drawn over the rows above and below. */
const MARKS_PER_LETTER = 2;

/** Controls that have a name everybody reads. */
const NAMED: Record<string, string> = {'\x1b': '\\e', '\r': '\\r', '\n': '\\n', '\t': '\\t'};

/** One code point has one form, so that the letter and its vowel are two cells for us as they are for the terminal. */
const SPLIT: Record<string, string> = {'\u0e33': '\u0e4d\u0e32', '\u0eb3': '\u0ecd\u0eb2'};
const SPLITTABLE = /[\u0e33\u0eb3]/g;

/** What takes a cell, or two. */
const VISIBLE =
  /[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/u;

const widths = new Map<string, number>();
const WIDTHS_KEPT = 8192;

/** Cells of one code point. Terminals advance by code point, so ligatures and conjuncts are counted as their parts. */
function widthOfCharacter(character: string): number {
  const known = widths.get(character);
  if (known !== undefined) return known;
  const width = VISIBLE.test(character) ? eastAsianWidth(character.codePointAt(0) ?? 0) : 0;
  if (widths.size < WIDTHS_KEPT) widths.set(character, width);
  return width;
}

/** How many cells a text takes in a terminal. */
export function widthOf(text: string): number {
  if (EVEN.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

/** Old wide scripts and squared ideographs are one cell in one terminal and two in the next. */
function isWidthDisputed(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff && code < 0x20000 && !EMOJI.test(character) && widthOfCharacter(character) === 2;
}

function escapeOf(character: string): string {
  return NAMED[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
}

function letterOfFlag(character: string): string {
  return String.fromCharCode(65 + (character.codePointAt(0) ?? FLAG_LETTER_A) - FLAG_LETTER_A);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value !== 'object') return String(value);
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/**
 * Makes anything printable: what came from outside never reaches the terminal as a control sequence, and never moves its
 * neighbours. Escapes are shown (`\e`, `\r`, `\u{202E}`), marks stay only on a letter and at most two of them, emoji that are joined
 * or toned come as their parts and untoned (flags as letters), and the result is at most `max` cells wide, with `…` where it was cut. Printable text comes back unchanged.
 *
 * @example printable('Ann\x1b[2J') // 'Ann\e[2J'
 */
export function printable(value: unknown, max = 256): Safe {
  const text = textOf(value);
  if (text.length <= max && ASCII.test(text)) return text as Safe;
  let shown = '';
  let width = 0;
  let marks = MARKS_PER_LETTER;
  // Where to cut if the rest turns out not to fit beside an ellipsis.
  let cut = 0;
  for (const given of text.replace(SPLITTABLE, vowel => SPLIT[vowel] ?? vowel).replace(REGION_FLAG, '')) {
    if (DRAWING.test(given)) continue;
    const character = FLAG_LETTER.test(given) ? letterOfFlag(given) : given;
    const isMark = MARK.test(character);
    const isEscaped = ESCAPED.test(character) || isWidthDisputed(character) || (isMark && marks >= MARKS_PER_LETTER);
    const piece = isEscaped ? escapeOf(character) : character;
    if (isMark && !isEscaped) marks += 1;
    else marks = !isEscaped && LETTER.test(character) ? 0 : MARKS_PER_LETTER;
    width += widthOf(piece);
    if (width > max) return (shown.slice(0, cut) + (max > 0 ? '…' : '')) as Safe;
    shown += piece;
    if (width < max) cut = shown.length;
  }
  return shown as Safe;
}

/** {@link printable}, or the same of a text in which something is hidden. */
export type Print = typeof printable;

/** Makes any value printable after `hide` has replaced parts of its text (by as many characters), before the text is cut. */
export function printableThrough(hide: (text: string) => string): Print {
  return (value, max) => printable(hide(textOf(value)), max);
}

/**
 * Tags our own literals as printable. Only text that is already safe, or a number, can be put in.
 *
 * @example safe`${printable(leg.to)} · ${seconds}s`
 */
export function safe(literals: TemplateStringsArray, ...values: (Safe | number)[]): Safe {
  return literals.reduce((text, literal, index) => text + String(values[index - 1]) + literal) as Safe;
}

/** Puts safe texts together. */
export function join(parts: readonly Safe[], separator: Safe = '' as Safe): Safe {
  return parts.join(separator) as Safe;
}

/** The same text again and again: rules, bars and padding. Less than once is nothing. */
export function repeat(text: Safe, times: number): Safe {
  return text.repeat(Math.max(0, Math.floor(times))) as Safe;
}

/** The longest beginning of a text that takes at most `width` cells, and the cells it takes. A mark stays with its letter. */
function beginning(text: Safe, width: number): {text: Safe; width: number} {
  if (EVEN.test(text))
    return {text: text.slice(0, Math.max(0, width)) as Safe, width: Math.min(text.length, Math.max(0, width))};
  let end = 0;
  let taken = 0;
  for (const character of text) {
    const next = taken + widthOfCharacter(character);
    if (next > width) break;
    taken = next;
    end += character.length;
  }
  return {text: text.slice(0, end) as Safe, width: taken};
}

/** At most `width` cells of a text, ending in `ellipsis` where something was left out. */
export function clip(text: Safe, width: number, ellipsis: Safe = '…' as Safe): Safe {
  if (widthOf(text) <= width) return text;
  const room = width - widthOf(ellipsis);
  if (room < 0) return beginning(text, width).text;
  return (beginning(text, room).text + ellipsis) as Safe;
}

/** How {@link fit} fills and cuts. */
export type Fit = {
  /** Where the text stands when it is shorter than its cells. Left by default. */
  align?: 'left' | 'right';
  /** What shows that something was left out; `…` by default, empty for a plain cut. */
  ellipsis?: Safe;
};

/** A text in exactly `width` cells: filled with spaces, or cut. A wide character that would be halved becomes a space. */
export function fit(text: Safe, width: number, {align = 'left', ellipsis}: Fit = {}): Safe {
  const shown = clip(text, width, ellipsis);
  const spaces = ' '.repeat(Math.max(0, width - widthOf(shown)));
  return (align === 'left' ? shown + spaces : spaces + shown) as Safe;
}

/**
 * A text in rows of at most `width` cells (at least 1), broken at spaces where there are any, and inside a word that is longer
 * than a row: of a path or URL rather behind a slash. An empty text is one empty row. Spaces at a break are dropped; those a row starts with are kept.
 */
export function wrap(text: Safe, width: number): Safe[] {
  const rows: Safe[] = [];
  let rest = text as string;
  const limit = Math.max(1, Math.floor(width));
  while (widthOf(rest) > limit) {
    const head = beginning(rest as Safe, limit).text || ([...rest][0] ?? '');
    const isBreak = rest[head.length] === ' ';
    const space = isBreak ? head.length : head.lastIndexOf(' ');
    const end = space > 0 && head.slice(0, space).trim() !== '' ? space : endOfPart(head);
    rows.push(rest.slice(0, end).trimEnd() as Safe);
    rest = rest.slice(end).replace(/^ +/, '');
  }
  if (rest !== '' || rows.length === 0) rows.push(rest as Safe);
  return rows;
}

/** Where to break a word of which this is the beginning: behind its last slash, unless that leaves half of the row blank. */
function endOfPart(head: string): number {
  const behind = head.lastIndexOf('/') + 1;
  return behind > head.length / 2 ? behind : head.length;
}

/** The ASCII letter under an accented one; question marks, in as many cells, for what has none. */
function plain(character: string): string {
  const [letter = ''] = character.normalize('NFD');
  return ASCII.test(letter) ? letter : '?'.repeat(widthOfCharacter(character));
}

/**
 * A printable text in ASCII and in the same number of cells (`--ascii`): our glyphs by their table, letters without their
 * accents, anything else as question marks.
 */
export function ascii(text: Safe): Safe {
  if (ASCII.test(text)) return text;
  return Array.from(text, character =>
    character <= '\x7e' ? character : (ASCII_FOR.get(character) ?? plain(character)),
  ).join('') as Safe;
}

/** A text as it reads when parts of it are put in other signs, and where each of its characters stood. */
export type UnescapedText = {
  text: string;
  /** The index in the text before of a character of this one, or of its end. */
  before: (index: number) => number;
};

/** Undoes one level of the escapes of URLs and forms, of JSON and other quoted texts, of XML, one code unit each; undefined where there are none. */
export function undoEscapes(text: string): UnescapedText | undefined {
  if (!text.includes('%') && !text.includes('\\') && !text.includes('&')) return undefined;
  const units = new Uint16Array(text.length);
  /** Where each stood. */
  const from = new Uint32Array(text.length + 1);
  let length = 0;
  for (let at = 0; at < text.length; length++) {
    const unit = text.charCodeAt(at);
    from[length] = at;
    const size = unit === PERCENT || unit === BACKSLASH || unit === AMPERSAND ? sizeOfEscape(text, at, unit) : 0;
    units[length] = size > 1 ? unitOf(text, at, size) : unit;
    at += Math.max(1, size);
  }
  if (length === text.length) return undefined;
  from[length] = text.length;
  return {text: utf16.decode(units.subarray(0, length)), before: index => from[index] ?? text.length};
}

/** Puts a sign of its own, of the same length, for half of a pair. */
const utf16 = new TextDecoder('utf-16le', {ignoreBOM: true});

const [PERCENT, AMPERSAND, BACKSLASH, LETTER_U, LETTER_X] = [37, 38, 92, 117, 120];

const entity = /&(?:quot|apos|amp|lt|gt|#\d{1,5}|#x[\da-fA-F]{1,4});/y;

/** How long the escape is that begins there; 0 for none. */
function sizeOfEscape(text: string, at: number, unit: number): number {
  if (unit === PERCENT) return hexOf(text, at + 1, 2) < 0 ? 0 : 3;
  if (unit === AMPERSAND) {
    entity.lastIndex = at;
    return entity.test(text) ? entity.lastIndex - at : 0;
  }
  const kind = text.charCodeAt(at + 1);
  if (kind === LETTER_U) return hexOf(text, at + 2, 4) < 0 ? 0 : 6;
  if (kind === LETTER_X) return hexOf(text, at + 2, 2) < 0 ? 0 : 4;
  return at + 1 < text.length ? 2 : 0;
}

/** The code unit that an escape of that size means. */
function unitOf(text: string, at: number, size: number): number {
  const sign = text.charCodeAt(at);
  if (sign === PERCENT) return hexOf(text, at + 1, 2);
  if (sign === BACKSLASH) {
    return size > 2
      ? hexOf(text, at + 2, size - 2)
      : (lineSigns.get(text.charCodeAt(at + 1)) ?? text.charCodeAt(at + 1));
  }
  const name = text.slice(at + 1, at + size - 1);
  if (name.startsWith('#x')) return Number.parseInt(name.slice(2), 16);
  return name.startsWith('#') ? Number(name.slice(1)) : (entities[name] ?? '').charCodeAt(0);
}

/** Of `\n`, `\r`, `\t`: what is behind the backslash, and what it means. */
const lineSigns = new Map([
  [110, 10],
  [114, 13],
  [116, 9],
]);

const entities: Readonly<Record<string, string>> = {quot: '"', apos: "'", amp: '&', lt: '<', gt: '>'};

/** The value of so many hexadecimal digits; -1 where one of them is none. */
function hexOf(text: string, from: number, digits: number): number {
  let value = 0;
  for (let at = from; at < from + digits; at++) {
    const digit = digitOf(text.charCodeAt(at));
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function digitOf(unit: number): number {
  if (unit >= 48 && unit <= 57) return unit - 48;
  const letter = unit | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** A text with everything that a pattern finds put as one other character; undefined where it finds nothing. */
export function rewritten(text: string, pattern: RegExp, by: (found: string) => string): UnescapedText | undefined {
  let read = '';
  let end = 0;
  /** From which index of the new text on it is how many characters behind the old one. */
  const from: number[] = [];
  const behind: number[] = [];
  for (const match of text.matchAll(pattern)) {
    read += text.slice(end, match.index) + by(match[0]);
    end = match.index + match[0].length;
    from.push(read.length);
    behind.push(end - read.length);
  }
  if (from.length === 0) return undefined;
  return {text: read + text.slice(end), before: index => index + (behind[lastUpTo(from, index)] ?? 0)};
}

/** The place of the last of some rising numbers that is no more than `most`; -1 for none. */
function lastUpTo(rising: readonly number[], most: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) <= most) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

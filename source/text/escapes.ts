/** A text as it reads when parts of it are put in other signs, and where each of its characters stood. */
export type Reading = {
  text: string;
  /** The index in the text before of a character of this one, or of its end. */
  before: (index: number) => number;
};

/** Of URLs and forms, of JSON and other quoted texts, of XML. */
const escaped =
  /%[\da-fA-F]{2}|\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|[^ux])|&(?:quot|apos|amp|lt|gt|#\d{1,5}|#x[\da-fA-F]{1,4});/g;

const named: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  quot: '"',
  apos: "'",
  amp: '&',
  lt: '<',
  gt: '>',
};

/** Undoes one level of escapes, one code unit each; undefined where there are none. */
export function undoEscapes(text: string): Reading | undefined {
  const mayHave = text.includes('%') || text.includes('\\') || text.includes('&');
  return mayHave ? rewritten(text, escaped, characterOf) : undefined;
}

/** A text with everything that a pattern finds put as one other character; undefined where it finds nothing. */
export function rewritten(text: string, pattern: RegExp, by: (found: string) => string): Reading | undefined {
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

function characterOf(written: string): string {
  const sign = written[0];
  if (sign === '%') return code(written.slice(1), 16);
  if (sign === '\\') {
    const kind = written[1] ?? '';
    return written.length > 2 ? code(written.slice(2), 16) : (named[kind] ?? kind);
  }
  const name = written.slice(1, -1);
  if (name.startsWith('#x')) return code(name.slice(2), 16);
  return name.startsWith('#') ? code(name.slice(1), 10) : (named[name] ?? '');
}

function code(digits: string, base: number): string {
  return String.fromCharCode(Number.parseInt(digits, base));
}

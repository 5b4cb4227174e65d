const [QUOTE, BACKSLASH, COMMA, OPEN, OPEN_OBJECT] = [34, 92, 44, 91, 123];

/**
 * Whether JSON text has more commas and brackets than `most`: it has no more values than that, and is no deeper. They are counted from the
 * beginning to where that is known, and nothing is read: a parser makes a hundred times its size of what is nothing but brackets
 * and names.
 */
export function hasMoreValues(text: string, most: number): boolean {
  let count = 0;
  for (let at = 0; at < text.length && count <= most; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === OPEN || code === OPEN_OBJECT) count++;
    else if (code === QUOTE) at = endOfString(text, at);
  }
  return count > most;
}

/** Where the string that begins at `start` has its closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

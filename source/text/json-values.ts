const [QUOTE, BACKSLASH, COMMA, OPEN, CLOSE, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 44, 91, 93, 123, 125];

/** How much JSON a text may hold: values, and brackets in brackets. */
type Bounds = {values?: number; depth?: number};

/**
 * Which bound JSON text exceeds, if any. Commas and brackets are counted, from the beginning to where that is known, and nothing is
 * read: a text has no more values than these, and a parser makes a hundred times its size of what is nothing but brackets and names.
 */
export function excessOf(text: string, {values = Infinity, depth = Infinity}: Bounds): keyof Bounds | undefined {
  if (text.length <= Math.min(values, depth)) return undefined;
  let [count, level] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN || code === OPEN_OBJECT) {
      if (++count > values) return 'values';
      if (++level > depth) return 'depth';
    } else if (code === CLOSE || code === CLOSE_OBJECT) level--;
    else if (code === COMMA && ++count > values) return 'values';
  }
  return undefined;
}

/** Where the string that begins at `start` has its closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** Far beyond what Vonage or an application answers: the largest page of events has a few thousand values. */
const outside: Required<Bounds> = {values: 20_000, depth: 100};

// When it is asked: numbers in a language take a tenth of what it takes to start.
const said: Readonly<Record<keyof Bounds, () => string>> = {
  values: () => `of more than ${outside.values.toLocaleString('en')} values`,
  depth: () => `nested more than ${outside.depth} levels deep`,
};

/** Why an answer is not read, because that would hold a thread up, or end it; undefined for what may be. */
export function excessOfAnswer(text: string): string | undefined {
  const excess = excessOf(text, outside);
  return excess && said[excess]();
}

/** JSON.parse for an answer from outside. Throws an Error that says why it is not read. */
export function parseAnswer(text: string): unknown {
  const excess = excessOfAnswer(text);
  if (excess !== undefined) throw new Error(excess);
  return JSON.parse(text);
}

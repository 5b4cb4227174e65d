import {
  expected,
  type JsonProblem,
  misplacedComma,
  missingColon,
  notAValue,
  notClosed,
  Stop,
  unclosedText,
} from './json-problem.js';

/**
 * JSON read with its positions, for messages with line and column. JSON.parse stays the judge of what is JSON; this reader
 * walks the same grammar to say where things are and, when it does not parse, what a person probably did.
 */
export type JsonNode = {
  /** Offset of the value's first character (UTF-16 code units). */
  start: number;
  items?: JsonNode[];
  /** The members of an object, each with the offset of its name. */
  members?: Map<string, {at: number; value: JsonNode}>;
};

/** Where a value stands: the names and the indexes of lists on the way to it, from the top. */
export type JsonPath = readonly (string | number)[];

export type ParsedJson = {
  value: unknown;
  root: JsonNode;
  /** Names that an object holds twice, of which only the last value counts. */
  repeated: {name: string; offset: number}[];
};

/** The deepest that anything in an NCCO or a configuration needs to nest; deeper text is refused before anything recursive sees it. */
const deepest = 32;

type Cursor = {text: string; at: number; depth: number; repeated: ParsedJson['repeated']};

/** Reads JSON text (without a byte order mark). Never throws, however deep or broken the text is. */
export function readJson(text: string): ParsedJson | {problem: JsonProblem} {
  const cursor: Cursor = {text, at: 0, depth: 0, repeated: []};
  try {
    const root = document(cursor);
    return {value: JSON.parse(text), root, repeated: cursor.repeated};
  } catch (error) {
    if (error instanceof Stop) return {problem: error.problem};
    return {problem: {code: 'unexpected', text: 'This is not JSON.', offset: cursor.at}};
  }
}

/** Where a character of a text value stands in the JSON, whose escapes take more room than what they mean. */
export function offsetWithin(json: string, {start}: JsonNode, index: number): number {
  let offset = start + 1;
  for (let passed = 0; passed < index && offset < json.length; passed++) {
    offset += json[offset] !== '\\' ? 1 : json[offset + 1] === 'u' ? 6 : 2;
  }
  return offset;
}

/** Finds lines and columns for offsets that never go back, in one walk: both from 1, columns in characters as editors count. */
export function positionsIn(text: string): (offset: number) => {line: number; column: number} {
  let at = 0;
  let line = 1;
  let column = 1;
  return offset => {
    for (; at < offset; at++) {
      const char = text[at] ?? '';
      if (char === '\n' || (char === '\r' && text[at + 1] !== '\n')) {
        line++;
        column = 1;
      } else if (char < '\uDC00' || char > '\uDFFF') column++;
    }
    return {line, column};
  };
}

function document(cursor: Cursor): JsonNode {
  space(cursor);
  const first = cursor.text[cursor.at];
  if (first === undefined) throw new Stop('empty', 'There is nothing here: write JSON.', 0);
  if (first === '<') {
    throw new Stop('markup', 'This is HTML or XML (perhaps an error page), not JSON: answer with JSON.', cursor.at);
  }
  if (/^[a-z]/i.test(first) && !/^(true|false|null)\b/i.test(cursor.text.slice(cursor.at, cursor.at + 6))) {
    throw new Stop('plain-text', 'This is plain text, not JSON: write JSON.', cursor.at);
  }
  const root = value(cursor);
  space(cursor);
  if (cursor.at < cursor.text.length) {
    throw new Stop('extra-text', 'There is text after the end of the JSON: remove it.', cursor.at);
  }
  return root;
}

function value(cursor: Cursor): JsonNode {
  const start = cursor.at;
  const char = cursor.text[start];
  if (char === '"') text(cursor);
  else if (char !== '{' && char !== '[') scalar(cursor);
  else {
    if (++cursor.depth > deepest) {
      throw new Stop('too-deep', `This is nested more than ${deepest} levels deep: flatten it.`, start);
    }
    const node = char === '{' ? object(cursor) : array(cursor);
    cursor.depth--;
    return node;
  }
  return {start};
}

function array(cursor: Cursor): JsonNode {
  const start = cursor.at++;
  const items: JsonNode[] = [];
  space(cursor);
  if (take(cursor, ']')) return {start, items};
  for (;;) {
    items.push(value(cursor));
    space(cursor);
    if (take(cursor, ']')) return {start, items};
    comma(cursor, ']', start);
  }
}

function object(cursor: Cursor): JsonNode {
  const start = cursor.at++;
  const members = new Map<string, {at: number; value: JsonNode}>();
  space(cursor);
  if (take(cursor, '}')) return {start, members};
  for (;;) {
    const at = cursor.at;
    const name = fieldName(cursor, start);
    space(cursor);
    if (!take(cursor, ':')) throw atEnd(cursor, start) ?? missingColon(cursor.at);
    space(cursor);
    if (members.has(name)) cursor.repeated.push({name, offset: at});
    members.set(name, {at, value: value(cursor)});
    space(cursor);
    if (take(cursor, '}')) return {start, members};
    comma(cursor, '}', start);
  }
}

function fieldName(cursor: Cursor, open: number): string {
  const char = cursor.text[cursor.at] ?? '';
  if (char === '"') return text(cursor);
  if (/[\w$-]/.test(char)) {
    throw new Stop('unquoted', 'A field name must stand in double quotes: add them.', cursor.at);
  }
  throw atEnd(cursor, open) ?? expected('a field name in double quotes', char, cursor.at);
}

function comma(cursor: Cursor, close: ']' | '}', open: number): void {
  const offset = cursor.at;
  const found = take(cursor, ',');
  if (found) space(cursor);
  const next = cursor.text[cursor.at];
  if (found && next !== ']' && next !== '}') return;
  throw (found ? undefined : atEnd(cursor, open)) ?? misplacedComma(found, next ?? '', close, offset);
}

function text(cursor: Cursor): string {
  const start = cursor.at;
  for (cursor.at++; cursor.text[cursor.at] !== '"'; cursor.at++) {
    const char = cursor.text[cursor.at];
    if (char === undefined || char === '\n' || char === '\r') {
      throw unclosedText(cursor.text.slice(start, cursor.at), start);
    }
    if (char < ' ') {
      const advice = 'This text holds a raw control character (a tab?): write it as \\t, or remove it.';
      throw new Stop('control-character', advice, cursor.at);
    }
    if (char === '\\') {
      const sequence = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(cursor.text.slice(cursor.at, cursor.at + 6));
      if (!sequence) {
        throw new Stop('escape', 'JSON has no such escape: write a backslash itself as \\\\.', cursor.at);
      }
      cursor.at += sequence[0].length - 1;
    }
  }
  cursor.at++;
  return JSON.parse(cursor.text.slice(start, cursor.at));
}

function scalar(cursor: Cursor): void {
  const start = cursor.at;
  while (/[-+.\w]/.test(cursor.text[cursor.at] ?? '')) cursor.at++;
  const token = cursor.text.slice(start, cursor.at);
  if (token === 'true' || token === 'false' || token === 'null') return;
  if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(token)) return;
  throw notAValue(token, cursor.text[start] ?? '', start);
}

function atEnd(cursor: Cursor, open: number): Stop | undefined {
  return cursor.at < cursor.text.length ? undefined : notClosed(cursor.text[open] ?? '', open);
}

function take(cursor: Cursor, char: string): boolean {
  if (cursor.text[cursor.at] !== char) return false;
  cursor.at++;
  return true;
}

function space(cursor: Cursor): void {
  while (/[ \t\r\n]/.test(cursor.text[cursor.at] ?? '')) cursor.at++;
}

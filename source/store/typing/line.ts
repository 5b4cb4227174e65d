/** A line that is being typed. `cursor` is an offset into the text, never inside a character. */
export type TypedLine = {text: string; cursor: number};

/** Nobody types more; a paste that is longer is cut. */
const MOST_CHARACTERS = 500;

const characters = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** What a key types; undefined for a key that types nothing. */
export function typedBy(key: string): string | undefined {
  if (key === 'Space') return ' ';
  return [...key].length === 1 ? key : undefined;
}

/** Puts text in at the cursor. */
export function insert({text, cursor}: TypedLine, typed: string): TypedLine {
  const room = Math.max(0, MOST_CHARACTERS - text.length);
  const fitting = typed.length > room ? [...typed.slice(0, room)].filter(isWhole).join('') : typed;
  return {text: text.slice(0, cursor) + fitting + text.slice(cursor), cursor: cursor + fitting.length};
}

/** The line after a key of the kind that shells have; undefined for a key that does not edit. */
export function edit(line: TypedLine, key: string): TypedLine | undefined {
  const typed = typedBy(key);
  return typed === undefined ? edits.get(key)?.(line) : insert(line, typed);
}

const toStart = ({text}: TypedLine): TypedLine => ({text, cursor: 0});
const toEnd = ({text}: TypedLine): TypedLine => ({text, cursor: text.length});
const toLeft = ({text, cursor}: TypedLine): TypedLine => ({text, cursor: before(text, cursor)});
const toRight = ({text, cursor}: TypedLine): TypedLine => ({text, cursor: behind(text, cursor)});
const cutRight = (line: TypedLine): TypedLine => cut(line, line.cursor, behind(line.text, line.cursor));

const edits: ReadonlyMap<string, (line: TypedLine) => TypedLine> = new Map([
  ['Left', toLeft],
  ['C-b', toLeft],
  ['Right', toRight],
  ['C-f', toRight],
  ['Home', toStart],
  ['C-a', toStart],
  ['End', toEnd],
  ['C-e', toEnd],
  ['Backspace', line => cut(line, before(line.text, line.cursor), line.cursor)],
  ['Delete', cutRight],
  ['C-d', cutRight],
  ['C-w', line => cut(line, line.text.slice(0, line.cursor).search(/\S*\s*$/), line.cursor)],
  ['C-u', line => cut(line, 0, line.cursor)],
  ['C-k', line => cut(line, line.cursor, line.text.length)],
] satisfies [string, (line: TypedLine) => TypedLine][]);

/** What the keys do while something is typed, for the help. */
export const typingKeys: readonly (readonly [keys: string, what: string])[] = [
  ['Tab Shift-Tab', 'complete; again: the next, the previous completion'],
  ['↑ ↓', 'what was entered before; in the palette first the rows above and below'],
  ['← → Home End', 'move; also Ctrl-b Ctrl-f Ctrl-a Ctrl-e'],
  ['Ctrl-w', 'take the word before the cursor away; Ctrl-u all before it, Ctrl-k all behind it'],
  ['Enter', 'keep the filter or the search; carry out the command'],
  ['Esc', 'what was there before; no command'],
];

function cut({text}: TypedLine, from: number, to: number): TypedLine {
  return {text: text.slice(0, from) + text.slice(to), cursor: from};
}

/** A letter and its marks are one step. */
function before(text: string, cursor: number): number {
  const last = [...characters.segment(text.slice(0, cursor))].at(-1);
  return last?.index ?? 0;
}

function behind(text: string, cursor: number): number {
  const [next] = characters.segment(text.slice(cursor));
  return cursor + (next?.segment.length ?? 0);
}

function isWhole(character: string): boolean {
  return !/^\p{Cs}$/u.test(character);
}

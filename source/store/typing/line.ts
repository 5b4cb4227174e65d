import {clustersOf} from '../../text/clusters.js';

/** A line that is being typed. `cursor` is an offset into the text, never inside a character. */
export type TypedLine = {text: string; cursor: number};

/** Nobody types more; a paste that is longer is cut. */
const MOST_CHARACTERS = 500;

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

const toStart = ({text}: TypedLine): TypedLine => ({text, cursor: 0});
const toEnd = ({text}: TypedLine): TypedLine => ({text, cursor: text.length});
const toLeft = ({text, cursor}: TypedLine): TypedLine => ({text, cursor: before(text, cursor)});
const toRight = ({text, cursor}: TypedLine): TypedLine => ({text, cursor: behind(text, cursor)});
const cutLeft = (line: TypedLine): TypedLine => cut(line, before(line.text, line.cursor), line.cursor);
const cutRight = (line: TypedLine): TypedLine => cut(line, line.cursor, behind(line.text, line.cursor));
const cutWord = (line: TypedLine): TypedLine =>
  cut(line, line.text.slice(0, line.cursor).search(/\S*\s*$/), line.cursor);
const cutBefore = (line: TypedLine): TypedLine => cut(line, 0, line.cursor);
const cutBehind = (line: TypedLine): TypedLine => cut(line, line.cursor, line.text.length);

/** What is done to a line that is typed, by the keys that shells have for it. */
export const lineEdits: readonly Edit[] = [
  {id: 'cursor-left', keys: ['Left', 'C-b'], label: 'to the left', edit: toLeft},
  {id: 'cursor-right', keys: ['Right', 'C-f'], label: 'to the right', edit: toRight},
  {id: 'cursor-first', keys: ['Home', 'C-a'], label: 'to the start of the line', edit: toStart},
  {id: 'cursor-last', keys: ['End', 'C-e'], label: 'to its end', edit: toEnd},
  {id: 'delete-left', keys: ['Backspace'], label: 'take the character before the cursor away', edit: cutLeft},
  {id: 'delete-right', keys: ['Delete', 'C-d'], label: 'take the character at the cursor away', edit: cutRight},
  {id: 'delete-word', keys: ['C-w'], label: 'take the word before the cursor away', edit: cutWord},
  {id: 'delete-before', keys: ['C-u'], label: 'take all before the cursor away', edit: cutBefore},
  {id: 'delete-behind', keys: ['C-k'], label: 'take all behind the cursor away', edit: cutBehind},
];

type Edit = {id: string; keys: readonly string[]; label: string; edit: (line: TypedLine) => TypedLine};

function cut({text}: TypedLine, from: number, to: number): TypedLine {
  return {text: text.slice(0, from) + text.slice(to), cursor: from};
}

/** A letter and its marks are one step. */
function before(text: string, cursor: number): number {
  const last = [...clustersOf(text.slice(0, cursor))].at(-1);
  return last?.index ?? 0;
}

function behind(text: string, cursor: number): number {
  const [next] = clustersOf(text.slice(cursor));
  return cursor + (next?.segment.length ?? 0);
}

function isWhole(character: string): boolean {
  return !/^\p{Cs}$/u.test(character);
}

import type {DetailFact} from './facts.js';
import type {DetailRow} from './row.js';
import {readSearch, spansOf} from './spans.js';

/** A place in the detail where the search occurs: the row, which of its texts, from where to where, and its number in the row. */
export type Hit = {row: number; text: number; from: number; to: number; nth: number};

/** `more`: there is more than is looked at. */
export type Hits = {list: readonly Hit[]; byRow: ReadonlyMap<number, readonly Hit[]>; more: boolean};

/** Nobody goes through more. */
const MOST_HITS = 9999;
/** Characters that are searched. */
const MOST_CHARACTERS = 2_000_000;
/** States of a regular expression that are followed to tell where it occurs; whether it does is known without. */
const MOST_STEPS = 2_000_000;
/** Characters of one text; the screen shows no more of it. */
const MOST_OF_TEXT = {json: 8000, other: 20_000};

const none: Hits = {list: [], byRow: new Map(), more: false};
const known = new WeakMap<readonly DetailRow[], {search: string; hits: Hits}>();

/** Where a search, as it was typed, occurs in rows of the detail. */
export function hitsOf(rows: readonly DetailRow[], search: string | undefined): Hits {
  if (search === undefined) return none;
  const before = known.get(rows);
  if (before?.search === search) return before.hits;
  const hits = find(rows, search);
  known.set(rows, {search, hits});
  return hits;
}

function find(rows: readonly DetailRow[], search: string): Hits {
  const {value} = readSearch(search);
  if (!value) return none;
  const steps = {left: MOST_STEPS};
  const list: Hit[] = [];
  const byRow = new Map<number, Hit[]>();
  let characters = 0;
  for (const [row, each] of rows.entries()) {
    const inRow: Hit[] = [];
    for (const [text, content] of textsOf(each).entries()) {
      characters += content.length;
      for (const span of spansOf(value, content, steps)) inRow.push({row, text, ...span, nth: inRow.length});
    }
    if (inRow.length > 0) byRow.set(row, inRow);
    for (const hit of inRow) list.push(hit);
    if (list.length > MOST_HITS || characters > MOST_CHARACTERS) {
      return {list: list.slice(0, MOST_HITS), byRow, more: list.length > MOST_HITS || row < rows.length - 1};
    }
  }
  return {list, byRow, more: false};
}

/** What can be found in a row, in the order in which the screen writes it. From outside: unsafe to print. */
export function textsOf(row: DetailRow): string[] {
  const most = row.kind === 'json' ? MOST_OF_TEXT.json : MOST_OF_TEXT.other;
  return contentsOf(row).map(text => text.slice(0, most));
}

function contentsOf(row: DetailRow): readonly string[] {
  switch (row.kind) {
    case 'fact':
      return factTexts(row.fact);
    case 'title':
    case 'text':
    case 'differText':
      return [row.text];
    case 'json':
      return [row.key === undefined ? row.text : `${JSON.stringify(row.key)}: ${row.text}`];
    case 'header':
      return [`${row.name}: ${row.value}`];
    case 'compare':
      // Where they say the same, that is written once.
      return [row.field, ...new Set(row.said.flatMap(({value, isTime}) => (isTime ? [] : (value ?? []))))];
    case 'beside':
      return row.texts;
    case 'sides':
      return [row.left, row.right].map(({label, type}) => `${label ?? '–'} ${type}`);
    case 'differ': {
      const {difference} = row;
      const left = difference.kind === 'added' ? [] : [JSON.stringify(difference.left)];
      const right = difference.kind === 'removed' ? [] : [JSON.stringify(difference.right)];
      return [difference.path, ...left, ...right];
    }
    default:
      return [];
  }
}

function factTexts(fact: DetailFact): readonly string[] {
  switch (fact.name) {
    case 'event':
      return [fact.type, ...(fact.apiType === undefined ? [] : [fact.apiType])];
    case 'leg':
      return [fact.leg];
    case 'socket':
      return [fact.socket.path ?? ''];
    case 'member':
      return [fact.member];
    case 'seen':
      return fact.witnesses;
    case 'heard':
      return [fact.listener];
    case 'differs':
      return fact.difference.field === 'at' ? [] : fact.difference.values.map(({value}) => value);
    case 'audio':
      return [fact.file];
    case 'signature':
      return [fact.result];
    case 'answered':
      return [String(fact.reply.status)];
    case 'remark':
      return [fact.text];
    default:
      return [];
  }
}

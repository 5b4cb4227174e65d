import {pointerInto} from './pointer.js';

/** One row of pretty JSON. `text` and `key` come from outside: unsafe to print as they are. */
export type FoldableJsonRow = {
  /** JSON pointer of the value, also for its closing bracket: what folding knows it by. */
  path: string;
  depth: number;
  key?: string;
  /** A scalar, a bracket, or what a folded value holds; with its comma. */
  text: string;
  /** Absent where nothing can be folded. */
  fold?: 'open' | 'folded';
  closes?: true;
  /** What it is, or is a part of; absent where rows were left out. */
  value?: unknown;
};

/** Rows of one body shown at once; the rest is in the snapshot and on the raw tab. */
const MOST_ROWS = 5000;
/** Deeper values are written in one row: nobody reads them, and recursion must end. */
const DEEPEST = 40;

/** Brackets in brackets beyond which a body is no JSON for us: parsing such a one ends well, all that recurses into it would not. */
const DEEPEST_BODY = 500;

/** The value of a body; undefined for what is no JSON object or array. */
export function readBody(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && depthOf(body) <= DEEPEST_BODY ? value : undefined;
  } catch {
    return undefined;
  }
}

/** How deep the brackets of a text go that is JSON. */
function depthOf(body: string): number {
  let [depth, deepest] = [0, 0];
  for (const [sign] of body.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (sign === '[' || sign === '{') deepest = Math.max(deepest, ++depth);
    else if (sign === ']' || sign === '}') depth--;
  }
  return deepest;
}

/** A value as rows, the folded parts in one row each. */
export function jsonRows(value: unknown, isFolded: (path: string) => boolean): FoldableJsonRow[] {
  const rows: FoldableJsonRow[] = [];
  add(rows, value, {path: '', depth: 0, comma: ''}, isFolded);
  return rows;
}

type Place = {path: string; depth: number; key?: string; comma: string};

function add(rows: FoldableJsonRow[], value: unknown, place: Place, isFolded: (path: string) => boolean): void {
  const {comma, ...at} = place;
  if (rows.length >= MOST_ROWS) {
    if (rows.length === MOST_ROWS) rows.push({...at, text: '… the rest is on the raw tab'});
    return;
  }
  const isContainer = typeof value === 'object' && value !== null;
  const entries = isContainer ? Object.entries(value) : [];
  if (entries.length === 0 || at.depth >= DEEPEST) {
    rows.push({...at, value, text: `${JSON.stringify(value)}${comma}`});
    return;
  }
  const isList = Array.isArray(value);
  const [open, close] = isList ? '[]' : '{}';
  if (isFolded(at.path)) {
    const count = isList ? `${entries.length}` : entries.map(([key]) => key).join(', ');
    rows.push({...at, value, text: `${open} ${count} ${close}${comma}`, fold: 'folded'});
    return;
  }
  rows.push({...at, value, text: open ?? '', fold: 'open'});
  entries.forEach(([key, each], i) => {
    const path = pointerInto(at.path, key);
    const comma = i < entries.length - 1 ? ',' : '';
    add(rows, each, {path, depth: at.depth + 1, comma, ...(!isList && {key})}, isFolded);
  });
  rows.push({path: at.path, depth: at.depth, value, text: `${close}${comma}`, closes: true});
}

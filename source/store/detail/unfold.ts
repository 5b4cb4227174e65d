import type {Model} from '../model.js';
import {hitsOf} from './hits.js';
import type {DetailRow} from './row.js';
import {detailRows} from './rows.js';

/** The detail with nothing folded that hides what the search finds, and the cursor where it was. */
export function unfoldHits(model: Model): Model {
  const {view} = model;
  const {folded, search} = view.detail;
  if (folded.size === 0 || search === undefined) return model;
  const all = detailRows({...model, view: {...view, detail: {...view.detail, folded: new Set()}}});
  const hiding = holdersOf(all, new Set(hitsOf(all, search).byRow.keys()));
  const left = new Set([...folded].filter(path => !hiding.has(path)));
  if (left.size === folded.size) return model;
  const before = detailRows(model);
  const next = {...model, view: {...view, detail: {...view.detail, folded: left}}};
  const scroll = placeOf(before, Math.min(view.scroll, before.length - 1), detailRows(next));
  return {...next, view: {...next.view, scroll}};
}

/** What some rows are in: their messages, and the objects and lists around them. */
function holdersOf(rows: readonly DetailRow[], some: ReadonlySet<number>): ReadonlySet<string> {
  const holders = new Set<string>();
  let block: string | undefined;
  for (const [at, row] of rows.entries()) {
    if (row.kind === 'title') block = row.path;
    else if (some.has(at) && block !== undefined) {
      holders.add(block);
      const path = row.kind === 'json' ? row.path : block;
      for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
        holders.add(path.slice(0, end));
    }
  }
  return holders;
}

/** Where a row stands among more rows: those that were there before are there in the same order. */
function placeOf(before: readonly DetailRow[], at: number, after: readonly DetailRow[]): number {
  let place = -1;
  for (let i = 0; i <= at; i++) {
    const name = nameOf(before[i]);
    do place++;
    while (place < after.length - 1 && nameOf(after[place]) !== name);
  }
  return Math.max(0, place);
}

function nameOf(row: DetailRow | undefined): string {
  if (row?.kind === 'json') return `json ${row.path} ${row.closes ?? ''}`;
  return row?.kind === 'title' ? `title ${row.path}` : (row?.kind ?? '');
}

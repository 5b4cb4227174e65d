import {insert, lineEdits, type TypedLine, typedBy} from './typing/line.js';

/** One of a list that somebody picks from. Texts come from outside. */
export type Pick = {
  /** What it is known by, however the list changes. */
  id: string;
  /** As wide as those of the others. */
  cells: readonly string[];
  /** What more there is to say of it, a line each. */
  preview: readonly string[];
};

/** What a person has typed and chosen while picking. */
export type Picking = TypedLine & {chosen?: string; isOver?: 'picked' | 'left' | 'interrupted'};

export const startPicking: Picking = {text: '', cursor: 0};

/** Those in which all that was typed is found, word by word, in their order. */
export function found(all: readonly Pick[], {text}: TypedLine): readonly Pick[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return all;
  return all.filter(each => {
    const searched = searchedOf(each);
    return words.every(word => searched.includes(word));
  });
}

/** What each is searched by: of 100,000 it takes too long to put together at each key. */
const texts = new WeakMap<Pick, string>();

function searchedOf(each: Pick): string {
  let text = texts.get(each);
  if (text === undefined) {
    text = [...each.cells, ...each.preview].join('\n').toLowerCase();
    texts.set(each, text);
  }
  return text;
}

/** The place of the chosen one, or of the first where that is not found. */
export function placeOf(shown: readonly Pick[], {chosen}: Picking): number {
  return Math.max(
    0,
    shown.findIndex(({id}) => id === chosen),
  );
}

type Page = {all: readonly Pick[] /** Rows of a page. */; page: number};

/** What a key does, by its name. */
const moves: Readonly<Record<string, (page: number) => number>> = {
  Down: () => 1,
  'C-n': () => 1,
  Up: () => -1,
  'C-p': () => -1,
  PgDn: page => page,
  PgUp: page => -page,
};

/** Takes a key: it moves, picks, leaves or types. Esc takes away what was typed first. */
export function pressPicking(picking: Picking, key: string, {all, page}: Page): Picking {
  const shown = found(all, picking);
  const move = Object.hasOwn(moves, key) ? moves[key] : undefined;
  if (move) {
    const place = placeOf(shown, picking) + move(page);
    return {...picking, chosen: shown[Math.max(0, Math.min(place, shown.length - 1))]?.id};
  }
  if (key === 'C-c') return {...picking, isOver: 'interrupted'};
  if (key === 'Esc') return picking.text === '' ? {...picking, isOver: 'left'} : {...picking, text: '', cursor: 0};
  if (key === 'Enter') {
    const chosen = shown[placeOf(shown, picking)]?.id;
    return chosen === undefined ? picking : {...picking, chosen, isOver: 'picked'};
  }
  const edit = lineEdits.find(({keys}) => keys.includes(key))?.edit;
  if (edit) return {...picking, ...edit(picking)};
  const typed = typedBy(key);
  return typed === undefined ? picking : {...picking, ...insert(picking, typed)};
}

/** Pasted text is typed, as one line. */
export function pastePicking(picking: Picking, text: string): Picking {
  return {...picking, ...insert(picking, text.replaceAll(/\s+/g, ' '))};
}

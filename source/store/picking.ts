import type {Model} from './model.js';
import {target} from './moves.js';
import type {Movement} from './scroll.js';
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
export function chosenIndex(shown: readonly Pick[], {chosen}: Picking): number {
  return Math.max(
    0,
    shown.findIndex(({id}) => id === chosen),
  );
}

type List = {all: readonly Pick[] /** Rows of a page. */; page: number /** The keys in force. */; keys: Model['keys']};

type Act = (picking: Picking, shown: readonly Pick[], page: number) => Picking;

const by =
  (step: Movement): Act =>
  (picking, shown, page) => ({
    ...picking,
    chosen: shown[target(step, chosenIndex(shown, picking), shown.length, page)]?.id,
  });

const pick: Act = (picking, shown) => {
  const chosen = shown[chosenIndex(shown, picking)]?.id;
  return chosen === undefined ? picking : {...picking, chosen, isOver: 'picked'};
};

/** What was typed is taken away first. */
const leave: Act = picking => (picking.text === '' ? {...picking, isOver: 'left'} : {...picking, text: '', cursor: 0});

/** What commands do here, by their ids: those of a line that is typed come before those of a list, for a key may be both's. */
const acts: readonly (readonly [command: string, act: Act])[] = [
  ['accept', pick],
  ['cancel', leave],
  ['later', by({by: 1})],
  ['earlier', by({by: -1})],
  ['rows-down', by({pages: 1})],
  ['rows-up', by({pages: -1})],
  ...lineEdits.map(({id, edit}) => [id, (picking: Picking) => ({...picking, ...edit(picking)})] as const),
  ['down', by({by: 1})],
  ['up', by({by: -1})],
  ['first', by({to: 'first'})],
  ['last', by({to: 'last'})],
  ['half-down', by({pages: 0.5})],
  ['half-up', by({pages: -0.5})],
  ['page-down', by({pages: 1})],
  ['page-up', by({pages: -1})],
  ['back', leave],
];

/** Takes a key: one with a character types it, others move, pick or leave, as they are bound. */
export function pressPicking(picking: Picking, key: string, {all, page, keys}: List): Picking {
  if (key === 'C-c') return {...picking, isOver: 'interrupted'};
  const typed = typedBy(key);
  if (typed !== undefined) return {...picking, ...insert(picking, typed)};
  const act = acts.find(([command]) => keys.get(command)?.includes(key))?.[1];
  return act ? act(picking, found(all, picking), page) : picking;
}

/** Pasted text is typed, as one line. */
export function pastePicking(picking: Picking, text: string): Picking {
  return {...picking, ...insert(picking, text.replaceAll(/\s+/g, ' '))};
}

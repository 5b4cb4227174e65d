import {BOUND, type Bound, type Match, matchesOf} from './myers.js';

/** Places in both lists, or in one where the other has nothing of the kind there. */
export type Pair = {left?: number; right?: number};

/** By what items are the same in one look at two lists; an item without it is passed over. */
export type AlignKey<Item> = (item: Item) => string | undefined;

/**
 * Two lists side by side, in order. They are looked at several times: what one look has paired stays, and the next looks at what lies between.
 * `isWhole` is false where a bound ended a look.
 */
export function align<Item>(
  left: readonly Item[],
  right: readonly Item[],
  looks: readonly AlignKey<Item>[],
  bound: Bound = BOUND,
): {pairs: Pair[]; isWhole: boolean} {
  const pairs: Pair[] = [];
  let isWhole = true;
  const look = (from: Match, to: Match, [first, ...next]: readonly AlignKey<Item>[]): void => {
    if (!first || from[0] === to[0] || from[1] === to[1]) {
      for (let i = from[0]; i < to[0]; i++) pairs.push({left: i});
      for (let j = from[1]; j < to[1]; j++) pairs.push({right: j});
      return;
    }
    const found = matchesBetween(first, left, right, from, to, bound);
    isWhole &&= found.isWhole;
    let begin = from;
    for (const match of found.matches) {
      look(begin, match, next);
      pairs.push({left: match[0], right: match[1]});
      begin = [match[0] + 1, match[1] + 1];
    }
    look(begin, to, next);
  };
  look([0, 0], [left.length, right.length], looks);
  return {pairs, isWhole};
}

function matchesBetween<Item>(
  look: AlignKey<Item>,
  left: readonly Item[],
  right: readonly Item[],
  from: Match,
  to: Match,
  bound: Bound,
): {matches: Match[]; isWhole: boolean} {
  const [before, after] = [seen(look, left, from[0], to[0]), seen(look, right, from[1], to[1])];
  const {matches, isWhole} = matchesOf(before.keys, after.keys, bound);
  return {matches: matches.map(([i, j]) => [before.places[i] ?? 0, after.places[j] ?? 0]), isWhole};
}

function seen<Item>(look: AlignKey<Item>, items: readonly Item[], from: number, to: number) {
  const keys: string[] = [];
  const places: number[] = [];
  for (let i = from; i < to; i++) {
    const item = items[i];
    const key = item === undefined ? undefined : look(item);
    if (key === undefined) continue;
    keys.push(key);
    places.push(i);
  }
  return {keys, places};
}

/** A candidate that has the letters of the query in their order. `positions` are offsets into it, for highlighting. */
export type FuzzyMatch = {index: number; score: number; positions: readonly number[]};

const MOST_CHARACTERS = 100;
const WORD_START = 8;
const RUN = 6;
const LETTER = 1;
/** What each letter that is skipped between two found ones costs, up to a limit. */
const GAP = 0.2;
const LONGEST_GAP = 10;

/**
 * Finds what the query abbreviates, best first: letters at the starts of words and letters in a row count most (`sj` is
 * "snapshot JSON" rather than "dismiss joke"). Case and spaces do not matter. An empty query finds everything, as it stands.
 */
export function fuzzy(query: string, candidates: readonly string[]): FuzzyMatch[] {
  const wanted = lower(query.replaceAll(/\s/g, '').slice(0, MOST_CHARACTERS));
  return candidates
    .flatMap((text, index) => {
      const found = best(wanted, text.slice(0, MOST_CHARACTERS));
      return found ? [{index, ...found}] : [];
    })
    .sort(
      (a, b) =>
        b.score - a.score ||
        (wanted === '' ? 0 : length(candidates, a.index) - length(candidates, b.index)) ||
        a.index - b.index,
    );
}

/** The best way to find the letters in a text, or undefined when they are not there. */
function best(wanted: string, text: string): {score: number; positions: number[]} | undefined {
  const letters = lower(text);
  /** For each letter found so far: at each offset, the best score of a way that ends there, and where it was before. */
  const ways: {score: number; before: number}[][] = [];
  for (let i = 0; i < wanted.length; i++) {
    const row: {score: number; before: number}[] = [];
    for (let at = i; at < letters.length; at++) {
      if (letters[at] !== wanted[i]) continue;
      const own = LETTER + (isWordStart(text, at) ? WORD_START : 0);
      if (i === 0) row[at] = {score: own - gap(at), before: -1};
      ways[i - 1]?.forEach(({score}, before) => {
        if (before >= at) return;
        const total = score + own + (before === at - 1 ? RUN : -gap(at - before - 1));
        if (total > (row[at]?.score ?? Number.NEGATIVE_INFINITY)) row[at] = {score: total, before};
      });
    }
    ways.push(row);
  }
  if (wanted === '') return {score: 0, positions: []};
  let end = -1;
  ways.at(-1)?.forEach(({score}, at, row) => {
    if (end < 0 || score > (row[end]?.score ?? 0)) end = at;
  });
  if (end < 0) return undefined;
  const {score} = ways.at(-1)?.[end] ?? {score: 0};
  const positions: number[] = [];
  for (let i = wanted.length - 1, at = end; i >= 0; i--) {
    positions.unshift(at);
    at = ways[i]?.[at]?.before ?? -1;
  }
  return {score, positions};
}

function gap(skipped: number): number {
  return Math.min(skipped, LONGEST_GAP) * GAP;
}

function isWordStart(text: string, at: number): boolean {
  const before = text[at - 1];
  if (before === undefined || !/[\p{L}\p{N}]/u.test(before)) return true;
  return /\p{Ll}/u.test(before) && /\p{Lu}/u.test(text[at] ?? '');
}

/** Letter by letter, so that offsets stay true where lower case is longer. */
function lower(text: string): string {
  return text.replaceAll(/\p{Lu}/gu, letter => {
    const small = letter.toLowerCase();
    return small.length === letter.length ? small : letter;
  });
}

function length(candidates: readonly string[], index: number): number {
  return candidates[index]?.length ?? 0;
}

/** A place in each of two lists: their values are equal, or versions of one value. One side alone is removed or added. */
type Pair = {left?: number; right?: number};

/** What aligning may cost: pairs of items that are still to be looked at. */
export type Budget = {pairs: number};

/** Items that have less than this share of their fields in common are not the same thing changed. */
const LEAST_ALIKE = 1 / 3;

/**
 * Two lists side by side, in order: as many equal items as possible (their longest common subsequence), then those most
 * alike. Undefined where that would cost more than the budget has; what it costs is taken from there.
 */
export function align(left: readonly unknown[], right: readonly unknown[], budget: Budget): Pair[] | undefined {
  const [before, after] = [left.map(textsOf), right.map(textsOf)];
  const length = Math.min(before.length, after.length);
  let head = 0;
  while (head < length && before[head]?.whole === after[head]?.whole) head++;
  let tail = 0;
  while (tail < length - head && before.at(-1 - tail)?.whole === after.at(-1 - tail)?.whole) tail++;
  const [removed, added] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  if (removed.length * added.length > budget.pairs) return undefined;
  budget.pairs -= removed.length * added.length;
  const middle = matches(removed, added).map(([i, j]) => [head + i, head + j] as const);
  return fill(
    [
      ...Array.from({length: head}, (_, i) => [i, i] as const),
      ...middle,
      ...Array.from({length: tail}, (_, i) => [before.length - tail + i, after.length - tail + i] as const),
    ],
    before.length,
    after.length,
  );
}

/** An item as JSON, and each of its fields. */
type Texts = {whole: string; fields: ReadonlyMap<string, string>};

function textsOf(value: unknown): Texts {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return {
    whole: JSON.stringify(value),
    fields: new Map(
      entries.map(([key, each]) => [Array.isArray(value) ? JSON.stringify(each) : key, JSON.stringify(each)]),
    ),
  };
}

/** What a pair is worth: an equal one more than all that are merely alike together. */
function worth(left: Texts, right: Texts, equal: number): number {
  if (left.whole === right.whole) return equal;
  let common = 0;
  for (const [key, text] of left.fields) if (right.fields.get(key) === text) common++;
  const share = common / Math.max(left.fields.size, right.fields.size, 1);
  return share >= LEAST_ALIKE ? share : 0;
}

/** The pairs of places that are worth most together and do not cross. */
function matches(left: readonly Texts[], right: readonly Texts[]): (readonly [number, number])[] {
  const equal = Math.min(left.length, right.length) + 1;
  const wide = right.length + 1;
  const pairs = new Float64Array(left.length * right.length);
  const best = new Float64Array((left.length + 1) * wide);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const [one, other] = [left[i], right[j]];
      const own = one && other ? worth(one, other, equal) : 0;
      pairs[i * right.length + j] = own;
      const both = own > 0 ? own + (best[(i + 1) * wide + j + 1] ?? 0) : 0;
      best[i * wide + j] = Math.max(both, best[(i + 1) * wide + j] ?? 0, best[i * wide + j + 1] ?? 0);
    }
  }
  const found: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const here = best[i * wide + j] ?? 0;
    const own = pairs[i * right.length + j] ?? 0;
    if (own > 0 && here === own + (best[(i + 1) * wide + j + 1] ?? 0)) found.push([i++, j++]);
    else if (here === best[(i + 1) * wide + j]) i++;
    else j++;
  }
  return found;
}

/** All places: between two pairs, as many removed as added items are the same things changed. */
function fill(found: readonly (readonly [number, number])[], left: number, right: number): Pair[] {
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  for (const [nextLeft, nextRight] of [...found, [left, right] as const]) {
    if (nextLeft - i === nextRight - j) while (i < nextLeft) pairs.push({left: i++, right: j++});
    while (i < nextLeft) pairs.push({left: i++});
    while (j < nextRight) pairs.push({right: j++});
    if (nextLeft < left || nextRight < right) pairs.push({left: i++, right: j++});
  }
  return pairs;
}

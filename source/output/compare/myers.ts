/** The places of one thing in two lists. */
export type Match = readonly [left: number, right: number];

/** What aligning may cost: insertions and removals that a way through both lists may have, and steps in all. */
export type Bound = {edits: number; steps: number};

/** Two lists that have nothing in common, with a thousand things each, stay below it. */
export const BOUND: Bound = {edits: 2048, steps: 4_000_000};

/**
 * What two lists have in common, in order, with as few insertions and removals as there can be (Myers, 1986): the cost grows with the length and
 * with how much differs. `isWhole` is false where the bound ended it: the matches are then those of the way that had come furthest.
 */
export function matchesOf(
  left: readonly string[],
  right: readonly string[],
  bound: Bound = BOUND,
): {matches: Match[]; isWhole: boolean} {
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  while (head < shorter && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < shorter - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++;
  const [a, b] = [numbered(left.slice(head, left.length - tail)), right.slice(head, right.length - tail)];
  const {matches, isWhole} = middle(a.list, b.map(a.numberOf), bound);
  const after: Match[] = Array.from({length: tail}, (_, i) => [left.length - tail + i, right.length - tail + i]);
  const before: Match[] = Array.from({length: head}, (_, i) => [i, i]);
  return {matches: [...before, ...matches.map(([i, j]): Match => [head + i, head + j]), ...after], isWhole};
}

/** Texts as numbers, which are compared faster. */
function numbered(texts: readonly string[]) {
  const numbers = new Map<string, number>();
  const list = texts.map(text => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
  return {list, numberOf: (text: string) => numbers.get(text) ?? -1};
}

function middle(a: readonly number[], b: readonly number[], bound: Bound): {matches: Match[]; isWhole: boolean} {
  const most = Math.min(a.length + b.length, bound.edits);
  /** By diagonal (place in `a` less place in `b`): how far into `a` one comes; of each round what it began with. */
  const reach = new Int32Array(2 * most + 3);
  const rounds: Int32Array[] = [];
  const zero = most + 1;
  let steps = bound.steps;
  for (let edits = 0; edits <= most && steps > 0; edits++) {
    rounds.push(reach.slice(zero - edits - 1, zero + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      const isDown = k === -edits || (k !== edits && at(reach, zero + k - 1) < at(reach, zero + k + 1));
      let x = isDown ? at(reach, zero + k + 1) : at(reach, zero + k - 1) + 1;
      const from = x;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach[zero + k] = x;
      steps -= 1 + x - from;
      if (x >= a.length && x - k >= b.length) return {matches: back(rounds, a.length, b.length), isWhole: true};
    }
  }
  const [x, y] = furthest(reach, zero, a.length, b.length);
  return {matches: back(rounds, x, y), isWhole: false};
}

const at = (list: Int32Array, index: number): number => list[index] ?? 0;

/** The end of the way that has most of both lists behind it. */
function furthest(reach: Int32Array, zero: number, width: number, height: number): [number, number] {
  let best: [number, number] = [0, 0];
  for (let index = 0; index < reach.length; index++) {
    const x = at(reach, index);
    const y = x - (index - zero);
    if (x <= width && y >= 0 && y <= height && x + y > best[0] + best[1]) best = [x, y];
  }
  return best;
}

/** The way back from a place, and what matched on it. */
function back(rounds: readonly Int32Array[], width: number, height: number): Match[] {
  const matches: Match[] = [];
  let [x, y] = [width, height];
  for (let edits = rounds.length - 1; edits >= 0; edits--) {
    const reach = rounds[edits] ?? new Int32Array(0);
    const zero = edits + 1;
    const k = x - y;
    if (Math.abs(k) > edits) continue;
    const isDown = k === -edits || (k !== edits && at(reach, zero + k - 1) < at(reach, zero + k + 1));
    const fromK = isDown ? k + 1 : k - 1;
    const fromX = edits === 0 ? 0 : at(reach, zero + fromK);
    const begin = edits === 0 ? 0 : isDown ? fromX : fromX + 1;
    while (x > begin && x > 0 && y > 0) matches.push([--x, --y]);
    [x, y] = [fromX, fromX - fromK];
  }
  return matches.reverse();
}

import {align, type Budget} from './align.js';
import {pointerInto} from './pointer.js';

/**
 * Where two values differ. `path` is a JSON pointer: into the first value for what was removed, into the second for what
 * was added or changed.
 */
export type JsonDifference =
  | {path: string; kind: 'added'; right: unknown; isVolatile: boolean}
  | {path: string; kind: 'removed'; left: unknown; isVolatile: boolean}
  | {path: string; kind: 'changed'; left: unknown; right: unknown; isVolatile: boolean};

/** `byPlace`: a list was too long to be aligned, so that what stands at the same place was compared. */
export type JsonDiff = {differences: JsonDifference[]; byPlace: boolean};

/** Fields that differ between any two events: worth seeing, never the point. */
const volatile = /(^|[/_-])(timestamp|time|id|uuid|date|iat|exp|jti|etag|x-request-id)$|content-length$/i;

/** Pairs of items that aligning all lists of two bodies may look at: some 30 ms. */
const MOST_PAIRS = 100_000;
/** Deeper values are compared as a whole: recursion must end. */
const DEEPEST = 40;

/** What two bodies have that the other has not, or has otherwise; in the order of the first, then of the second. */
export function diffJson(left: unknown, right: unknown): JsonDiff {
  const diff = {differences: [], byPlace: false, budget: {pairs: MOST_PAIRS}};
  compare(diff, {value: left, path: ''}, {value: right, path: ''}, 0);
  return {differences: diff.differences, byPlace: diff.byPlace};
}

type Side = {value: unknown; path: string};

function compare(diff: JsonDiff & {budget: Budget}, left: Side, right: Side, depth: number): void {
  const {differences} = diff;
  const isDeep = depth >= DEEPEST || !isContainer(left.value) || !isContainer(right.value);
  if (isDeep || Array.isArray(left.value) !== Array.isArray(right.value)) {
    if (Object.is(left.value, right.value) || JSON.stringify(left.value) === JSON.stringify(right.value)) return;
    const isVolatile = volatile.test(right.path);
    differences.push({path: right.path, kind: 'changed', left: left.value, right: right.value, isVolatile});
    return;
  }
  for (const [before, after] of pairsOf(diff, left, right)) {
    if (before && after) compare(diff, before, after, depth + 1);
    else if (before)
      differences.push({
        path: before.path,
        kind: 'removed',
        left: before.value,
        isVolatile: volatile.test(before.path),
      });
    else if (after)
      differences.push({path: after.path, kind: 'added', right: after.value, isVolatile: volatile.test(after.path)});
  }
}

/** The children of two lists or two objects: those that belong together, and those that are on one side alone. */
function pairsOf(diff: JsonDiff & {budget: Budget}, left: Side, right: Side): [Side | undefined, Side | undefined][] {
  const [before, after] = [childrenOf(left), childrenOf(right)];
  if (Array.isArray(left.value) && Array.isArray(right.value)) {
    const pairs = align(left.value, right.value, diff.budget);
    if (pairs) return pairs.map(pair => [before.get(String(pair.left)), after.get(String(pair.right))]);
    diff.byPlace = true;
  }
  return [
    ...[...before].map(([key, side]): [Side, Side | undefined] => [side, after.get(key)]),
    ...[...after].filter(([key]) => !before.has(key)).map(([, side]): [undefined, Side] => [undefined, side]),
  ];
}

function childrenOf({value, path}: Side): ReadonlyMap<string, Side> {
  const entries: [string, unknown][] = isContainer(value) ? Object.entries(value) : [];
  return new Map(entries.map(([key, each]) => [key, {value: each, path: pointerInto(path, key)}]));
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Where two values differ, by JSON pointer. `same` rows are not listed. */
export type JsonDifference =
  | {path: string; kind: 'added'; right: unknown; isVolatile: boolean}
  | {path: string; kind: 'removed'; left: unknown; isVolatile: boolean}
  | {path: string; kind: 'changed'; left: unknown; right: unknown; isVolatile: boolean};

/** Fields that differ between any two events: worth seeing, never the point. */
const volatile = /(^|[/_-])(timestamp|time|id|uuid|date|iat|exp|jti|etag|x-request-id)$|content-length$/i;

/** What two bodies have that the other has not, or has otherwise; in the order of the first, then of the second. */
export function diffJson(left: unknown, right: unknown, path = '', depth = 0): JsonDifference[] {
  if (isContainer(left) && isContainer(right) && Array.isArray(left) === Array.isArray(right) && depth < 40) {
    const [before, after] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
    const found: JsonDifference[] = [];
    for (const [key, value] of before) {
      const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (after.has(key)) found.push(...diffJson(value, after.get(key), at, depth + 1));
      else found.push({path: at, kind: 'removed', left: value, isVolatile: volatile.test(at)});
    }
    for (const [key, value] of after) {
      const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (!before.has(key)) found.push({path: at, kind: 'added', right: value, isVolatile: volatile.test(at)});
    }
    return found;
  }
  if (Object.is(left, right) || JSON.stringify(left) === JSON.stringify(right)) return [];
  return [{path, kind: 'changed', left, right, isVolatile: volatile.test(path)}];
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A page of a list and its links, as the Conversation API has them: opaque cursors in `_links`, no count. */
export type Listing<T> = {items: T[]; pageSize: number; links: Record<string, {href: string}>};

export type Invalid = {name: string; reason: string};

/**
 * Cuts a page out of a list. `page_size` is 1 to 100 (default 10), `order` is asc (default) or desc, in any case.
 *
 * @param keyOf a number that rises along the list: a cursor stays right when the list grows.
 * @param base the list's own URL, without a query.
 */
export function paginate<T>(
  list: T[],
  keyOf: (item: T) => number,
  query: URLSearchParams,
  base: string,
): Listing<T> | {invalid: Invalid[]} {
  const size = Number(query.get('page_size') ?? 10);
  const order = (query.get('order') ?? 'asc').toLowerCase();
  const cursor = query.get('cursor');
  const start = cursor === null ? undefined : readCursor(cursor);
  const invalid: Invalid[] = [];
  if (!Number.isInteger(size) || size < 1 || size > 100) {
    invalid.push({name: 'page_size', reason: '"page_size" must be an integer from 1 to 100'});
  }
  if (order !== 'asc' && order !== 'desc') invalid.push({name: 'order', reason: '"order" must be one of [asc, desc]'});
  if (cursor !== null && start === undefined) invalid.push({name: 'cursor', reason: '"cursor" is invalid'});
  if (invalid.length > 0) return {invalid};

  const sorted = order === 'asc' ? list : [...list].reverse();
  const sign = order === 'asc' ? 1 : -1;
  const from = start === undefined ? 0 : sorted.findIndex(item => (keyOf(item) - start) * sign >= 0);
  const begin = from < 0 ? sorted.length : from;
  const items = sorted.slice(begin, begin + size);
  const link = (position?: T) => {
    const parameters = new URLSearchParams(query);
    parameters.delete('cursor');
    parameters.set('order', order);
    parameters.set('page_size', String(size));
    if (position !== undefined) parameters.set('cursor', writeCursor(keyOf(position)));
    return {href: `${base}?${parameters}`};
  };
  const next = sorted[begin + size];
  const previous = sorted[Math.max(0, begin - size)];
  const links = {
    first: link(),
    self: link(items[0]),
    ...(next !== undefined && {next: link(next)}),
    ...(begin > 0 && previous !== undefined && {prev: link(previous)}),
  };
  return {items, pageSize: size, links};
}

const prefix = 'cursor:';

function writeCursor(key: number): string {
  return Buffer.from(`${prefix}${key}`).toString('hex');
}

function readCursor(cursor: string): number | undefined {
  const text = Buffer.from(cursor, 'hex').toString('utf8');
  const key = Number(text.slice(prefix.length));
  return text.startsWith(prefix) && Number.isFinite(key) ? key : undefined;
}

import {asUrl} from '../text/url.js';
import {asRecord} from './loose.js';

/** One page of a list and how to ask for the next. */
export type Page<T> = {
  items: T[];
  /** Opaque; to be replayed on our own base URL, never by following the link. Absent on the last page. */
  cursor?: string;
};

/**
 * One page of any list. The items are under, in this order: the root (v0.1), `_embedded` itself (the v1 specification and
 * most SDK fixtures), `_embedded.<name>` (what v1 really answers), `_embedded.data.<name>` (v0.2 and the v0.3 draft). An
 * empty list may come without `_embedded`. Items that `read` cannot understand are left out.
 */
export function readPage<T>(json: unknown, name: string, read: (item: unknown) => T | undefined): Page<T> {
  const items = unwrap(json, name)
    .map(item => read(item))
    .filter(item => item !== undefined);
  const cursor = readCursor(json);
  return cursor === undefined ? {items} : {items, cursor};
}

function unwrap(json: unknown, name: string): unknown[] {
  const embedded = asRecord(json)?._embedded;
  const places = [json, embedded, asRecord(embedded)?.[name], asRecord(asRecord(embedded)?.data)?.[name]];
  return places.find(place => Array.isArray(place)) ?? [];
}

/**
 * The cursor of the next page. Only the cursor is taken from a link, never its host: hosts of links may be regional, and a
 * link must not be able to say where a token goes. v0.2 has the cursor at the top.
 */
function readCursor(json: unknown): string | undefined {
  const root = asRecord(json);
  const next = asRecord(root?._links)?.next;
  const href = typeof next === 'string' ? next : asRecord(next)?.href;
  return cursorOf(href) ?? valid(root?.cursor);
}

function cursorOf(href: unknown): string | undefined {
  // A base for links without a host (`/v1/calls?…`); it is never asked.
  const url = typeof href === 'string' ? asUrl(href, 'https://none.invalid') : undefined;
  // An unescaped "+" of base64 arrives as a space, and no cursor has spaces.
  return valid(url?.searchParams.get('cursor')?.replaceAll(' ', '+'));
}

function valid(cursor: unknown): string | undefined {
  return typeof cursor === 'string' && /^[\w=+/.~%-]{1,1024}$/.test(cursor) ? cursor : undefined;
}

import * as z from 'zod';
import {invalid, issuesOf} from './errors.js';
import {order, wholeBetween} from './parameters.js';
import {type Answer, type Ask, baseUrl} from './route.js';
import {conversationWords} from './words.js';

/** A list as one of the Conversation API's answers shows it. */
export type Listing<T> = {
  /** Such as `members`: what the list is called in the reply. */
  name: string;
  /** The list's own path below the version. */
  path: string;
  all: T[];
  /** v0.1 has the list in counted pages, by number; its other lists are bare arrays. */
  counted?: true;
  /** A number that rises along the list, so that a cursor stays right when the list grows; its place, where it only grows. */
  keyOf?(item: T): number;
  show(item: T): unknown;
};

const paging = {page_size: wholeBetween(1, 100).default(10), order: order.default('asc')};

/**
 * Answers with a page of a list, in the form of the version that was asked: a bare array or a counted page (v0.1), or a page
 * with opaque cursors in its links, `page_size` 1 to 100 (default 10), `order` asc (default) or desc.
 */
export function answerList<T>(ask: Ask, list: Listing<T>): Answer {
  if (ask.version !== 'v0.1') return cursored(ask, list);
  return list.counted ? numbered(ask, list) : {status: 200, body: list.all.map(list.show)};
}

function numbered<T>(ask: Ask, {name, path, all, show}: Listing<T>): Answer {
  const schema = z.looseObject({...paging, record_index: wholeBetween(0, 1e9).default(0)});
  const asked = schema.safeParse(Object.fromEntries(ask.query), conversationWords);
  if (!asked.success) return invalid(ask, issuesOf(asked.error));
  const {page_size: size, record_index: index} = asked.data;
  const sorted = asked.data.order === 'asc' ? all : [...all].reverse();
  const body = {
    count: all.length,
    page_size: size,
    record_index: index,
    _links: {self: {href: `${baseUrl(ask)}${path}`}},
    _embedded: {[name]: sorted.slice(index * size, (index + 1) * size).map(show)},
  };
  return {status: 200, body};
}

function cursored<T>(ask: Ask, {name, path, all, keyOf, show}: Listing<T>): Answer {
  const {query, version} = ask;
  const schema = z.looseObject({...paging, cursor: z.string().transform(readCursor).optional()});
  const asked = schema.safeParse(Object.fromEntries(query), conversationWords);
  if (!asked.success) return invalid(ask, issuesOf(asked.error));
  const {page_size: size, order: direction, cursor: start} = asked.data;
  if (Number.isNaN(start)) return invalid(ask, [{name: 'cursor', reason: '"cursor" is invalid'}]);

  const keyed = all.map((item, index) => ({item, key: keyOf ? keyOf(item) : index}));
  if (direction === 'desc') keyed.reverse();
  const sign = direction === 'asc' ? 1 : -1;
  const from = start === undefined ? 0 : keyed.findIndex(({key}) => (key - start) * sign >= 0);
  const begin = from < 0 ? keyed.length : from;
  const items = keyed.slice(begin, begin + size);
  const link = (position?: {key: number}) => {
    const parameters = new URLSearchParams(query);
    parameters.delete('cursor');
    parameters.set('order', direction);
    parameters.set('page_size', String(size));
    if (position) parameters.set('cursor', writeCursor(position.key));
    return {href: `${baseUrl(ask)}${path}?${parameters}`};
  };
  const next = keyed[begin + size];
  const previous = keyed[Math.max(0, begin - size)];
  const shown = {[name]: items.map(({item}) => show(item))};
  // v0.2 and the draft of v0.3 have `data` in between, live v1 has not.
  const hasData = version === 'v0.2' || (version === 'v0.3' && name === 'events');
  const body = {
    page_size: size,
    ...(version === 'v0.2' && {cursor: writeCursor(items[0]?.key ?? 0)}),
    _embedded: hasData ? {data: shown} : shown,
    _links: {
      first: link(),
      self: link(items[0]),
      ...(next && {next: link(next)}),
      ...(begin > 0 && previous && {prev: link(previous)}),
    },
  };
  return {status: 200, body};
}

const prefix = 'cursor:';

function writeCursor(key: number): string {
  return Buffer.from(`${prefix}${key}`).toString('hex');
}

function readCursor(cursor: string): number {
  const text = Buffer.from(cursor, 'hex').toString('utf8');
  return text.startsWith(prefix) ? Number(text.slice(prefix.length)) : Number.NaN;
}

import {eventTypes} from '../call/event-types.js';
import {findField} from './fields.js';
import type {Op} from './filter.js';

/** A piece of the text; `from` and `to` are offsets into it. */
export type Token = {from: number; to: number} & (
  | {kind: 'open' | 'close' | 'not' | 'and' | 'or'}
  | {kind: 'text'; value: Written}
  | {kind: 'field'; name: string; op: Op | '!='; values: Written[]}
);

/** A value as it was written; `open` when its quote or slash is not closed yet. */
export type Written = {from: number; to: number; text: string; regex?: {flags: string}; open?: boolean};

const fieldStart = /([a-z][a-z-]*)(:|>=|<=|!=|>|<|=)/iy;
const keywords: Readonly<Record<string, 'and' | 'or' | 'not'>> = {and: 'and', or: 'or', not: 'not'};

/** Types and addresses that look like fields, and have no row among the event types. */
const unlisted = ['member:message', 'conversation:updated', 'app:knocking', 'sips?:', '[a-z]+://'];
const families = ['event', 'message', 'text', 'image', 'mixer', 'custom', 'video', 'knocker'];

/**
 * What looks like a field and is pasted from the screen is looked for as it stands. A type whose first word is a field (`member:joined`) needs its second
 * word to be told from one; of any other (`audio:dtmf`) the first word is enough.
 */
const pasted = new RegExp(
  [
    ...unlisted,
    ...families.map(family => `${family}:`),
    ...[...eventTypes.keys()].flatMap(type => {
      const [first = '', second] = type.split(':');
      return second === undefined ? [] : [findField(first) ? `${first}:${second}` : `${first}:`];
    }),
  ].join('|'),
  'iy',
);

/** Cuts a text into tokens. Never throws, and leaves out nothing but spaces. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (/\s/.test(text[next] ?? '')) next++;
  return next;
}

function tokenAt(text: string, from: number): Token {
  const character = text[from];
  if (character === '(' || character === ')') return {kind: character === '(' ? 'open' : 'close', from, to: from + 1};
  if (character === '!') return {kind: 'not', from, to: from + 1};
  const field = sticky(fieldStart, text, from);
  if (field && !sticky(pasted, text, from)) {
    const [start, name = '', op = ':'] = field;
    // A note such as `digits=1` is no misspelt field.
    if (findField(name) || (op !== '=' && op !== '!=')) {
      const values = valuesAt(text, from + start.length);
      return {kind: 'field', from, to: values.at(-1)?.to ?? from + start.length, name, op: op as Op, values};
    }
  }
  const value = valueAt(text, from, /[\s()]/);
  const keyword = value.regex || '"/'.includes(character ?? '') ? undefined : keywords[value.text.toLowerCase()];
  if (keyword) return {kind: keyword, from, to: value.to};
  return {kind: 'text', from, to: value.to, value};
}

function valuesAt(text: string, from: number): Written[] {
  const values: Written[] = [];
  for (let at = from; ; at++) {
    const value = valueAt(text, at, /[\s(),]/);
    values.push(value);
    at = value.to;
    if (text[at] !== ',') return values;
  }
}

function valueAt(text: string, from: number, end: RegExp): Written {
  if (text[from] === '"') return quotedAt(text, from);
  if (text[from] === '/') return regexAt(text, from);
  let to = from;
  while (to < text.length && !end.test(text[to] ?? '')) to++;
  return {from, to, text: text.slice(from, to)};
}

/** `"…"`, with `\"` and `\\` inside. */
function quotedAt(text: string, from: number): Written {
  let to = from + 1;
  let inside = '';
  for (; to < text.length && text[to] !== '"'; to++) {
    if (text[to] === '\\' && /["\\]/.test(text[to + 1] ?? '')) to++;
    inside += text[to];
  }
  const open = to >= text.length;
  return {from, to: open ? to : to + 1, text: inside, ...(open && {open})};
}

/** `/…/i`; a slash inside is written `\/` or stands in `[…]`. */
function regexAt(text: string, from: number): Written {
  let to = from + 1;
  for (let inClass = false; to < text.length && (inClass || text[to] !== '/'); to++) {
    if (text[to] === '\\') to++;
    else if (text[to] === '[') inClass = true;
    else if (text[to] === ']') inClass = false;
  }
  if (to >= text.length) return {from, to: text.length, text: text.slice(from + 1), regex: {flags: ''}, open: true};
  const flags = sticky(/[a-z]*/iy, text, to + 1)?.[0] ?? '';
  return {from, to: to + 1 + flags.length, text: text.slice(from + 1, to), regex: {flags}};
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

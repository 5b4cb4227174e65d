import {suggest} from '../text/suggest.js';
import type {Field} from './field.js';
import {fieldNames, findField, findWord} from './fields.js';
import {type Filter, type FilterError, type FilterValue, join, not, type Op} from './filter.js';
import {readDuration, readMoment, readNumber} from './measure.js';
import {RegexError} from './regex/syntax.js';
import {compiledRegex} from './text-test.js';
import {type Token, tokensOf, type Written} from './tokens.js';

/** No filter that a person writes is as long; the work of reading it stays small. */
const MOST_CHARACTERS = 1000;

/**
 * Reads a filter. Never throws.
 *
 * What cannot be read is reported and left out, as if it had not been typed yet, and the rest applies: so a filter in the
 * middle of being typed neither hides everything nor lets everything through, and what it does depends on its text alone,
 * not on what was typed before. Without anything readable there is no filter, and everything is shown.
 */
export function parseFilter(text: string): {filter?: Filter; errors: FilterError[]} {
  const errors: FilterError[] = [];
  if (text.length > MOST_CHARACTERS) {
    errors.push({
      from: MOST_CHARACTERS,
      to: text.length,
      text: `longer than ${MOST_CHARACTERS} characters: the rest is left out`,
    });
  }
  const parser = {tokens: tokensOf(text.slice(0, MOST_CHARACTERS)), at: 0, errors};
  const parts: Filter[] = [];
  while (parser.at < parser.tokens.length) {
    const part = parseOr(parser);
    if (part) parts.push(part);
    const stray = parser.tokens[parser.at++];
    if (stray) errors.push({from: stray.from, to: stray.to, text: 'this ) closes nothing'});
  }
  const filter = join('and', parts);
  errors.sort((a, b) => a.from - b.from);
  return {...(filter && {filter}), errors};
}

type Parser = {tokens: readonly Token[]; at: number; errors: FilterError[]};

function parseOr(p: Parser): Filter | undefined {
  const parts = [parseAnd(p)];
  for (let word = take(p, 'or'); word; word = take(p, 'or')) {
    expectOperand(p, word, p.tokens[p.at - 2]);
    parts.push(parseAnd(p));
  }
  return join('or', known(parts));
}

function parseAnd(p: Parser): Filter | undefined {
  const parts: (Filter | undefined)[] = [];
  for (let token = p.tokens[p.at]; token && token.kind !== 'or' && token.kind !== 'close'; token = p.tokens[p.at]) {
    if (token.kind === 'and') {
      p.at++;
      expectOperand(p, token, p.tokens[p.at - 2]);
    } else parts.push(parseNot(p));
  }
  return join('and', known(parts));
}

function parseNot(p: Parser): Filter | undefined {
  const word = take(p, 'not');
  if (!word) return parseOne(p);
  if (!startsOperand(p.tokens[p.at])) {
    p.errors.push({from: word.from, to: word.to, text: 'what shall not be? Write it behind this'});
    return undefined;
  }
  const of = parseNot(p);
  return of && not(of);
}

function parseOne(p: Parser): Filter | undefined {
  const token = p.tokens[p.at++];
  if (token?.kind === 'open') {
    const before = p.errors.length;
    const inside = parseOr(p);
    const close = take(p, 'close');
    if (!close) p.errors.push({from: token.from, to: token.to, text: 'this ( is not closed'});
    else if (!inside && p.errors.length === before)
      p.errors.push({from: token.from, to: close.to, text: 'nothing in the brackets'});
    return inside;
  }
  if (token?.kind === 'text') return readText(p, token.value);
  if (token?.kind === 'field') return readField(p, token);
  return undefined;
}

function startsOperand(token: Token | undefined): boolean {
  return token !== undefined && token.kind !== 'close' && token.kind !== 'and' && token.kind !== 'or';
}

/** Reports `and` and `or` that have nothing on one side. */
function expectOperand(p: Parser, word: Token, before: Token | undefined): void {
  const endsOperand = before?.kind === 'text' || before?.kind === 'field' || before?.kind === 'close';
  const side = !endsOperand ? 'left' : startsOperand(p.tokens[p.at]) ? undefined : 'right';
  if (side) {
    const text = `nothing to the ${side} of ${word.kind}: to find the word itself, write "${word.kind}"`;
    p.errors.push({from: word.from, to: word.to, text});
  }
}

function take(p: Parser, kind: Token['kind']): Token | undefined {
  const token = p.tokens[p.at];
  if (token?.kind !== kind) return undefined;
  p.at++;
  return token;
}

function known(parts: readonly (Filter | undefined)[]): Filter[] {
  return parts.filter(part => part !== undefined);
}

function readText(p: Parser, written: Written): Filter | undefined {
  const value = readValue(p, written);
  return value && {kind: 'text', value};
}

function readField(p: Parser, token: Token & {kind: 'field'}): Filter | undefined {
  const {name, from, op, values} = token;
  const found = findField(name);
  if (!found) {
    const near = suggest(name, fieldNames);
    const text = `no such field: ${name}${near ? ` — did you mean ${near}?` : ''}`;
    p.errors.push({from, to: from + name.length, text});
    return undefined;
  }
  const plain: Op = op === '!=' ? '=' : op;
  const ordered = found.field.kind === 'text' || found.field.kind === 'words' ? undefined : found.field.kind;
  if (!ordered && plain !== ':' && plain !== '=') {
    const to = from + name.length + op.length;
    p.errors.push({from, to, text: `${name} has no order: write ${name}: instead of ${name}${op}`});
    return undefined;
  }
  const read = values.map(written => readFieldValue(p, found, plain, written)).filter(value => value !== undefined);
  if (read.length === 0) return undefined;
  const leaf: Filter = {kind: 'field', field: found.name, op: plain, values: read};
  return op === '!=' ? not(leaf) : leaf;
}

/** What to write as the value of a field of each kind that has an order. */
const wanted = {
  number: 'a number, such as 3',
  duration: 'a time span, such as 500, 500ms, 1.5s or 2min',
  moment: 'a time, such as 12:04:11, +30s (since the start of the call) or 2026-11-20T12:00:00Z',
};

function readFieldValue(
  p: Parser,
  of: {name: string; field: Field},
  op: Op,
  written: Written,
): FilterValue | undefined {
  const {name, field} = of;
  const {from, to, text} = written;
  const fail = (message: string): undefined => {
    p.errors.push({from: to > from ? from : Math.max(0, from - 1), to, text: message});
    return undefined;
  };
  if (text === '') return fail(`${name}: what? For example ${field.example}`);
  if (field.kind === 'text') return readValue(p, written);
  if (written.regex) return fail(`${name} takes no regular expression`);
  if (field.kind === 'words') {
    const word = findWord(field.words, text);
    if (word !== undefined) return {text: word};
    const all = Object.keys(field.words);
    const near = suggest(text, all);
    return fail(`${name} cannot be ${text}: ${near ? `did you mean ${near}?` : `it is one of ${all.join(', ')}`}`);
  }
  const readers = {number: readNumber, duration: readDuration, moment: readMoment};
  const span = readers[field.kind](text);
  if (!span) return fail(`${name} takes ${wanted[field.kind]}`);
  if (/xx$/i.test(text) && op !== ':' && op !== '=')
    return fail(`to compare, write a number: ${name}${op}${span.from}`);
  return {text};
}

function readValue(p: Parser, written: Written): FilterValue | undefined {
  const {from, to, text, regex, open} = written;
  const fail = (message: string): void => void p.errors.push({from, to, text: message});
  if (open) fail(regex ? 'the regular expression has no closing /' : 'the quotation has no closing "');
  if (text === '') {
    if (!open) fail(regex ? 'an empty regular expression finds everything' : 'empty quotation marks find everything');
    return undefined;
  }
  if (!regex) return {text};
  const flags = regex.flags.toLowerCase();
  if (flags !== '' && flags !== 'i') {
    return fail(
      `/${regex.flags}: the only flag is i (any case). To find a path, write it in quotation marks`,
    ) as undefined;
  }
  try {
    compiledRegex(text, flags);
    return {regex: text, flags};
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    if (!open) fail(`the regular expression cannot be used: ${error.message}`);
    return undefined;
  }
}

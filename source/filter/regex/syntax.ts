/** A regular expression, read. Only what can be matched without ever going back in the text. */
export type Node =
  | {kind: 'set'; has: (code: number) => boolean}
  | {kind: 'assert'; what: 'start' | 'end' | 'boundary' | 'inside'}
  | {kind: 'seq' | 'alt'; of: Node[]}
  | {kind: 'repeat'; min: number; max: number; of: Node};

type Set = (code: number) => boolean;

/** Why a pattern cannot be used; `message` is one sentence for people. */
export class RegexError extends Error {}

const MOST_CHARACTERS = 200;

/**
 * Reads JavaScript's syntax without back-references and look-around (they cannot be matched in bounded time). Lazy
 * quantifiers are read as greedy ones: whether a text matches does not depend on it. Throws `RegexError`.
 */
export function readRegex(source: string, ignoreCase: boolean): Node {
  if (source.length > MOST_CHARACTERS) throw new RegexError(`longer than ${MOST_CHARACTERS} characters: shorten it`);
  const reader = {source, at: 0, ignoreCase};
  const node = readAlternatives(reader);
  if (reader.at < source.length) throw new RegexError('a ) closes nothing: write \\) to find one');
  return node;
}

type Reader = {source: string; at: number; ignoreCase: boolean};

function readAlternatives(r: Reader): Node {
  const of = [readSequence(r)];
  while (r.source[r.at] === '|') {
    r.at++;
    of.push(readSequence(r));
  }
  return of.length === 1 && of[0] ? of[0] : {kind: 'alt', of};
}

function readSequence(r: Reader): Node {
  const of: Node[] = [];
  while (r.at < r.source.length && r.source[r.at] !== '|' && r.source[r.at] !== ')') {
    const atom = readAtom(r);
    of.push(readQuantifier(r, atom));
  }
  return {kind: 'seq', of};
}

const quantifier = /([*+?]|\{(\d{1,4})(,(\d{0,4}))?\})\??/y;

function readQuantifier(r: Reader, of: Node): Node {
  const match = sticky(quantifier, r);
  if (!match) return of;
  if (of.kind === 'assert') throw new RegexError(`nothing to repeat before ${match[0]}`);
  const [, sign, least, comma, most] = match;
  const min = least === undefined ? (sign === '+' ? 1 : 0) : Number(least);
  const max =
    least === undefined ? (sign === '?' ? 1 : Infinity) : comma === undefined ? min : Number(most || Infinity);
  if (max < min) throw new RegexError(`${sign} has its numbers in the wrong order`);
  if (sticky(quantifier, {...r})) throw new RegexError(`two quantifiers in a row after ${match[0]}`);
  return {kind: 'repeat', min, max, of};
}

function readAtom(r: Reader): Node {
  const character = r.source[r.at++] ?? '';
  if (character === '(') return readGroup(r);
  if (character === '[') return {kind: 'set', has: readClass(r)};
  if (character === '^') return {kind: 'assert', what: 'start'};
  if (character === '$') return {kind: 'assert', what: 'end'};
  if (character === '.') return {kind: 'set', has: code => !lineEnds.has(code)};
  if ('*+?'.includes(character)) throw new RegexError(`nothing to repeat before ${character}`);
  if (character !== '\\') return {kind: 'set', has: anyCase(r, only(character.charCodeAt(0)))};
  const next = r.source[r.at];
  if (next === 'b' || next === 'B') {
    r.at++;
    return {kind: 'assert', what: next === 'b' ? 'boundary' : 'inside'};
  }
  const escaped = readEscape(r);
  return {kind: 'set', has: typeof escaped === 'number' ? anyCase(r, only(escaped)) : escaped};
}

function readGroup(r: Reader): Node {
  const opening = sticky(/\?(:|<(?![=!])\w{1,40}>)/y, r);
  if (!opening && r.source[r.at] === '?') {
    throw new RegexError('look-around cannot be matched in bounded time: use "and" and "not" outside the expression');
  }
  const node = readAlternatives(r);
  if (r.source[r.at++] !== ')') throw new RegexError('a ( is not closed');
  return {kind: 'seq', of: [node]};
}

function readClass(r: Reader): Set {
  const negated = r.source[r.at] === '^';
  if (negated) r.at++;
  const sets: Set[] = [];
  for (;;) {
    if (r.at >= r.source.length) throw new RegexError('a [ is not closed');
    if (r.source[r.at] === ']') break;
    const from = readMember(r);
    const range = r.source[r.at] === '-' && r.at + 1 < r.source.length && r.source[r.at + 1] !== ']';
    if (!range) {
      sets.push(typeof from === 'number' ? only(from) : from);
      continue;
    }
    r.at++;
    const to = readMember(r);
    if (typeof from !== 'number' || typeof to !== 'number') throw new RegexError('a range ends in a class such as \\d');
    if (to < from) throw new RegexError('a range has its ends in the wrong order');
    sets.push(code => code >= from && code <= to);
  }
  r.at++;
  const has = anyCase(r, code => sets.some(set => set(code)));
  return negated ? code => !has(code) : has;
}

function readMember(r: Reader): number | Set {
  const character = r.source[r.at++] ?? '';
  if (character !== '\\') return character.charCodeAt(0);
  if (r.source[r.at] !== 'b') return readEscape(r);
  r.at++;
  return 8;
}

const controls: Readonly<Record<string, number>> = {n: 10, r: 13, t: 9, v: 11, f: 12, 0: 0};
const classes: Readonly<Record<string, RegExp>> = {d: /\d/, D: /\D/, w: /\w/, W: /\W/, s: /\s/, S: /\S/};

/** What follows a backslash: one character, or a class of them. */
function readEscape(r: Reader): number | Set {
  const hex = sticky(/x([0-9a-f]{2})|u([0-9a-f]{4})/iy, r);
  if (hex) return Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
  const character = r.source[r.at++];
  if (character === undefined) throw new RegexError('it ends in a backslash');
  const known = classes[character];
  if (known) return code => known.test(String.fromCharCode(code));
  const control = controls[character];
  if (control !== undefined && !/\d/.test(r.source[r.at] ?? '')) return control;
  if (/[0-9k]/.test(character)) {
    throw new RegexError(`\\${character}: back-references cannot be matched in bounded time, write the text again`);
  }
  if (/\w/.test(character)) throw new RegexError(`\\${character} is not known here`);
  return character.charCodeAt(0);
}

const lineEnds = new Set([10, 13, 0x2028, 0x2029]);
const only =
  (wanted: number): Set =>
  code =>
    code === wanted;

/** The same set without regard to case, where that was asked for. */
function anyCase(r: Reader, set: Set): Set {
  if (!r.ignoreCase) return set;
  return code => {
    if (set(code)) return true;
    const text = String.fromCharCode(code);
    return [text.toLowerCase(), text.toUpperCase()].some(other => other.length === 1 && set(other.charCodeAt(0)));
  };
}

function sticky(pattern: RegExp, r: Reader): RegExpExecArray | null {
  pattern.lastIndex = r.at;
  const match = pattern.exec(r.source);
  if (match) r.at += match[0].length;
  return match;
}

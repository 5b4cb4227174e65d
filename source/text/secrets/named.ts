import {endOfRun, isValueLetter, looksSecret} from './forms.js';
import {mayEndSecret, type Secrecy, secrecyOf} from './names.js';
import {MOST_SPANS, type SecretSpan} from './span.js';

/** What stands before a value: how it is called, and how that was written. */
type Name = {
  text: string;
  secrecy: Secrecy;
  /** Where it begins. */
  at: number;
  /** In quotes, as in JSON. */
  isQuoted: boolean;
};

/** What is to be hidden behind a name, and where to go on looking. */
type Found = {spans: readonly SecretSpan[]; end: number};

/**
 * Adds the secrets that their name tells: `"apiSecret": "…"`, `token=…`, `X-Api-Key: …`, `<secret>…`, and the password of a
 * URL. The time that it takes grows as the text does: what is before a sign has a bound, and what was found is passed over.
 */
export function findNamedSecrets(text: string, found: SecretSpan[]): void {
  findBehind(':', text, found);
  findBehind('=', text, found);
  if (text.includes('</')) findElements(text, found);
  if (text.includes('\n--')) findParts(text, found);
}

function findBehind(sign: string, text: string, found: SecretSpan[]): void {
  for (let at = text.indexOf(sign); at >= 0 && found.length <= MOST_SPANS; at = text.indexOf(sign, at + 1)) {
    const secret = isAddress(text, at)
      ? ofAddress(text, at)
      : mayBeNamed(text, at)
        ? ofSign(text, at, sign)
        : undefined;
    if (!secret) continue;
    for (const span of secret.spans) found.push(span);
    at = Math.max(at, secret.end - 1);
  }
}

/** Whether the name before a sign may be a secret's: a look at its last letters, which is enough for nearly all. */
function mayBeNamed(text: string, at: number): boolean {
  let end = at;
  if (isQuote(text.charCodeAt(end - 1))) end -= 1;
  const last = text.charCodeAt(end - 1);
  return isBlank(last) || last === BRACKET + 2 || mayEndSecret(text, end);
}

function ofSign(text: string, at: number, sign: string): Found | undefined {
  const name = nameBefore(text, at);
  if (!name) return undefined;
  const from = endOfRun(text, sign === '=' && text[at + 1] === '>' ? at + 2 : at + 1, isBlank);
  const first = text.charCodeAt(from);
  if (isQuote(first)) return ofString(text, from);
  if (name.isQuoted) return first === BRACE || first === BRACKET ? inside(text, from) : ofJson(text, from, name);
  return sign === '=' ? ofForm(text, from, name) : ofLine(text, from, name);
}

/** Letters of a name that are looked at: its last ones say what it is. */
const LONGEST_NAME = 80;

function nameBefore(text: string, at: number): Name | undefined {
  let end = at;
  while (at - end < 8 && isBlank(text.charCodeAt(end - 1))) end -= 1;
  const isQuoted = isQuote(text.charCodeAt(end - 1));
  if (isQuoted) end -= 1;
  // The brackets of a form: `user[password]`.
  while (at - end < 8 && (text[end - 1] === ']' || text[end - 1] === '[')) end -= 1;
  if (!mayEndSecret(text, end)) return undefined;
  let from = end;
  while (from > 0 && end - from < LONGEST_NAME && isNameLetter(text.charCodeAt(from - 1))) from -= 1;
  const name = fullName(text, from, text.slice(from, end));
  const secrecy = secrecyOf(name);
  return secrecy && {text: name, secrecy, at: from, isQuoted};
}

const named = /"(?:name|key|header|field|parameter)"\s{0,8}:\s{0,8}"([\w.-]{1,60})"\s{0,8},\s{0,8}"$/i;

/** `API key: …` is two words, and in `{"name": "Authorization", "value": "…"}` the name is elsewhere. */
function fullName(text: string, from: number, name: string): string {
  if (!/^(?:key|value)$/i.test(name)) return name;
  const before = text.slice(Math.max(0, from - 120), from);
  if (name.toLowerCase() === 'value') return named.exec(before)?.[1] ?? name;
  return `${/(\w{1,20}) $/.exec(before)?.[1] ?? ''} ${name}`;
}

function ofString(text: string, from: number): Found {
  const end = endOfString(text, from);
  return {spans: [withoutScheme(text, from + 1, end)], end: end + 1};
}

/** A number in a JSON text, or a word that makes it none. */
function ofJson(text: string, from: number, {secrecy}: Name): Found | undefined {
  const end = endOfRun(text, from, isJsonLetter);
  const value = text.slice(from, end);
  if (isNumber(value)) return secrecy === 'all' ? {spans: [{from, to: end, isBare: true}], end} : undefined;
  return looksSecret(value) ? {spans: [{from, to: end}], end} : undefined;
}

function ofForm(text: string, from: number, {secrecy}: Name): Found | undefined {
  const end = endOfRun(text, from, code => isValueLetter(code) && code !== AMPERSAND);
  const value = text.slice(from, end);
  if (/^(?:true|false|null|undefined|yes|no)?$/i.test(value) || (secrecy === 'texts' && isNumber(value)))
    return undefined;
  return {spans: [withoutScheme(text, from, end)], end};
}

/** Headers whose value is secret to the end of its line. */
const wholeLine = /^(?:proxy-)?authorization$|cookie$/i;

/**
 * `X-Api-Key: …`, `password: …`. What is said in passing (`Enter your password: then press hash`) is no secret, so the value must look like
 * one, or have a line with its name for itself.
 */
function ofLine(text: string, from: number, {text: name, at, secrecy}: Name): Found | undefined {
  if (wholeLine.test(name)) {
    const end = endOfRun(text, from, isLineLetter);
    return {spans: [withoutScheme(text, from, end)], end};
  }
  const end = endOfRun(text, from, isValueLetter);
  const value = text.slice(from, end);
  if (secrecy === 'texts' && isNumber(value)) return undefined;
  if (looksSecret(value) || (isLineStart(text, at) && isLineEnd(text, end))) return {spans: [{from, to: end}], end};
  return undefined;
}

function isLineStart(text: string, at: number): boolean {
  return at === 0 || /(?:^|[\r\n])[ \t-]{0,16}$/.test(text.slice(Math.max(0, at - 17), at));
}

function isLineEnd(text: string, at: number): boolean {
  return /^[ \t]{0,8}(?:[\r\n]|$)/.test(text.slice(at, at + 9));
}

const scheme = /^(?:basic|bearer|digest|hmac|negotiate)\s{1,4}/i;

/** The scheme of an authorization stays: it tells a signed webhook from one that has another kind. */
function withoutScheme(text: string, from: number, to: number): SecretSpan {
  const kept = scheme.exec(text.slice(from, Math.min(to, from + 16)))?.[0].length ?? 0;
  return {from: from + kept, to};
}

/** All of an object or a list but its names, and what tells its kind (`"type": "custom"`). */
function inside(text: string, start: number): Found {
  const spans: SecretSpan[] = [];
  let depth = 0;
  let isKind = false;
  let at = start;
  do {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      const isName = text.charCodeAt(endOfRun(text, end + 1, isBlank)) === COLON;
      if (isName) isKind = /type$/i.test(text.slice(Math.max(at, end - 4), end));
      else if (!isKind) spans.push(withoutScheme(text, at + 1, end));
      at = end + 1;
    } else if (code === MINUS || isDigit(code)) {
      const to = endOfRun(text, at, isJsonLetter);
      spans.push({from: at, to, isBare: true});
      at = to;
    } else {
      if (code === BRACE || code === BRACKET) depth += 1;
      if (code === BRACE + 2 || code === BRACKET + 2) depth -= 1;
      at += 1;
    }
  } while (depth > 0 && at < text.length);
  return {spans, end: at};
}

/** The index of the quote that ends the string that begins at `from`, or the end of the text. */
function endOfString(text: string, from: number): number {
  const quote = text.charCodeAt(from);
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return Math.min(at, text.length);
}

/** Whether the sign at `at` is the colon of an address: `https://`, `sip:`, `sips:`. */
function isAddress(text: string, at: number): boolean {
  if (text.charCodeAt(at + 1) === SLASH) return text.charCodeAt(at + 2) === SLASH && text.charCodeAt(at) === COLON;
  const last = text.charCodeAt(at - 1);
  return (
    (last === 112 || last === 115) &&
    text.charCodeAt(at) === COLON &&
    /(?:^|[^\w.-])sips?$/.test(text.slice(Math.max(0, at - 5), at))
  );
}

/** `https://user:password@host`, `sip:user:password@host`; a user alone is a token where a URL has one that is long. */
function ofAddress(text: string, colon: number): Found {
  const isUrl = text.charCodeAt(colon + 1) === SLASH;
  const from = isUrl ? colon + 3 : colon + 1;
  const end = endOfRun(text, from, isAuthorityLetter);
  const userinfo = text.slice(from, end);
  const at = userinfo.lastIndexOf('@');
  const password = userinfo.indexOf(':') + 1;
  if (password > 0 && password < at) return {spans: [{from: from + password, to: from + at}], end};
  return {spans: isUrl && at >= 16 ? [{from, to: from + at}] : [], end};
}

const element = /<([\w.:-]{1,80})(?:\s[^<>]{0,400})?>/g;

/** XML: `<password>…</password>`. */
function findElements(text: string, found: SecretSpan[]): void {
  element.lastIndex = 0;
  for (let match = element.exec(text); match; match = element.exec(text)) {
    if (!secrecyOf(match[1] ?? '')) continue;
    const from = element.lastIndex;
    const to = endOfRun(text, from, code => code !== LESS);
    found.push({from, to});
    element.lastIndex = to;
  }
}

const part = /form-data;\s{0,8}name="?([^"\r\n;]{1,80})/gi;
const headEnd = /\r?\n\r?\n/g;

/** The parts of a multipart form. */
function findParts(text: string, found: SecretSpan[]): void {
  part.lastIndex = 0;
  for (let match = part.exec(text); match; match = part.exec(text)) {
    if (!secrecyOf(match[1] ?? '')) continue;
    headEnd.lastIndex = part.lastIndex;
    if (!headEnd.exec(text)) return;
    const from = headEnd.lastIndex;
    const end = text.indexOf('\n--', from);
    const to = end < 0 ? text.length : end;
    found.push({from, to});
    part.lastIndex = to;
  }
}

const QUOTE = 34;
const AMPERSAND = 38;
const MINUS = 45;
const SLASH = 47;
const COLON = 58;
const LESS = 60;
const BRACKET = 91;
const BACKSLASH = 92;
const BRACE = 123;

/** Anything on one line, and within the quotes that it stands in. */
function isLineLetter(code: number): boolean {
  return code !== 10 && code !== 13 && code !== QUOTE && code !== BACKSLASH;
}

function isNumber(value: string): boolean {
  return /^-?\d[\d.eE+-]*$/.test(value);
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isQuote(code: number): boolean {
  return code === QUOTE || code === 39 || code === 96;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Of a name: letters, digits and `_ - . $`. */
function isNameLetter(code: number): boolean {
  const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return isLetter || isDigit(code) || code === 95 || code === MINUS || code === 46 || code === 36;
}

/** Of a value in a JSON text that is no string. */
function isJsonLetter(code: number): boolean {
  return isValueLetter(code) && code !== BRACKET + 2 && code !== BRACE + 2;
}

/** Of what is between `//` and the path: passwords may have any sign in it that ends neither the URL nor a text that it stands in. */
function isAuthorityLetter(code: number): boolean {
  return (
    code > 32 &&
    code !== QUOTE &&
    code !== LESS &&
    code !== 62 &&
    code !== BACKSLASH &&
    code !== SLASH &&
    code !== 63 &&
    code !== 35
  );
}

import {MOST_SPANS, type SecretSpan} from './span.js';

/** What a credential of a service begins with, and what follows. No text can be read as one of these in two ways, so that none is read twice. */
const services = [
  ['AKIA|ASIA', '[A-Z\\d]{8,}'],
  ['AIza', '[\\w-]{10,}'],
  ['gh[pousr]_|glpat-|xox[abeprs]-|xapp-|whsec_|[rs]k_(?:live|test)_|shp(?:at|ss|ca)_|hvs\\.', '[\\w-]{4,}'],
  ['github_pat_|dop_v1_', '\\w{8,}'],
  ['ya29\\.|sk-(?:ant-|proj-)?', '[\\w-]{20,}'],
  ['npm_', '[A-Za-z\\d]{20,}'],
  ['SG\\.', '[\\w-]{16,}\\.[\\w-]+'],
  ['hooks\\.slack\\.com/services/', '[\\w/]+'],
  // A private key in PEM, in base64.
  ['LS0tLS1CRUdJTi', '[\\w+/=-]*'],
] as const;

// Inside a longer word it is that word.
const service = new RegExp(services.map(([start, rest]) => `(?<![A-Za-z\\d])(?:(?:${start})${rest})`).join('|'), 'g');
const serviceStart = new RegExp(`^(?:${services.map(([start]) => start).join('|')})`);

/** Where one of all these forms may begin: most texts have none, and one look at each letter says so. */
const mayBegin = new RegExp(
  `eyJ|-----BEGIN|[Bb](?:earer|asic)|B(?:EARER|ASIC)|${services.map(([start]) => start).join('|')}`,
);

/** Adds the secrets that their form tells, whatever they are called. The time that it takes grows as the text does, whatever is in it. */
export function findSecretForms(text: string, found: SecretSpan[]): void {
  if (!mayBegin.test(text)) return;
  findTokens(text, found);
  findPrivateKeys(text, found);
  findAuthorizations(text, found);
  service.lastIndex = 0;
  for (let match = service.exec(text); match; match = service.exec(text)) {
    const start = serviceStart.exec(match[0])?.[0] ?? '';
    found.push({from: match.index + start.length, to: service.lastIndex});
  }
}

/** JWTs: a run of letters is looked at once, however often a token seems to begin in it. */
function findTokens(text: string, found: SecretSpan[]): void {
  for (let start = text.indexOf('eyJ'); start >= 0 && found.length <= MOST_SPANS; ) {
    let end = endOfRun(text, start, isTokenLetter);
    if (end - start > 10 && text[end] === '.' && isTokenLetter(text.charCodeAt(end + 1))) {
      end = endOfRun(text, end, code => isTokenLetter(code) || code === DOT);
      found.push({from: start + 3, to: end});
    }
    start = text.indexOf('eyJ', end);
  }
}

const keyBegin = /-----BEGIN[ +A-Z\d]{0,40}PRIVATE[ +]KEY[ +A-Z]{0,10}-----/g;
const keyEnd = /-----END[ +A-Z\d]{0,40}PRIVATE[ +]KEY[ +A-Z]{0,10}-----/y;

/** Private keys in PEM, with real or escaped line ends. One without an end was cut: then as far as its text goes. */
function findPrivateKeys(text: string, found: SecretSpan[]): void {
  let end = 0;
  keyBegin.lastIndex = 0;
  while (keyBegin.exec(text)) {
    const from = keyBegin.lastIndex;
    let to = endOfRun(text, from, isKeyLetter);
    if (end >= 0 && end < from) end = text.indexOf('-----END', from);
    keyEnd.lastIndex = end;
    if (end >= 0 && end < to && keyEnd.exec(text)) to = keyEnd.lastIndex;
    found.push({from, to});
    keyBegin.lastIndex = to;
  }
}

const scheme = /\b(?:[Bb]earer|BEARER|([Bb]asic|BASIC))[ \t+]{1,4}/g;

/** `Bearer …` and `Basic …`, outside a header of their own. */
function findAuthorizations(text: string, found: SecretSpan[]): void {
  scheme.lastIndex = 0;
  for (let match = scheme.exec(text); match; match = scheme.exec(text)) {
    const from = scheme.lastIndex;
    const to = endOfRun(text, from, isValueLetter);
    const value = text.slice(from, to);
    if (match[1] ? isPair(value) : looksSecret(value)) found.push({from, to});
    scheme.lastIndex = to;
  }
}

/** Base64 of `user:password`, which has letters of both cases, and is no word of `Basic plan`. */
function isPair(value: string): boolean {
  return /^[\w+/-]{6,}={0,2}$/.test(value) && (value.endsWith('=') || (/[a-z]/.test(value) && /.[A-Z]/.test(value)));
}

/** Whether a word is more than one of a language: with digits, signs or capitals in it, or longer than people's words are. */
export function looksSecret(word: string): boolean {
  return word.length > 3 && !/^[A-Za-z]?[a-z'’-]{0,19}[.,;:!?)]{0,3}$/.test(word) && !/^•+$/.test(word);
}

/** Where the run of such characters that begins at `from` ends. */
export function endOfRun(text: string, from: number, holds: (code: number) => boolean): number {
  let end = from;
  while (end < text.length && holds(text.charCodeAt(end))) end += 1;
  return end;
}

/** What a value without quotes may have: no blank, none of `" ' , ; < > \`. */
export function isValueLetter(code: number): boolean {
  return (
    code > 32 && code !== 34 && code !== 39 && code !== 44 && code !== 59 && code !== 60 && code !== 62 && code !== 92
  );
}

const DOT = 46;
const BULLET = 0x2022;

function isTokenLetter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 45 ||
    code === 95
  );
}

/** Within quotes, a part of a form, or an element, and not hidden already. */
function isKeyLetter(code: number): boolean {
  return code !== 34 && code !== 38 && code !== 60 && code !== BULLET;
}

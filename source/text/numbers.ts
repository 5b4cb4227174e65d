import {rewritten, type UnescapedText, undoEscapes} from './escapes.js';

/** How much of a number stays: its country, and enough of its end to tell it from others. */
const FIRST = 2;
const LAST = 4;

/** Digits of a phone number: a local one without its area, and the most that E.164 has. */
const SHORTEST = 7;
const LONGEST = 15;

/** Escapes in escapes that are looked through. */
const DEEPEST = 4;

/**
 * A text with the middle of every phone number hidden, `•` for each digit: `447700900123` → `44••••••0123`. It finds them as people and
 * programs write them: with separators, behind letters, escaped, in the digits of any script. Ids, times, prices and addresses of the
 * internet stay. The time that it takes grows as the text does.
 */
export function maskNumbers(text: string, shortest = SHORTEST): string {
  if (!hasDigits(text)) return text;
  const readings = readingsOf(text);
  const read = readings.at(-1)?.text ?? text;
  const hidden = digitsToHide(read, shortest);
  if (hidden.length === 0) return text;
  const original = (index: number) => readings.reduceRight((at, {before}) => before(at), index);
  let shown = '';
  let end = 0;
  for (const index of hidden) {
    shown += `${text.slice(end, original(index))}•`;
    end = original(index + 1);
  }
  return shown + text.slice(end);
}

/** Whether there can be a number: asked of every cell of the screen. What is not ASCII may be a digit of another script. */
function hasDigits(text: string): boolean {
  let count = 0;
  for (let i = 0; i < text.length && count < SHORTEST; i += 1) {
    const code = text.charCodeAt(i);
    if ((code >= 48 && code <= 57) || code > 127) count += 1;
  }
  return count === SHORTEST;
}

/** The text with its escapes undone, one level after the other, and with plain digits. */
function readingsOf(text: string): UnescapedText[] {
  const readings: UnescapedText[] = [];
  const last = () => readings.at(-1)?.text ?? text;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const undone = undoEscapes(last());
    if (!undone) break;
    readings.push(undone);
  }
  const plain = rewritten(last(), otherDigit, plainDigit);
  if (plain) readings.push(plain);
  return readings;
}

const otherDigit = /(?!\d)\p{Nd}/gu;
const anyDigit = /^\p{Nd}$/u;

/** Digits stand in tens, one behind the other, so what is before one says which it is. */
function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (before < 50 && anyDigit.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const year = '(?:19|20)\\d\\d';
const month = '(?:0[1-9]|1[0-2])';
const day = '(?:0[1-9]|[12]\\d|3[01])';
const hour = '(?:[01]\\d|2[0-3])';
const sixty = '[0-5]\\d';
const clock = `${hour}(?::${sixty}(?::${sixty}(?:[.,]\\d{1,9})?)?|-${sixty}-${sixty}|${sixty}${sixty}(?:\\d{3})?)`;
/** Not behind another digit, a plus, or the country of a number. */
const apart = '(?<![\\d+]|(?:\\+|\\b00)\\d{1,3}[ .(-])';

/** What has as many digits as a number and is none. */
const others = new RegExp(
  [
    // UUIDs, also cut ones.
    '[\\da-f]{8}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{12}',
    '(?<![\\da-z])(?=[\\d-]{0,12}[a-f])[\\da-f]{8}-[\\da-f]{4}(?:-[\\da-f]{1,12}){0,3}(?![\\da-z])',
    // Ids in hexadecimal: not letters with a number behind them.
    '(?<![\\da-z])0x[\\da-f]+',
    '(?<![\\da-z])(?![a-f]+\\d+(?![\\da-z]))(?=\\d*[a-f])[\\da-f]{8,}(?![\\da-z])',
    // Days and times, as text and as digits alone; seconds, milliseconds and microseconds since 1970: no number begins with a 1 and is so long.
    `${apart}${year}(?:-${month}-${day}|/${month}/${day}|\\.${month}\\.${day})(?!\\d)(?:[T _-]${clock}(?!\\d))?`,
    `${apart}${day}(?:-${month}-|/${month}/|\\.${month}\\.)${year}(?!\\d)`,
    `${apart}${year}${month}${day}(?:[T_-]?${hour}${sixty}${sixty}(?:\\d{3})?)?(?!\\d)`,
    `${apart}1(?:\\d{9}|\\d{12}|\\d{15})(?!\\d)`,
    `(?<![\\d:])\\d{1,2}:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?(?![\\d:])`,
    // Durations, sizes, money.
    '(?<![\\d+.)-]|\\d )\\d{7,9}(?= ?(?:[mnuµ]?s|sec|seconds|bytes|[kMG]i?B|B|Hz|EUR|USD|GBP)(?![a-z]))',
    '(?<=[€$£])\\d{7,9}(?!\\d)',
    // Addresses of the internet, versions, and numbers with a fraction.
    `(?<![\\d.+])${octet}(?:\\.${octet}){3}(?![\\d.]\\d)(?::\\d{1,5})?`,
    '(?<=[/v])[1-9]\\d*(?:\\.\\d+){2,}',
    '(?<![\\d.+])(?:0|[1-9]\\d*)\\.\\d+(?!\\d|[ .-]?\\d)',
  ].join('|'),
  'gi',
);

/** Groups of digits with what people put between them; `+` is a blank in a form. A slash is one behind an area only: paths have it, too. */
const chain = /(?:\+\(?|\(|(?=0))\d+(?:[\p{Zs}\p{Pd}\p{Cf}.()+/]{1,3}\d+)*|\d+(?:[\p{Zs}\p{Pd}\p{Cf}.()+]{1,3}\d+)*/gu;

/** The indexes of the digits that are hidden, rising. */
function digitsToHide(text: string, shortest: number): number[] {
  const hidden: number[] = [];
  const rest = text.replace(others, found => '#'.repeat(found.length));
  for (const {0: found, index} of rest.matchAll(chain)) {
    const numbers = numbersIn(found, index);
    // The end of a number that was cut is not the end of it.
    const isCut = text[index + found.length] === '…';
    for (const digits of numbers) {
      if (digits.length < shortest) continue;
      for (const at of digits.slice(FIRST, isCut && digits === numbers.at(-1) ? undefined : -LAST)) hidden.push(at);
    }
  }
  return hidden;
}

const yearsOnly = /^(?:19|20)\d\d\D(?:19|20)\d\d$/;

/** Where the digits of each number stand in a chain of groups: it is one number, or those of its groups that are long are one each. */
function numbersIn(found: string, start: number): number[][] {
  const groups = [...found.matchAll(/\d+/g)].map(({0: digits, index}) => places(start + index, digits.length));
  const all = groups.flat();
  if (all.length < SHORTEST) return [];
  const most = found.startsWith('00') ? LONGEST + 2 : LONGEST;
  if (all.length <= most) return yearsOnly.test(found) ? [] : [all];
  // Numbers side by side, or one and something else: a long group is one by itself, and short ones are taken together, however many.
  const numbers: number[][] = [];
  const short: number[] = [];
  for (const group of groups) {
    if (group.length < 9) for (const at of group) short.push(at);
    else numbers.push(short.splice(0), group.length <= most ? group : []);
  }
  return [...numbers, short].filter(({length}) => length >= SHORTEST);
}

function places(from: number, count: number): number[] {
  return Array.from({length: count}, (_, i) => from + i);
}

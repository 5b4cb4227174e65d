import {asAmount} from '../loose.js';

type Fields = Readonly<Record<string, unknown>>;

/** A character of speech at the slowest, ms: an alphabet's letter, and a sign of a script that has one for each syllable. */
const LETTER_MS = 100;
const SIGN_MS = 300;
const LONGEST_TEXT = 10_000;

/** The Voice API stops ringing after so long at most, s. */
const LONGEST_RINGING = 120;

/** How long each action can take, in s, by its fields and the NCCO reference's defaults; an action without a row may take any time. */
const longest: ReadonlyMap<string, (action: Fields) => number | undefined> = new Map([
  ['talk', ({text, loop = 1}: Fields) => times(typeof text === 'string' ? spoken(text) : 0, asAmount(loop))],
  ['wait', ({timeout}: Fields) => asAmount(timeout) ?? 10],
  ['notify', () => 15],
  ['input', input],
  ['record', ({timeOut}: Fields) => asAmount(timeOut) ?? 7200],
  ['connect', ({limit, timeout}: Fields) => plus(asAmount(limit), asAmount(timeout) ?? LONGEST_RINGING)],
]);

/** The longest that an action of this name can hold up the next one, ms; undefined where its fields set no bound. */
export function longestOf(name: string, action: Fields): number | undefined {
  const seconds = longest.get(name)?.(action);
  return seconds === undefined ? undefined : Math.ceil(seconds * 1000);
}

function plus(seconds: number | undefined, more: number): number | undefined {
  return seconds === undefined ? undefined : seconds + more;
}

/** `loop: 0` goes on until somebody hangs up. */
function times(seconds: number, loop: number | undefined): number | undefined {
  return loop === 0 ? undefined : seconds * Math.max(1, loop ?? 1);
}

function spoken(text: string): number {
  const ssml = text.slice(0, LONGEST_TEXT);
  const letters = ssml.replace(/<[^<>]*>/g, '');
  let ms = 0;
  for (const letter of letters) ms += letter > '\u2e7f' ? SIGN_MS : LETTER_MS;
  for (const [, amount, unit] of ssml.matchAll(/<break[^<>]*\btime=["']([\d.]{1,9})(ms|s)/g))
    ms += Number(amount) * (unit === 's' ? 1000 : 1);
  // Slow speech takes twice as long.
  return (/<prosody/.test(ssml) ? 2 * ms : ms) / 1000;
}

/** Both kinds may be asked for; the old form has the settings of DTMF beside `type`. */
function input(action: Fields): number {
  const [dtmf, speech] = [fieldsOf(action.dtmf) ?? action, fieldsOf(action.speech) ?? {}];
  const keys = (asAmount(dtmf.timeOut) ?? 3) * (1 + (asAmount(dtmf.maxDigits) ?? 4));
  const words = (asAmount(speech.startTimeout) ?? 10) + (asAmount(speech.maxDuration) ?? 60) + 10;
  return JSON.stringify(action.type ?? 'dtmf').includes('speech') ? Math.max(keys, words) : keys;
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

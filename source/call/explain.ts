import {fallbackReasons, firstLike, nccoErrors, type TextMeaning} from './meaning/answer.js';
import {apiCodes, httpStatuses, meaningOfApiCode} from './meaning/api.js';
import {details, hangups, speechEnds, subStates} from './meaning/details.js';
import type {Meaning, Meanings} from './meaning/meaning.js';
import {sipClass, sipCodes} from './meaning/sip.js';
import {closeClass, closeCodes, socketProblems} from './meaning/sockets.js';
import {readStatus, statuses} from './status.js';

/** One word of Vonage's with what it means. */
export type Explanation = Meaning & {
  /** What the word is, such as `status of a leg` or `SIP code`. */
  kind: string;
  word: string;
};

const leg = 'status of a leg';
const sip = 'SIP code';
const http = 'HTTP status of the API';
const ncco = 'reason of an NCCO error';
const fallback = 'reason of a fallback request';
const close = 'close code of a WebSocket';
const problem = 'problem of a WebSocket';

/** How somebody may say which kind is meant: `sip 404`, `detail timeout`. */
const kindsByName: ReadonlyMap<string, string> = new Map([
  ['status', leg],
  ['detail', 'detail'],
  ['sip', sip],
  ['http', http],
  ['api', 'API error code'],
  ['close', close],
  ['problem', problem],
]);

/** Everything that can be explained, kind by kind. */
export function everything(): Explanation[] {
  const sips = [...sipCodes].map(([code, {reason, meaning, advice}]) =>
    entry(sip, reason === undefined ? `${code}` : `${code} ${reason}`, {meaning, advice}),
  );
  return [
    ...ofTable(leg, new Map(Object.entries(statuses))),
    ...ofTable('detail', details),
    ...sips,
    ...ofTable('disconnected_by', hangups),
    ...ofTable('sub_state', subStates),
    ...ofTable('timeout_reason of speech', speechEnds),
    ...ofPatterns(ncco, nccoErrors),
    ...ofPatterns(fallback, fallbackReasons),
    ...ofTable('API error code', apiCodes),
    ...ofTable(http, httpStatuses),
    ...ofTable(close, closeCodes),
    ...ofTable(problem, socketProblems),
  ];
}

/**
 * What a word means: a status, detail, SIP code or its reason, API error code, HTTP status, or the text of an NCCO error. A word
 * may mean several things (`timeout`, `404`); `sip 404` or `detail timeout` say which. Empty for a word that nobody knows.
 */
export function explain(words: string): Explanation[] {
  const [first = '', ...rest] = words.trim().split(/\s+/);
  const kind = rest.length > 0 ? kindsByName.get(first.toLowerCase()) : undefined;
  const word = kind ? rest.join(' ') : words.trim();
  const found = named(word);
  const exact = found.filter(each => kind === undefined || each.kind === kind);
  return exact.length > 0 ? exact : likely(word, kind);
}

/** Every single word that can be explained: what a mistyped one may have meant. */
export function knownWords(): readonly string[] {
  const words = everything().flatMap(each => each.word.split(' '));
  return [...new Set(words.filter(each => /^[a-z][\w:-]*$/i.test(each)))];
}

function named(word: string): Explanation[] {
  const wanted = readStatus(word) ?? word.toLowerCase();
  return everything().filter(each => each.word.toLowerCase() === wanted || isPart(each, wanted));
}

/** `486` and `busy_here` are the two names of one SIP code. */
function isPart({kind, word}: Explanation, wanted: string): boolean {
  return kind === sip && word.split(' ').includes(wanted);
}

/** What is not in a table by its very name: families of codes, and texts that Vonage writes freely. */
function likely(word: string, kind: string | undefined): Explanation[] {
  if (/^[1-6]\d\d$/.test(word)) {
    const known = kind === http ? undefined : sipClass(Number(word));
    return known ? [entry(sip, word, known)] : [];
  }
  if (/^[34]\d{3}$/.test(word)) {
    const known = closeClass(Number(word));
    return known ? [entry(close, word, known)] : [];
  }
  const code = meaningOfApiCode(word);
  if (code) return [entry('API error code', word, code)];
  if (!/\s/.test(word)) return [];
  const [error, reason] = [firstLike(nccoErrors.slice(0, -1), word), firstLike(fallbackReasons.slice(0, -1), word)];
  return [...(error ? [entry(ncco, word, error)] : []), ...(reason ? [entry(fallback, word, reason)] : [])];
}

function ofTable(kind: string, table: Meanings): Explanation[] {
  return [...table].map(([word, meaning]) => entry(kind, word, meaning));
}

function ofPatterns(kind: string, patterns: readonly TextMeaning[]): Explanation[] {
  return patterns.map(pattern => entry(kind, pattern.such, pattern));
}

function entry(kind: string, word: string, {meaning, advice}: Meaning): Explanation {
  return {kind, word, meaning, ...(advice !== undefined && {advice})};
}

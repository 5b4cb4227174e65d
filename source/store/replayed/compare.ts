import type {AnswerDifference} from '../../call/answer-difference.js';
import type {Failure, RawResponse} from '../../call/observation.js';
import {diffJson, type JsonDifference} from '../detail/diff.js';
import {readBody} from '../detail/json-rows.js';

/** What an application answered, or why that could not be used. */
export type ApplicationAnswer = RawResponse | {failure: Failure};

/** Headers that decide what Vonage makes of an answer; the others tell of servers and clocks. */
const telling = ['content-type', 'location'] as const;

/** Where an answer differs from the one of then: in an NCCO, and in JSON, by order and values, never by white space. */
export function answerDifferences(then: ApplicationAnswer, now: ApplicationAnswer): AnswerDifference[] {
  if ('failure' in then || 'failure' in now) return changed('answer', answerText(then), answerText(now));
  return [
    ...changed('status', String(then.status), String(now.status)),
    ...telling.flatMap(name => changed(name, headerOf(then, name), headerOf(now, name))),
    ...bodyDifferences(then, now),
  ];
}

/** An answer in a word or two: its status, or what is wrong with it. */
export function answerText(answer: ApplicationAnswer): string {
  if (!('failure' in answer)) return String(answer.status);
  const {code, detail} = answer.failure;
  // How long was waited is no part of what happened.
  return detail === undefined || code === 'timeout' ? code : `${code} ${detail}`;
}

function changed(what: AnswerDifference['what'], then: string | undefined, now: string | undefined) {
  if (then === now) return [];
  const kind = then === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
  return [{what, kind, ...(then !== undefined && {before: then}), ...(now !== undefined && {now})} as const];
}

/** Upper case and blanks mean nothing in a content type, nor does anything in one of a body that is empty. */
function headerOf({headers, body}: RawResponse, name: (typeof telling)[number]): string | undefined {
  const value = headers[name];
  if (name === 'location' || value === undefined) return value;
  return body === '' ? undefined : value.toLowerCase().replaceAll(/\s/g, '');
}

function bodyDifferences(then: RawResponse, now: RawResponse): AnswerDifference[] {
  if (then.cut !== now.cut) return changed('body', sizeText(then), sizeText(now));
  if (then.body === now.body && then.encoding === now.encoding) return [];
  if (then.encoding || now.encoding) return changed('body', bytesText(then), bytesText(now));
  const [before, after] = [readBody(then.body), readBody(now.body)];
  if (before === undefined || after === undefined) return lineDifferences(then.body, now.body);
  const {differences} = diffJson(before, after);
  const isNcco = [before, after].every(Array.isArray);
  if (!isNcco) return differences.map(each => jsonDifference('body', each.path || '/', each));
  const [left, right] = [before, after] as [unknown[], unknown[]];
  return withMoves(differences).map(each => {
    if (each.kind === 'moved') return {what: 'NCCO', place: placeIn(left, each.path), kind: 'moved', now: each.now};
    return jsonDifference('NCCO', placeIn(each.kind === 'removed' ? left : right, each.path), each);
  });
}

const sizeText = ({cut, body}: RawResponse): string => (cut === undefined ? body : `${cut} bytes`);
const bytesText = ({encoding, body}: RawResponse): string => (encoding ? `base64 ${body}` : body);

function jsonDifference(what: 'NCCO' | 'body', place: string, difference: JsonDifference): AnswerDifference {
  return {
    what,
    place,
    kind: difference.kind,
    ...('left' in difference && {before: valueText(difference.left)}),
    ...('right' in difference && {now: valueText(difference.right)}),
  };
}

/** A text in quotes where it would look like another kind of value. */
function valueText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return value === '' || /^(?:-?\d|true$|false$|null$|[[{"])/.test(value) ? JSON.stringify(value) : value;
}

/** `/1/text` of an NCCO as `action 2 (talk) /text`. */
function placeIn(ncco: readonly unknown[], path: string): string {
  const [, index = '', rest = ''] = /^\/(\d+)(.*)$/s.exec(path) ?? [];
  if (index === '') return path || '/';
  const item = ncco[Number(index)];
  const name = typeof item === 'object' && item !== null && 'action' in item ? item.action : undefined;
  return `action ${Number(index) + 1}${typeof name === 'string' ? ` (${name})` : ''}${rest && ` ${rest}`}`;
}

type Moved = {kind: 'moved'; path: string; now: string};

/** What was removed and is added unchanged at another place was moved. */
function withMoves(differences: readonly JsonDifference[]): (JsonDifference | Moved)[] {
  const added = new Map<string, JsonDifference[]>();
  for (const each of differences)
    if (each.kind === 'added' && isItem(each)) {
      const text = JSON.stringify(each.right);
      added.set(text, [...(added.get(text) ?? []), each]);
    }
  const arrived = new Set<JsonDifference>();
  const told = differences.map((each): JsonDifference | Moved => {
    const to = each.kind === 'removed' && isItem(each) ? added.get(JSON.stringify(each.left))?.shift() : undefined;
    if (!to) return each;
    arrived.add(to);
    return {kind: 'moved', path: each.path, now: `action ${Number(to.path.slice(1)) + 1}`};
  });
  return told.filter(each => each.kind === 'moved' || !arrived.has(each));
}

const isItem = ({path}: JsonDifference): boolean => /^\/\d+$/.test(path);

/** Lines of a text that are shown of either side. */
const MOST_LINES = 10;

/** Where two texts differ, line by line: what they begin and end with alike is left out. */
function lineDifferences(then: string, now: string): AnswerDifference[] {
  const [before, after] = [linesOf(then), linesOf(now)];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const lines = (all: readonly string[]) => all.slice(head, all.length - tail);
  return [
    ...shown(lines(before)).map((text): AnswerDifference => ({what: 'body', kind: 'removed', before: text})),
    ...shown(lines(after)).map((text): AnswerDifference => ({what: 'body', kind: 'added', now: text})),
  ];
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));

function shown(lines: readonly string[]): string[] {
  const rest = lines.length - MOST_LINES;
  return rest > 0 ? [...lines.slice(0, MOST_LINES), `… and ${rest} more lines`] : [...lines];
}

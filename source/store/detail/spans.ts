import type {FilterError, FilterValue} from '../../filter/filter.js';
import {parseFilter} from '../../filter/parse.js';
import type {TextSpan} from '../../filter/regex/match.js';
import {compiledRegex} from '../../filter/text-test.js';

/** What is looked for in the detail; `errors` where that cannot be read. */
type Wanted = {value?: FilterValue; errors: readonly FilterError[]};

/**
 * Reads a search: text in any case, `/…/` and `/…/i` as in the filter, quotation marks for text that begins with one of
 * their signs. A path such as `/webhooks/event` is a text.
 */
export function readSearch(text: string): Wanted {
  const wanted = text.trim();
  if (wanted === '') return {errors: []};
  if (/^\/.*\/i?$|^\/[^/]*$|^"/s.test(wanted)) {
    const {filter, errors} = parseFilter(text);
    if (filter?.kind === 'text') return {value: filter.value, errors};
    if (!filter && errors.length > 0) return {errors};
  }
  return {value: {text: wanted}, errors: []};
}

/** Characters of a text that are marks on the one before. */
const MARK = /\p{M}/u;

/** Where a value occurs in a text, from its start to its end; `steps` bounds what a regular expression may cost. */
export function spansOf(value: FilterValue, text: string, steps: {left: number}): TextSpan[] {
  const found = 'regex' in value ? regexSpans(value, text, steps) : textSpans(value.text, text);
  return found.map(({from, to}) => ({from: isWithin(text, from) ? from - 1 : from, to: endOf(text, to)}));
}

function textSpans(wanted: string, text: string): TextSpan[] {
  const [needle, hay] = [lower(wanted), lower(text)];
  const spans: TextSpan[] = [];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + needle.length)) {
    spans.push({from: at, to: at + needle.length});
  }
  return spans;
}

/** Once it has cost too much, a text in which the expression occurs counts as one place. */
function regexSpans(
  {regex, flags}: Extract<FilterValue, {regex: string}>,
  text: string,
  steps: {left: number},
): TextSpan[] {
  const compiled = compiledRegex(regex, flags);
  if (!compiled.test(text)) return [];
  const spans: TextSpan[] = [];
  for (let at = 0; at < text.length; ) {
    const next = compiled.find(text, at, steps);
    if (!next) break;
    spans.push(next);
    at = next.to;
  }
  return spans.length === 0 && steps.left <= 0 ? [{from: 0, to: text.length}] : spans;
}

/** In lower case, and as long as before. */
function lower(text: string): string {
  const all = text.toLowerCase();
  if (all.length === text.length) return all;
  return Array.from(text, character => {
    const one = character.toLowerCase();
    return one.length === character.length ? one : character;
  }).join('');
}

/** Whether an offset lies in the middle of a character. */
function isWithin(text: string, at: number): boolean {
  return /^[\udc00-\udfff]/.test(text.slice(at, at + 1)) && /[\ud800-\udbff]$/.test(text.slice(0, at).slice(-1));
}

/** The end of a span, behind the whole of its last letter. */
function endOf(text: string, to: number): number {
  let end = isWithin(text, to) ? to + 1 : to;
  while (end < text.length && MARK.test(String.fromCodePoint(text.codePointAt(end) ?? 0))) end++;
  return isWithin(text, end) ? end + 1 : end;
}

import {globOf} from '../text/glob.js';
import type {FilterValue, Op} from './filter.js';
import {type Regex, regex} from './regex/match.js';

/**
 * How a value finds a text: `part` anywhere, `start` at its beginning, `segment` at the beginning of any word of an event
 * type (`dtmf` in `audio:dtmf`), `label` like `start`, but `L1` is not `L10`, `party` like `part`, and numbers in any
 * spelling.
 */
export type Manner = 'part' | 'start' | 'segment' | 'label' | 'party';

/** Makes a test of texts from a value; letters in any case. A `*` in it stands for anything, and then the whole text counts. */
export function textTest(value: FilterValue, manner: Manner, op: Op = ':'): (text: string) => boolean {
  if ('regex' in value) {
    const compiled = compiledRegex(value.regex, value.flags);
    return text => compiled.test(text);
  }
  const wanted = value.text.toLowerCase();
  if (manner !== 'part' && wanted.includes('*')) return globOf(wanted);
  if (op === '=')
    return manner === 'party' ? text => plain(text) === plain(wanted) : text => text.toLowerCase() === wanted;
  switch (manner) {
    case 'part':
      return text => text.toLowerCase().includes(wanted);
    case 'start':
      return text => text.toLowerCase().startsWith(wanted);
    case 'segment':
      return text => `:${text.toLowerCase()}`.includes(`:${wanted}`);
    case 'label':
      return /^[lm]\d+$/.test(wanted)
        ? text => text.toLowerCase() === wanted
        : text => text.toLowerCase().startsWith(wanted);
    case 'party': {
      const number = plain(wanted);
      return remembering(text => plain(text).includes(number));
    }
  }
}

/** A number without its `+`, spaces and brackets, so that `+44 7700` finds `447700900123`; other texts in lower case. */
function plain(text: string): string {
  return /^\+?[\d\s().-]+$/.test(text) ? text.replaceAll(/\D/g, '') : text.toLowerCase();
}

/** For texts that recur with every event, such as the parties of a call. */
function remembering(test: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return text => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    if (answers.size >= 1000) answers.clear();
    const answer = test(text);
    answers.set(text, answer);
    return answer;
  };
}

const compiled = new Map<string, Regex>();

/** Compiling is dearer than matching, and the same few expressions are asked for again with every frame. */
export function compiledRegex(source: string, flags: '' | 'i'): Regex {
  const key = `${flags}/${source}`;
  const known = compiled.get(key);
  if (known) return known;
  const made = regex(source, flags);
  if (compiled.size >= 50) compiled.clear();
  compiled.set(key, made);
  return made;
}

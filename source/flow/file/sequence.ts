import {globOf} from '../../text/glob.js';
import {Wrong} from './wrong.js';

/** One place of a sequence: any of some words, perhaps none; or anything, any number of times. */
export type SequenceStep = {words: readonly string[]; matches: (word: string) => boolean; isOptional: boolean} | 'gap';

/** What comes one after the other. */
export type Sequence = readonly SequenceStep[];

/**
 * Reads a sequence: a list, or a text with its words behind each other, or between commas or arrows. `busy|rejected` is either, `ringing?`
 * may be absent, `*` in a word stands for any text, and `...` for anything. Throws `Wrong`.
 */
export function readSequence(given: unknown, check: (word: string) => void = () => undefined): Sequence {
  return wordsOf(given).map((word, item) => {
    if (word === '...' || word === '…') return 'gap';
    const isOptional = word.length > 1 && word.endsWith('?');
    const words = (isOptional ? word.slice(0, -1) : word).split('|').map(each => each.trim());
    try {
      for (const each of words) {
        if (each === '') throw new Wrong(`"${word}" has an empty place: write a word there.`);
        check(each);
      }
    } catch (error) {
      throw error instanceof Wrong ? new Wrong(error.message, Array.isArray(given) ? item : undefined) : error;
    }
    const globs = words.map(globOf);
    return {words, matches: seen => globs.some(fits => fits(seen)), isOptional};
  });
}

function wordsOf(given: unknown): string[] {
  if (Array.isArray(given)) {
    return given.map((each, item) => {
      if (typeof each === 'string' || typeof each === 'number') return String(each).trim();
      throw new Wrong('Each of the list must be a word.', item);
    });
  }
  if (typeof given !== 'string' && typeof given !== 'number') throw new Wrong('Write a list of words, or one text.');
  const text = String(given).trim();
  if (text === '' || text === 'none') return [];
  return text.split(/,|→|->/.test(text) ? / *(?:,|→|->) */ : / +/).filter(word => word !== '');
}

/** Where a sequence and what was seen part: `at` is the first word that was not expected there, or their number where some are missing. */
export type Parting = {at: number; expected: readonly string[]};

/**
 * Undefined where what was seen is such a sequence; else the furthest place to which it might be one. Each thing that was seen may go by
 * several names.
 */
export function partingOf(sequence: Sequence, seen: readonly (readonly string[])[]): Parting | undefined {
  let states = reached(sequence, [0]);
  for (const [at, names] of seen.entries()) {
    const next = [...states].flatMap(state => {
      const step = sequence[state];
      if (step === undefined) return [];
      if (step === 'gap') return [state];
      return names.some(step.matches) ? [state + 1] : [];
    });
    if (next.length === 0) return {at, expected: expectedAt(sequence, states)};
    states = reached(sequence, next);
  }
  return states.has(sequence.length) ? undefined : {at: seen.length, expected: expectedAt(sequence, states)};
}

/** The places that can be come to without a word: behind what is optional, and behind gaps. */
function reached(sequence: Sequence, from: readonly number[]): Set<number> {
  const all = new Set<number>();
  for (let state of from) {
    for (;;) {
      all.add(state);
      const step = sequence[state];
      if (step === undefined || (step !== 'gap' && !step.isOptional)) break;
      state++;
    }
  }
  return all;
}

function expectedAt(sequence: Sequence, states: ReadonlySet<number>): string[] {
  return [...states]
    .sort((a, b) => a - b)
    .flatMap(state => {
      const step = sequence[state];
      return step === undefined ? ['the end'] : step === 'gap' ? [] : [step.words.join(' or ')];
    });
}

/** A sequence in words: `started → ringing → busy|rejected → …`. */
export function sequenceText(sequence: Sequence): string {
  if (sequence.length === 0) return 'none';
  return sequence
    .map(step => (step === 'gap' ? '…' : `${step.words.join('|')}${step.isOptional ? '?' : ''}`))
    .join(' → ');
}

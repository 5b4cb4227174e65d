import type {Leg} from '../../world/world.js';
import {type Bounds, boundsText, isWithin, valueText} from '../file/bounds.js';
import type {Pattern} from '../file/pattern.js';
import {partingOf, type Sequence, sequenceText} from '../file/sequence.js';
import type {Mismatch} from '../flow.js';

/** Where a number, text or sequence was seen. */
export type Sighting = Pick<Mismatch, 'leg' | 'row' | 'note'>;

/** Undefined where a number is within its bounds; one that is not known is not. */
export function outOfBounds(bounds: Bounds, value: number | undefined, where: Sighting = {}): Mismatch | undefined {
  if (value !== undefined && isWithin(bounds, value)) return undefined;
  return {
    expected: boundsText(bounds),
    seen: value === undefined ? 'nothing: it is not known' : valueText(value, bounds.unit),
    ...where,
  };
}

export function unlike(pattern: Pattern, value: string | undefined, where: Sighting = {}): Mismatch | undefined {
  if (value !== undefined && pattern.matches(value)) return undefined;
  return {expected: pattern.text, seen: value ?? 'nothing: it is not known', ...where};
}

export function otherWord(due: string, value: string | undefined, where: Sighting = {}): Mismatch | undefined {
  return value === due ? undefined : {expected: due, seen: value ?? 'nothing: it is not known', ...where};
}

/** A word that was seen, what else it goes by, and the row of the log that shows it. */
export type SeenWord = {word: string; also?: readonly string[]; row?: number; leg?: Leg};

/** All that it goes by. */
export const namesOf = ({word, also = []}: SeenWord): readonly string[] => [word, ...also];

/** Undefined where the words are such a sequence; else the first that is not, or what is missing behind the last. */
export function otherOrder(sequence: Sequence, words: readonly SeenWord[], where: Sighting = {}): Mismatch | undefined {
  const parting = partingOf(sequence, words.map(namesOf));
  if (!parting) return undefined;
  const {at, expected} = parting;
  const arrow = ' → ';
  const before = words
    .slice(0, at)
    .map(({word}) => word + arrow)
    .join('');
  const found = words[at];
  const due = [...new Set(expected)].join(', or ') || 'more';
  const {row = words.at(-1)?.row, leg = words.at(-1)?.leg} = found ?? {};
  return {
    ...where,
    expected: sequenceText(sequence),
    seen: words.map(({word}) => word).join(arrow) || 'none',
    mark: found ? {from: before.length, length: found.word.length} : undefined,
    note: found ? `${found.word} where ${due} was expected` : `${due} is missing`,
    ...(row !== undefined && {row}),
    ...(leg && {leg}),
  };
}

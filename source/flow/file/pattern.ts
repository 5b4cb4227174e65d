import {globOf} from '../../text/glob.js';
import {Wrong} from './wrong.js';

/** A text that something must be like, as it was written. */
export type Pattern = {text: string; matches: (text: string) => boolean};

/** Throws `Wrong` for what is no text. */
export function readPattern(given: unknown): Pattern {
  if (typeof given !== 'string' && typeof given !== 'number')
    throw new Wrong('Write a text; * in it stands for anything.');
  const text = String(given).trim();
  if (text === '') throw new Wrong('It is empty: write a text, or leave the field out.');
  return {text, matches: globOf(text)};
}

import type {Observation} from '../call/observation.js';
import {isExcessive} from '../recording/line.js';
import {asObservation} from '../recording/schema.js';
import {jsonIn} from '../text/json-in.js';

/**
 * The observation of which only the beginning of its line has come, where that breaks off in what was received: with as much of that, and marked as cut.
 * `size`: bytes of the whole, more or less. Undefined where the beginning does not say what it is.
 */
export function observationOfBeginning(line: Buffer, size: number): Observation | undefined {
  const text = completed(line.toString('utf8').replace(/\uFFFD+$/, ''));
  if (text === undefined || isExcessive(text)) return undefined;
  const observation = asObservation(jsonIn(text));
  if (typeof observation === 'string' || !('raw' in observation) || !observation.raw) return undefined;
  return {...observation, raw: {...observation.raw, cut: size}} as Observation;
}

/** JSON that breaks off within a value that is a text, as JSON: that text ends there. Undefined for what breaks off elsewhere. */
function completed(text: string): string | undefined {
  const ends: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '{') ends.push('}');
    else if (sign === '[') ends.push(']');
    else if (sign === '}' || sign === ']') ends.pop();
    else if (sign === '"') {
      const end = endOfText(text, at + 1);
      if ('cutAt' in end)
        return /:\s*$/.test(text.slice(0, at)) ? `${text.slice(0, end.cutAt)}"${ends.reverse().join('')}` : undefined;
      at = end.closedAt;
    }
  }
  return undefined;
}

/** Where a text is closed, or before what it breaks off: an escape counts only as a whole. */
function endOfText(text: string, from: number): {closedAt: number} | {cutAt: number} {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"') return {closedAt: at};
    if (text[at] !== '\\') continue;
    const length = text[at + 1] === 'u' ? 6 : 2;
    if (at + length > text.length) return {cutAt: at};
    at += length - 1;
  }
  return {cutAt: text.length};
}

import type {Observation} from '../call/observation.js';
import {excessOf} from '../text/json-values.js';

/** What the first line of a recording says it is; the number changes when an older reader could no longer read it. */
export const schema = 'convo-monitor/recording@1';

/** When a recording was begun (ISO 8601), and by which version of the monitor. */
export type Begun = {started: string; version: string};

/** The first line of a recording; `id` as in id.ts, absent in recordings of versions that gave none. */
export type Header = Begun & {schema: string; id?: string};

/** The first line of a recording, newline included. */
export const headerLine = (header: Omit<Header, 'schema'>): string => `${JSON.stringify({schema, ...header})}\n`;

/**
 * An observation as one line of a recording, newline included.
 * JSON leaves DEL and the C1 controls as they are; they are escaped here, so that a recording shown with `cat` cannot
 * reprogram the terminal.
 */
export function observationLine(observation: Observation): string {
  const text = JSON.stringify(observation);
  return `${mayBeLoud(text) ? text.replace(everyLoud, escapeCode) : text}\n`;
}

/** ASCII without DEL has none of them, and that is told from the length in bytes many times faster than by a look at each letter. */
function mayBeLoud(text: string): boolean {
  return Buffer.byteLength(text) !== text.length || text.includes('\u007f');
}

const everyLoud = /[\u007f-\u009f]/g;
const escapeCode = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Far more than any line has, whose bodies are texts. */
const most = {values: 100_000, depth: 100};

/** A line that is no longer has nothing in it that takes long to read, or is nested too deep to be written again. */
const SHORT = 4000;

/** Whether a line is nothing but brackets, or nearly: reading that would take all memory. */
export const isExcessive = (line: string): boolean => line.length > SHORT && excessOf(line, most) !== undefined;

const BEGINNING = /^\{"seq":(\d+),/;

/** The number of the observation whose line begins there, without reading the line; undefined where none does. */
export function seqAt(lines: Buffer, from = 0): number | undefined {
  const [, seq] = BEGINNING.exec(lines.toString('latin1', from, from + 24)) ?? [];
  return seq === undefined ? undefined : Number(seq);
}

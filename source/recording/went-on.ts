import type {Observation} from '../call/observation.js';
import {jsonIn} from '../text/json-in.js';

/** Where a monitor says, as its last word in a file, that it goes on in another one. */
export function wentOnIn(o: Observation): string | undefined {
  return o.source === 'health' && o.part === 'recording' && o.code === 'rotated' ? o.file : undefined;
}

/** The same, of lines as they stand in the file: the last that says so. Other lines are not parsed. */
export function wentOnInLines(lines: Buffer): string | undefined {
  if (!lines.includes('"rotated"')) return undefined;
  const said = lines
    .toString('utf8')
    .split('\n')
    .filter(line => line.includes('"rotated"'));
  return said.map(line => fileIn(jsonIn(line))).findLast(file => file !== undefined);
}

/** By hand, because the listener's thread starts without zod. */
function fileIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const {source, part, code, file}: {source?: unknown; part?: unknown; code?: unknown; file?: unknown} = value;
  const isSaid = source === 'health' && part === 'recording' && code === 'rotated';
  return isSaid && typeof file === 'string' && file !== '' ? file : undefined;
}

import {createHash, randomBytes} from 'node:crypto';
import {jsonIn} from '../text/json-in.js';

/** An id of a recording: 128 bits, hexadecimal. */
export const RECORDING_ID = /^[\da-f]{32}$/;

/**
 * The id of a new recording. A file's name is none, because it can be given twice. All the files in which a recording goes on have the same id,
 * because its numbers go on, too: an id and a `seq` are one observation, wherever that is read, and a reply in one file finds its webhook in another.
 */
export const newRecordingId = (): string => randomBytes(16).toString('hex');

/** The id that the first line of a recording has; for one of a version that gave none, one that follows from that line. */
export function idIn(firstLine: string): string {
  const value = jsonIn(firstLine);
  const id = typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : '';
  return RECORDING_ID.test(id) ? id : createHash('sha256').update(firstLine.trim()).digest('hex').slice(0, 32);
}

import type {Observation} from '../call/observation.js';

/**
 * An observation and where its line is in the recording, in bytes (the newline not counted), so that its text can be
 * left on disk and read back when somebody opens it. Without `offset` the line is in no file: then memory is all there is.
 */
export type Observed = {observation: Observation; offset?: number; length?: number};

/**
 * The observations of a block of whole lines, each with its place.
 * `offset` is where the block begins in the recording, or undefined where it is in no file.
 */
export function observedIn(block: Uint8Array, offset: number | undefined): Observed[] {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const observed: Observed[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    const observation: Observation = JSON.parse(bytes.toString('utf8', start, end));
    observed.push(offset === undefined ? {observation} : {observation, offset: offset + start, length: end - start});
    start = end + 1;
  }
  return observed;
}

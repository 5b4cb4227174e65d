import {type FileHandle, open} from 'node:fs/promises';
import type {Observation} from '../call/observation.js';
import {asObservation} from './schema.js';

export type Payloads = {
  /**
   * The observation whose line begins at `offset` and has `length` bytes, as `Observed` told; undefined when that place
   * no longer holds one (another program changed the file).
   */
  read(offset: number, length: number): Promise<Observation | undefined>;
  close(): Promise<void>;
};

/** Opens a recording for reading single observations back, while it may still be written. Rejects as `open` does. */
export async function openPayloads(file: string): Promise<Payloads> {
  const handle: FileHandle = await open(file, 'r');
  return {
    async read(offset, length) {
      const bytes = Buffer.alloc(length);
      const {bytesRead} = await handle.read(bytes, 0, length, offset);
      return bytesRead === length ? parse(bytes.toString('utf8')) : undefined;
    },
    close: () => handle.close(),
  };
}

function parse(line: string): Observation | undefined {
  try {
    const observation = asObservation(JSON.parse(line));
    return typeof observation === 'string' ? undefined : observation;
  } catch {
    return undefined;
  }
}

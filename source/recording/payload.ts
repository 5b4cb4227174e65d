import {type FileHandle, open} from 'node:fs/promises';
import type {Observation} from '../call/observation.js';
import {asObservation} from './schema.js';

/** A part of a recording, in bytes: it begins with a line. */
export type Part = {offset: number; length: number};

export type Payloads = {
  /**
   * The observation of that `seq` among the lines of a part of the file; undefined where it is not there
   * (any more: another program changed the file).
   */
  find(seq: number, part: Part): Promise<Observation | undefined>;
  close(): Promise<void>;
};

/** Opens a recording for reading single observations back, while it may still be written. Rejects as `open` does. */
export async function openPayloads(file: string): Promise<Payloads> {
  const handle: FileHandle = await open(file, 'r');
  return {
    async find(seq, {offset, length}) {
      const bytes = Buffer.alloc(length);
      const {bytesRead} = await handle.read(bytes, 0, length, offset);
      const lines = bytes.toString('utf8', 0, bytesRead).split('\n');
      // Our own lines begin with their number: of the others none needs to be parsed.
      const own = lines.find(line => line.startsWith(`{"seq":${seq},`));
      const found = own === undefined ? undefined : parse(own);
      if (found?.seq === seq) return found;
      return lines.map(parse).find(each => each?.seq === seq);
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

import {createReadStream} from 'node:fs';
import {open} from 'node:fs/promises';
import type {Observation} from '../call/observation.js';
import {asObservation} from './schema.js';
import {isOtherwise, unzipped} from './unzip.js';

/** A part of a recording, in bytes: it begins with a line. */
export type ByteRange = {offset: number; length: number};

export type PayloadReader = {
  /**
   * The observation of that `seq` among the lines of a part of the file; undefined where it is not there
   * (any more: another program changed the file).
   */
  find(seq: number, part: ByteRange): Promise<Observation | undefined>;
  close(): Promise<void>;
};

/** Opens a recording for reading single observations back, while it may still be written. Rejects as `open` does. */
export async function openPayloads(file: string): Promise<PayloadReader> {
  const handle = await open(file, 'r');
  const read = async ({offset, length}: ByteRange): Promise<Buffer> => {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, (await handle.read(bytes, 0, length, offset)).bytesRead);
  };
  const isPacked = isOtherwise(await read({offset: 0, length: 2}));
  /** Those that were read last: who reads one observation after the other reads each part once. */
  let last: {part: ByteRange; lines: readonly string[]} | undefined;
  const linesOf = async (part: ByteRange) => {
    if (last?.part.offset === part.offset && last.part.length === part.length) return last.lines;
    const lines = (await (isPacked ? unpackedPart(file, part) : read(part))).toString('utf8').split('\n');
    last = {part, lines};
    return lines;
  };
  return {
    async find(seq, part) {
      const lines = await linesOf(part);
      // Our own lines begin with their number: of the others none needs to be parsed.
      const own = lines.find(line => line.startsWith(`{"seq":${seq},`));
      const found = own === undefined ? undefined : parse(own);
      if (found?.seq === seq) return found;
      return lines.map(parse).find(each => each?.seq === seq);
    },
    close: () => handle.close(),
  };
}

/** What is packed has no places: it is unpacked from its beginning on, and what is not asked for is thrown away. */
async function unpackedPart(file: string, {offset, length}: ByteRange): Promise<Buffer> {
  const kept: Uint8Array[] = [];
  let at = 0;
  for await (const block of unzipped(createReadStream(file, {highWaterMark: 1 << 20}))) {
    const from = Math.max(0, offset - at);
    if (from < block.length) kept.push(block.subarray(from, offset + length - at));
    at += block.length;
    if (at >= offset + length) break;
  }
  return Buffer.concat(kept);
}

function parse(line: string): Observation | undefined {
  try {
    const observation = asObservation(JSON.parse(line));
    return typeof observation === 'string' ? undefined : observation;
  } catch {
    return undefined;
  }
}

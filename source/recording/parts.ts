import {open, stat} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {wentOnInLines} from './went-on.js';

/** Bytes at the end of a file in which it is said where it goes on: behind that only notes may stand. */
const END = 1 << 16;
/** Parts that a recording may have; what says that there are more, leads in a circle. */
const MOST_PARTS = 1000;

/**
 * A recording with the files in which it goes on, as its end names them: only those that stand beside it, wherever the folder is by now, for a
 * recording of somebody else may name any. What cannot be read has no further part.
 */
export async function withFurtherParts(file: string): Promise<string[]> {
  const parts = [file];
  for (let last: string | undefined = file; last !== undefined && parts.length < MOST_PARTS; ) {
    const name: string | undefined = await goesOnIn(last).catch(() => undefined);
    const next: string | undefined = name === undefined ? undefined : join(dirname(file), basename(name));
    last = next !== undefined && !parts.includes(next) && (await isFile(next)) ? next : undefined;
    if (last !== undefined) parts.push(last);
  }
  return parts;
}

async function goesOnIn(file: string): Promise<string | undefined> {
  const handle = await open(file, 'r');
  try {
    const {size} = await handle.stat();
    const end = Buffer.alloc(Math.min(size, END));
    const {bytesRead} = await handle.read(end, 0, end.length, size - end.length);
    return wentOnInLines(end.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    found => found.isFile(),
    () => false,
  );
}

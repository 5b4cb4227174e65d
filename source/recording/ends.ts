import {open} from 'node:fs/promises';

/** Bytes that are read at either end of a recording. */
const BLOCK = 1 << 16;

/** The latest time that an observation may have, ms. */
const LATEST = 4e12;

/**
 * When the first and the last observation of a recording were made, ms since the epoch, by a look at its two ends; undefined where nothing there
 * says so. Rejects as `open` does.
 */
export async function endsOf(file: string, size: number): Promise<{startedAt?: number; endedAt?: number}> {
  const handle = await open(file, 'r');
  try {
    const block = Buffer.alloc(Math.min(size, BLOCK));
    const read = async (at: number) =>
      block.toString('utf8', 0, (await handle.read(block, 0, block.length, at)).bytesRead).split('\n');
    const [startedAt, endedAt] = [firstTime(await read(0)), firstTime((await read(size - block.length)).reverse())];
    return {...(startedAt !== undefined && {startedAt}), ...(endedAt !== undefined && {endedAt})};
  } finally {
    await handle.close();
  }
}

function firstTime(lines: readonly string[]): number | undefined {
  for (const line of lines) {
    const at = timeIn(line);
    if (at !== undefined) return at;
  }
  return undefined;
}

/** A line that is cut off at the edge of a block says nothing. */
function timeIn(line: string): number | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const at = typeof value === 'object' && value !== null && 'at' in value ? value.at : undefined;
    return typeof at === 'number' && at >= 0 && at <= LATEST ? at : undefined;
  } catch {
    return undefined;
  }
}

import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGunzip} from 'node:zlib';

/** Whether a file begins as gzip does; one byte is enough to tell it from a recording. */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && (start.length < 2 || start[1] === 0x8b);
}

/**
 * Blocks as they come, or what they hold where they are packed by gzip, in any number of members. Throws what the blocks throw, and an error of
 * zlib (its code begins with `Z_`) where the packing is broken or ends too early: all that came before has been given by then.
 */
export async function* unzipped(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const rest = blocks[Symbol.asyncIterator]();
  const first = await rest.next();
  if (first.done) return;
  const all = chained(first.value, rest);
  if (isGzip(first.value)) yield* gunzipped(all);
  else yield* all;
}

async function* chained(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* gunzipped(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({chunkSize: 1 << 16});
  const packed = pipeline(Readable.from(blocks), gunzip);
  // What goes wrong is thrown where it is read.
  packed.catch(() => undefined);
  yield* gunzip;
  await packed;
}

/** Whether an error says that what was packed is broken or not whole. */
export function isBrokenZip(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

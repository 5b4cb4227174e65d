import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGunzip} from 'node:zlib';

/** Whether a file begins as gzip does; one byte is enough to tell it from a recording. */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && (start.length < 2 || start[1] === 0x8b);
}

/** The encoding whose byte order mark a file begins with: PowerShell writes UTF-16 where its output goes into a file. */
function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** Whether the lines of a file that begins so stand elsewhere in it than in what `unzipped` gives. */
export const isOtherwise = (start: Uint8Array): boolean => isGzip(start) || utf16Of(start) !== undefined;

/**
 * Blocks as they come, or what they hold where they are packed by gzip, in any number of members, or as UTF-8 where they are UTF-16. Throws what the blocks throw, and an error of
 * zlib (its code begins with `Z_`) where the packing is broken or ends too early: all that came before has been given by then.
 */
export async function* unzipped(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const rest = blocks[Symbol.asyncIterator]();
  const first = await rest.next();
  if (first.done) return;
  const all = chained(first.value, rest);
  const utf16 = utf16Of(first.value);
  if (isGzip(first.value)) yield* gunzipped(all);
  else if (utf16) yield* recoded(all, utf16);
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

async function* recoded(blocks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const block of blocks) yield Buffer.from(decoder.decode(block, {stream: true}));
  yield Buffer.from(decoder.decode());
}

/** Whether an error says that what was packed is broken or not whole. */
export function isBrokenZip(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

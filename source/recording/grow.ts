import {type FileHandle, open, stat} from 'node:fs/promises';
import {setTimeout} from 'node:timers/promises';
import {codeOf} from '../text/system-error.js';

/** Why a file that is followed has come to its end. */
export type GrownUntil = 'deleted' | 'replaced' | 'cut';

/** How often it is looked whether there is more, ms. */
const LOOK_EVERY = 100;
const BLOCK = 1 << 20;

type Growing = {
  signal: AbortSignal;
  /** All that there is has been read, for now. */
  onCaughtUp: () => void;
  onEnd: (why: GrownUntil) => void;
};

/**
 * The bytes of a file as it grows, each block with a buffer of its own, until it is another file that has its name, it has become shorter, or the
 * signal comes. Rejects as `open` and `read` do.
 */
export async function* growing(file: string, {signal, onCaughtUp, onEnd}: Growing): AsyncGenerator<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    let at = 0;
    while (!signal.aborted) {
      const {bytesRead, buffer} = await handle.read(Buffer.allocUnsafeSlow(BLOCK), 0, BLOCK, at);
      at += bytesRead;
      if (bytesRead > 0) {
        yield buffer.subarray(0, bytesRead);
        continue;
      }
      const why = await endOf(file, handle, at);
      if (why !== undefined) return onEnd(why);
      onCaughtUp();
      await aWhile(signal);
    }
  } finally {
    await handle.close();
  }
}

/** Why nothing more is to come of a file that has been read so far. */
async function endOf(file: string, handle: FileHandle, read: number): Promise<GrownUntil | undefined> {
  const ours = await handle.stat();
  if (ours.size < read) return 'cut';
  const there = await stat(file).catch(codeOf);
  // What was written between the two is read before it is left.
  if (ours.size > read) return undefined;
  if (typeof there === 'string') return there === 'ENOENT' ? 'deleted' : undefined;
  return there.ino === ours.ino && there.dev === ours.dev ? undefined : 'replaced';
}

/** Waits until there is a file of that name, or the signal comes. */
export async function untilThere(file: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && typeof (await stat(file).catch(codeOf)) === 'string') await aWhile(signal);
}

async function aWhile(signal: AbortSignal): Promise<void> {
  await setTimeout(LOOK_EVERY, undefined, {signal}).catch(() => undefined);
}

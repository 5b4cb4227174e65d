import {basename, dirname, extname, join} from 'node:path';
import {codeOf} from '../text/system-error.js';
import {RecordingError} from './error.js';
import {type Files, writeAll} from './files.js';
import {type Header, headerLine} from './line.js';
import {type Lock, takeLock} from './lock.js';
import {openNew} from './open.js';

/** What another program did to a recording while it was being written. */
export type Displaced = 'deleted' | 'moved' | 'replaced' | 'cut' | 'written' | 'unreachable';

type Place = {file: string; fd: number /** Bytes that we wrote. */; size: number};

/** What became of the file that is open as `fd`; undefined when it is still the one at its path, and as long as we made it. */
export async function displaced({file, fd, size}: Place, files: Files): Promise<Displaced | undefined> {
  const there = await files.statPath(file).catch(codeOf);
  // After the other: a file that is deleted between the two has no name any more.
  const ours = await files.stat(fd).catch(codeOf);
  if (typeof ours === 'string') return 'unreachable';
  if (typeof there === 'string' && there !== 'ENOENT' && there !== 'ENOTDIR') return 'unreachable';
  if (ours.nlink === 0) return 'deleted';
  if (typeof there === 'string') return 'moved';
  if (there.ino !== ours.ino || there.dev !== ours.dev) return 'replaced';
  if (ours.size === size) return;
  return ours.size < size ? 'cut' : 'written';
}

type Next = Place & {
  lock: Lock;
  /** All that was recorded is in the new file, at its old places. */
  isWhole: boolean;
};

type Options = {
  why: Displaced;
  /** The name that the recording began with. */
  first: string;
  header: Omit<Header, 'schema'>;
  /** The newest lines: what there is where the old file cannot be copied. */
  recent: readonly Uint8Array[];
  /** A folder to go to when the file's own has gone. */
  elsewhere?: string;
};

/** Another file has that name, or another program records there. */
const isTaken: ReadonlySet<string> = new Set(['EEXIST', 'in-use']);

/** Names that are tried for the new file. */
const MOST_NAMES = 1000;

const BLOCK = 1 << 20;

/**
 * Begins another file beside the old one with all that was recorded, or, where that cannot be read any more, with the newest
 * lines. Throws `RecordingError` when there is no place for it, and what the file system throws.
 */
export async function moveOn(
  old: Place,
  {why, first, header, recent, elsewhere}: Options,
  files: Files,
): Promise<Next> {
  const {file, fd, lock} = await openNext(await folderFor(first, elsewhere, files), first, header.version, files);
  try {
    const canCopy = why === 'deleted' || why === 'moved' || why === 'replaced';
    const isWhole = canCopy && (await copied(old, fd, files).catch(() => false));
    if (isWhole) return {file, fd, lock, size: old.size, isWhole};
    const bytes = Buffer.concat([Buffer.from(headerLine(header)), ...recent]);
    await files.truncate(fd, 0);
    await writeAll(fd, bytes, files);
    return {file, fd, lock, size: bytes.length, isWhole};
  } catch (error) {
    await files.close(fd).catch(() => undefined);
    await lock.release();
    throw error;
  }
}

async function folderFor(file: string, elsewhere: string | undefined, files: Files): Promise<string> {
  const own = dirname(file);
  const isThere = await files.statPath(own).then(
    () => true,
    () => false,
  );
  if (isThere || elsewhere === undefined) return own;
  await files.makeFolder(elsewhere);
  return elsewhere;
}

/** Opens a file beside the first one that is not there yet, `…-2`, `…-3` and so on, with its lock. */
export async function openNext(folder: string, file: string, version: string, files: Files) {
  const end = extname(file);
  for (let n = 2; n < MOST_NAMES; n += 1) {
    const next = join(folder, `${basename(file, end)}-${n}${end}`);
    let lock: Lock | undefined;
    try {
      lock = await takeLock(next, version);
      return {file: next, fd: await openNew(next, files), lock};
    } catch (error) {
      await lock?.release();
      if (!isTaken.has(codeOf(error))) throw error;
    }
  }
  throw new RecordingError('io-error', `There are ${MOST_NAMES} recordings like ${file} in ${folder}. Move some away.`);
}

/** False when there is less than we wrote. */
async function copied({fd, size}: Place, to: number, files: Files): Promise<boolean> {
  const block = Buffer.alloc(BLOCK);
  for (let at = 0; at < size; ) {
    const part = block.subarray(0, Math.min(BLOCK, size - at));
    const count = await files.read(fd, part, at);
    if (count === 0) return false;
    await writeAll(to, part.subarray(0, count), files);
    at += count;
  }
  return true;
}

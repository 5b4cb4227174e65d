import {type FileHandle, open, unlink} from 'node:fs/promises';
import {join} from 'node:path';
import {makeFolder} from '../../recording/folder.js';
import {codeOf, messageOf} from '../../text/system-error.js';
import {wavHeader} from './header.js';

/** Files of one name that are kept beside each other. */
const mostAlike = 99;

/** A new file in a folder, which is made for its owner alone: of a name that is there, the next number is taken. Rejects as the file system does. */
export async function create(folder: string, name: string): Promise<{handle: FileHandle; path: string}> {
  await makeFolder(folder);
  for (let number = 1; ; number++) {
    const path = join(folder, `${name}${number === 1 ? '' : `-${number}`}.wav`);
    try {
      return {handle: await open(path, 'wx', 0o600), path};
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || number === mostAlike) throw error;
    }
  }
}

/** Writes all of some bytes; a disk may take less than it is given. Rejects as the file system does. */
export async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const {bytesWritten} = await handle.write(bytes, done, bytes.length - done, position + done);
    if (bytesWritten === 0) throw Object.assign(new Error('the file takes no more bytes'), {code: 'ENOSPC'});
    done += bytesWritten;
  }
}

/**
 * Whether audio can be recorded in a folder, told by a file that is there for a moment: rights do not tell of a full disk, or of a file system that is
 * only read. Undefined where it can, else as `whyNot` says. Never rejects.
 */
export async function tryFolder(folder: string): Promise<string | undefined> {
  try {
    const {handle, path} = await create(folder, '.convo-monitor-try');
    try {
      await writeAll(handle, wavHeader(8000, 0), 0);
    } finally {
      await handle.close().catch(() => undefined);
      await unlink(path);
    }
    return undefined;
  } catch (error) {
    return whyNot(folder, error);
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full. Free some space, or choose another folder'],
  ['EDQUOT', 'your quota is used up. Free some space, or choose another folder'],
  ['EACCES', 'you may not write there. Choose another folder'],
  ['EROFS', 'nothing can be written there. Choose another folder'],
  ['ENOENT', 'no folder can be made there. Choose another one'],
  ['EEXIST', 'there are too many files of that name. Choose another folder'],
  ['ENOTDIR', 'a part of its path is not a folder. Choose another folder'],
]);

/** In one sentence, without its full stop, why there can be no audio in a folder, and what to do. */
export function whyNot(folder: string, error: unknown): string {
  return `Audio cannot be recorded in ${folder}: ${reasons.get(codeOf(error)) ?? `${messageOf(error)}. Choose another folder`}`;
}

import {randomBytes} from 'node:crypto';
import {access, link, open, rename, unlink} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {codeOf} from '../text/system-error.js';

/** Where something goes: into a folder under a name that is numbered where it is taken, or into the file that somebody named. */
export type WriteTarget = {folder: string; name: string; ending: string} | {file: string; replace?: boolean};

/** Names that are tried in a folder, for what is written within one second. */
const MOST_NAMES = 1000;

/**
 * Writes a text for its owner alone (0600) and returns the path of the file. A reader, and whoever comes after a crash,
 * finds a whole file or none (with `replace`: the old one or the new one); nothing is overwritten but by `replace`.
 * Throws an Error that says what to do; `what` it is that was not written.
 */
export async function writeText(text: string, target: WriteTarget, what: string): Promise<string> {
  const folder = resolve('folder' in target ? target.folder : dirname(target.file));
  const draft = join(folder, `.convo-monitor-${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeWhole(draft, text);
    if ('folder' in target) return await publishNumbered(draft, join(folder, target.name), target.ending);
    const file = resolve(target.file);
    if (target.replace) await rename(draft, file);
    else await publish(draft, file);
    return file;
  } catch (error) {
    throw explained(error, what, 'folder' in target ? folder : target.file);
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** The device has the text before the file gets its name: else a power cut could leave an empty file under it. */
async function writeWhole(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function publishNumbered(draft: string, base: string, ending: string): Promise<string> {
  for (let number = 1; ; number++) {
    const file = `${base}${number === 1 ? '' : `-${number}`}.${ending}`;
    try {
      await publish(draft, file);
      return file;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || number === MOST_NAMES) throw error;
    }
  }
}

/** Gives a finished file its name unless something has that name: a link does not overwrite, as a rename would. */
async function publish(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error))) throw error;
    await access(file).then(
      () => Promise.reject(Object.assign(new Error(`${file} exists`), {code: 'EEXIST'})),
      () => rename(draft, file),
    );
  }
}

/** How file systems without hard links (FAT, some network and container mounts) say so. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'a file of that name exists, and is left alone. Choose another name, or move that file away.',
  ENOENT: 'there is no such folder. Make it first, or choose another one.',
  ENOTDIR: 'a part of the path is a file. Choose another path.',
  EISDIR: 'this is a folder. Name a file in it.',
  EACCES: 'this user may not write there. Choose another folder, such as your home.',
  EPERM: 'this user may not write there. Choose another folder, such as your home.',
  EROFS: 'this disk can only be read. Choose another folder.',
  ENOSPC: 'the disk is full. Free some space and try again.',
  EDQUOT: 'the quota of this user is used up. Free some space and try again.',
  ENAMETOOLONG: 'the name is too long. Choose a shorter one.',
};

function explained(error: unknown, what: string, place: string): Error {
  const code = codeOf(error);
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : `${code || String(error)}. Try another folder.`;
  const message = `${what} was not written to ${place}: ${reason}`;
  return Object.assign(new Error(message, {cause: error}), {name: 'WriteError', code});
}

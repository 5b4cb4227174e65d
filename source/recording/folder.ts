import {mkdir} from 'node:fs/promises';
import {dirname} from 'node:path';
import {codeOf} from '../text/system-error.js';

/**
 * Makes a folder, for its owner alone unless `mode` says else, with those that it is in; nothing where it is there. Node's own `recursive` tries for ever, at full speed, where a
 * folder is there that says of what is made in it that there is no such folder, as /proc does.
 */
export async function makeFolder(folder: string, mode = 0o700): Promise<void> {
  try {
    await mkdir(folder, mode);
  } catch (error) {
    const code = codeOf(error);
    // Where a file is in its place, whatever is opened in it says so.
    if (code === 'EEXIST') return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || parent === folder) throw error;
    await makeFolder(parent, mode);
    await mkdir(folder, mode).catch((again: unknown) => {
      if (codeOf(again) !== 'EEXIST') throw again;
    });
  }
}

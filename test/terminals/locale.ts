import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {emptyFolder} from '../end-to-end/leftovers.js';

/** German with Latin-1, made in a folder of its own: what to add to an environment for it. Throws where locales cannot be made. */
export async function latin1Locale(): Promise<{LC_ALL: string; LOCPATH: string}> {
  const [folder, name] = [await emptyFolder(), 'de_DE.ISO-8859-1'];
  await promisify(execFile)('localedef', ['-i', 'de_DE', '-f', 'ISO-8859-1', join(folder, name)]);
  return {LC_ALL: name, LOCPATH: folder};
}

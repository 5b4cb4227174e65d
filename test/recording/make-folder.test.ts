import {existsSync, statSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {makeFolder} from '../../source/recording/folder.js';
import {temporaryFolder} from './folder.js';

const modeOf = (folder: string) => statSync(folder).mode & 0o777;

it('makes a folder and those that it is in, for its owner alone, and leaves one that is there', async () => {
  const top = join(await temporaryFolder(), 'a');
  const folder = join(top, 'b', 'c');
  await makeFolder(folder);
  await makeFolder(folder);
  expect([top, join(top, 'b'), folder].map(modeOf)).toEqual([0o700, 0o700, 0o700]);
});

it('makes one for others, too, where that is said', async () => {
  const folder = join(await temporaryFolder(), 'shared');
  await makeFolder(folder, 0o755);
  expect(modeOf(folder)).toBe(0o755);
});

it('says why none can be made in a file', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  await expect(makeFolder(join(file, 'a', 'b'))).rejects.toMatchObject({code: 'ENOTDIR'});
});

it.skipIf(!existsSync('/proc/self'))(
  'ends where a folder says of what is made in it that it is not there',
  async () => {
    await expect(makeFolder('/proc/nothing/a')).rejects.toMatchObject({code: 'ENOENT'});
  },
);

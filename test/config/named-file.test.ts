import {execFileSync, spawn} from 'node:child_process';
import {closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {bytesOf, readNamed, wholeOf} from '../../source/config/named-file.js';

const hasPipes = process.platform !== 'win32';
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'convo-monitor-named-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

function pipe(name: string): string {
  const file = join(folder, name);
  execFileSync('mkfifo', [file]);
  return file;
}

describe('a file that a person names', () => {
  it('is read whole, up to a bound', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'some text');
    expect((await readNamed(file)).toString()).toBe('some text');
    await expect(readNamed(file, 8)).rejects.toThrow('it is larger than 8 bytes');
  });

  it.runIf(hasPipes).each([
    ['/dev/zero', 'it is a device, not a file'],
    ['/dev/null', 'it is a device, not a file'],
    [tmpdir(), 'it is a folder'],
  ])('is refused where it has no end or no bytes: %s', async (file, why) => {
    await expect(readNamed(file)).rejects.toThrow(why);
  });
});

describe.runIf(hasPipes)('a pipe that a person names', () => {
  it('is refused where nobody writes to it', async () => {
    await expect(bytesOf(pipe('alone'))).rejects.toThrow('it is a pipe, and nobody writes to it');
  });

  it('is read to its end, also where its writer has not written yet', async () => {
    const file = pipe('written');
    const writer = openSync(file, 'r+');
    const blocks = await bytesOf(file);
    writeSync(writer, 'some ');
    writeSync(writer, 'text');
    closeSync(writer);
    expect(String(await wholeOf(blocks, 100))).toBe('some text');
  });

  it('is left at once when the signal comes, though its writer stays', async () => {
    const file = pipe('kept-open');
    const writer = spawn('sh', ['-c', `exec 3<>"$1"; echo up; exec sleep 60`, 'sh', file]);
    const stopping = new AbortController();
    try {
      await new Promise(resolve => writer.stdout.once('data', resolve));
      const blocks = await bytesOf(file, stopping.signal);
      const read = wholeOf(blocks, 100);
      stopping.abort();
      expect(String(await read)).toBe('');
    } finally {
      writer.kill();
    }
  });
});

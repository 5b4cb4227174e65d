import {spawnSync} from 'node:child_process';
import {chmod, mkdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {attachTo} from '../../../source/run/attach/attached.js';
import {tokenIn, whyNotSayable} from '../../../source/run/attach/token.js';
import {emptyFolder} from '../../end-to-end/program.js';

const tokenFile = async (): Promise<string> => join(await emptyFolder(), 'token');

describe('the file of a token', () => {
  it.each(['the-second-token', '\uFEFFthe-second-token\r\n', ' the-second-token\n\n'])(
    'gives what is in it by then: %j',
    async text => {
      const path = await tokenFile();
      await writeFile(path, 'the-first-token-');
      const source = tokenIn({text: 'the-first-token-', path});
      expect(source.token()).toBe('the-first-token-');
      await writeFile(path, text);
      expect(source.token()).toBe('the-second-token');
      expect(source.ifRefused?.()).toContain('which is read again for each connection: write the new one there.');
    },
  );

  it.each<[string, (path: string) => Promise<unknown>, RegExp]>([
    [
      'gone',
      path => rm(path),
      /token, where it is read from, is gone: the one before was tried\. Write the new one there\.$/,
    ],
    ['empty', path => writeFile(path, '\n'), / is empty: /],
    ['long', path => writeFile(path, 'x'.repeat(4097)), / holds more than the 4096 characters that a token may have: /],
    ['endless', path => writeFile(path, 'x'.repeat(1 << 20)), / cannot be read \(it is larger than \d+ bytes\): /],
    ['several lines long', path => writeFile(path, 'a-token\nanother\n'), / holds a space, a second line, /],
    ['a folder by now', path => rm(path).then(() => mkdir(path)), / is no file: /],
  ])('gives the one before while it is %s, and says what is wrong once that is refused', async (_, happens, says) => {
    const path = await tokenFile();
    await writeFile(path, 'the-first-token-');
    const source = tokenIn({text: 'the-first-token-', path});
    await happens(path);
    expect(source.token()).toBe('the-first-token-');
    expect(source.ifRefused?.()).toMatch(says);
    await rm(path, {recursive: true, force: true});
    await writeFile(path, 'the-second-token');
    expect(source.token()).toBe('the-second-token');
  });

  it.skipIf(process.getuid?.() === 0)('says that it may not be read', async () => {
    const path = await tokenFile();
    await writeFile(path, 'the-first-token-');
    const source = tokenIn({text: 'the-first-token-', path});
    await chmod(path, 0);
    expect(source.token()).toBe('the-first-token-');
    expect(source.ifRefused?.()).toContain('cannot be read (you may not read it)');
  });

  it.skipIf(spawnSync('mkfifo', ['--version']).status !== 0)('is not waited for where it is a pipe', async () => {
    const path = await tokenFile();
    spawnSync('mkfifo', [path]);
    const source = tokenIn({text: 'the-first-token-', path});
    expect([source.token(), source.ifRefused]).toEqual(['the-first-token-', undefined]);
  });
});

describe('a token that no header can hold', () => {
  it.each(['two words', 'two\nlines', 'ſecret', '', 'x'.repeat(4097)])('is none: %#', text => {
    expect(whyNotSayable(text)).toMatch(/^holds /);
  });

  it('is said without asking anybody', async () => {
    const asked = attachTo({url: 'ws://127.0.0.1:1', token: () => 'two words'});
    await expect(asked).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringMatching(
        /^The token for ws:\/\/127\.0\.0\.1:1 holds a space, .*: give the one that the monitor there has\.$/,
      ),
    });
  });
});

import {mkdtemp, readdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {type PagerOptions, showInPager} from '../../source/run/pager.js';

afterEach(() => void vi.unstubAllEnvs());

async function page(pager: string, took: number, env: Record<string, string | undefined> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'convo-monitor-test-'));
  vi.stubEnv('TMPDIR', folder);
  const times = [0, took];
  const anyKey = vi.fn(async () => undefined);
  const options: PagerOptions = {
    env: {PATH: process.env.PATH, PAGER: pager, ...env},
    stdin: 0,
    lend: run => run(),
    anyKey,
    now: () => times.shift() ?? 0,
    signal: new AbortController().signal,
  };
  const trouble = await showInPager({name: 'event.json', text: '{}\n'}, options);
  return {trouble, asked: anyKey.mock.calls.length, left: await readdir(folder)};
}

describe('a pager', () => {
  it.each([
    ['that leaves at once has not been read: a key is waited for', 'true', 999, 1],
    ['that stays has been', 'true', 1000, 0],
    ['that fails is one all the same', 'false', 5000, 0],
    ['may have arguments, in quotes too', `test "a 'b" = 'a "b' -o -f`, 5000, 0],
  ])('%s', async (_, pager, took, asked) => {
    expect(await page(pager, took)).toEqual({trouble: undefined, asked, left: []});
  });

  it.each([
    ['', {PATH: ''}, 'There is no pager here: install less, or set PAGER to a program that shows files.'],
    ['/no/such/less -R', {}, 'PAGER is /no/such/less -R, which is not to be found: set it to less, or unset it.'],
  ])('that is not there is said: %s', async (pager, env, trouble) => {
    expect(await page(pager, 0, env)).toEqual({trouble, asked: 0, left: []});
  });
});

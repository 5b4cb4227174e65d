import {chmod, mkdtemp, readdir, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {copyText} from '../../source/run/copying.js';

const emptyFolder = () => mkdtemp(join(tmpdir(), 'convo-monitor-test-'));

/** A program called tmux that notes how it is called, and a run of `copyText` with it. */
async function copied(text: string, env: Record<string, string>, tmux = 'cat > "$0.got"; echo "$@" > "$0.asked"') {
  const [bin, folder] = [await emptyFolder(), await emptyFolder()];
  await writeFile(join(bin, 'tmux'), `#!/bin/sh\n${tmux}\n`);
  await chmod(join(bin, 'tmux'), 0o755);
  let sent = '';
  const send = (bytes: string) => {
    sent += bytes;
  };
  const {text: said, tone} = await copyText(text, 'event JSON', {
    env: {PATH: `${bin}:${process.env.PATH}`, ...env},
    send,
    folder,
  });
  const noted = (what: string) => readFile(join(bin, `tmux.${what}`), 'utf8').catch(() => undefined);
  return {said, tone, sent, got: await noted('got'), asked: await noted('asked'), folder, files: await readdir(folder)};
}

const inTmux = {TMUX: '/tmp/tmux-0/default,1,0'};

describe('A text is copied', () => {
  it('by the terminal', async () => {
    const {said, sent, got, files} = await copied('CON-1', {});
    expect(said).toBe("event JSON copied (5 bytes sent to the terminal's clipboard)");
    expect([sent, got, files]).toEqual(['\x1b]52;c;Q09OLTE=\x07', undefined, []]);
  });

  it('by tmux where that runs, which needs no sequence', async () => {
    const {said, sent, got, asked} = await copied('CON-1', inTmux);
    expect(said).toBe('event JSON copied (5 bytes, by tmux: its buffer and the clipboard around it)');
    expect([sent, got, asked]).toEqual(['', 'CON-1', 'load-buffer -w -\n']);
  });

  it.each([
    [
      'is older than that',
      'echo "command load-buffer: unknown flag -w" >&2; exit 1',
      'command load-buffer: unknown flag -w',
    ],
    ['says nothing', 'exit 3', 'it ended with 3'],
  ])('by the terminal again where tmux %s', async (_, tmux, why) => {
    const {said, sent} = await copied('CON-1', inTmux, tmux);
    expect(said).toContain(`sent to the terminal's clipboard; tmux load-buffer -w failed: ${why}`);
    expect(sent).toContain('\x1b]52;c;Q09OLTE=\x07');
  });

  it.each<[string, string, Record<string, string>]>([
    ['for any clipboard', 'x'.repeat(100_000), inTmux],
    ['for a console that has none', 'CON-1', {TERM: 'linux'}],
  ])('into a file for its owner alone where it is nothing %s', async (_, text, env) => {
    const {said, sent, files, folder} = await copied(text, env);
    expect([sent, files.length]).toEqual(['', 1]);
    expect(said).toMatch(new RegExp(`^event JSON written to ${files[0]}: .*(?:terminals take|has no clipboard)`));
    expect(await readFile(join(folder, files[0] ?? ''), 'utf8')).toBe(`${text}\n`);
  });

  it.each([
    ['the end of a paste', 'a\x1b[201~\nrm -rf /', 'a\\e[201~\nrm -rf /'],
    ['controls of eight bits, and DEL', 'a\x9b31m\x7fb', 'a\\u{9B}31m\\u{7F}b'],
    ['letters that turn round', 'a\u202eb\u2069', 'a\\u{202E}b\\u{2069}'],
    ['a tab', 'a\tb', 'a\\tb'],
    ['a last line end, which is Enter', 'ls\r\nls\n\n', 'ls\nls'],
    ['nothing of a joined emoji', '👩\u200d💻', '👩\u200d💻'],
  ])('without what acts when it is pasted: %s', async (_, text, pasted) => {
    expect((await copied(text, inTmux)).got).toBe(pasted);
  });
});

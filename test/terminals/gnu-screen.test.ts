import {execFileSync} from 'node:child_process';
import {chmodSync, existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {inShell} from '../end-to-end/in-shell.js';
import {atTheEnd, emptyFolder} from '../end-to-end/leftovers.js';
import {until} from '../helpers/until.js';
import {withInstalled} from './installed.js';
import {recording, under, whole} from './under.js';

/** A shell in GNU screen with the settings that it comes with, but for its greeting, and `more` of its commands. */
async function inScreen({more = '', env = {}} = {}) {
  const folder = await emptyFolder();
  chmodSync(folder, 0o700);
  const settings = join(folder, 'screenrc');
  writeFileSync(settings, `startup_message off\n${more}\n`);
  const its = {SCREENDIR: folder, recording, ...env};
  const shell = await inShell({env: its, through: ['screen', '-c', settings, '-S', 'tested']});
  const screen = (...command: string[]) =>
    execFileSync('screen', ['-S', 'tested', '-p', '0', '-X', ...command], {env: {...process.env, ...its}});
  atTheEnd(() => screen('quit'));
  return {
    ...shell,
    /** What screen has, by its own word. */
    async hardcopy() {
      const file = join(folder, 'hardcopy');
      rmSync(file, {force: true});
      screen('hardcopy', file);
      await until(() => expect(existsSync(file)).toBe(true));
      return readFileSync(file, 'utf8').trimEnd();
    },
  };
}

const opened = async (options?: Parameters<typeof inScreen>[0]) => {
  const shell = await inScreen(options);
  shell.type('$monitor open $recording');
  await shell.shows(whole);
  return shell;
};

withInstalled('screen')('in GNU screen', () => {
  describe('as it comes, without an alternate screen, what follows is under the frame', () => {
    it.each([
      ['quitting', 'q', /^\$$/],
      ['Ctrl-Z', '\x1a', /^\[1\]\+ +Stopped/],
    ])('after %s', async (_, key, what) => {
      const shell = await opened();
      shell.pty.write(key);
      await until(async () => expect(under(await shell.hardcopy())).toMatch(what));
    });
  });

  it('with one, what was there comes back', async () => {
    const shell = await opened({more: 'altscreen on'});
    shell.pty.write('q');
    await until(async () => expect(await shell.hardcopy()).toMatch(/^\$ \$monitor open \$recording\s+\$$/));
  });

  it('Esc and the next key in one piece are two keys', async () => {
    const shell = await opened();
    shell.pty.write('/');
    await shell.shows(/^\/.*$/m);
    shell.pty.write('\x1b?');
    await shell.shows(/▸ Help/);
  });

  it('y reaches the clipboard of the terminal around it', async () => {
    const shell = await opened();
    shell.pty.write('y');
    await shell.shows(/copied \(\d+ bytes sent to the terminal/);
    await until(() => expect(shell.output()).toMatch(/\x1b\]52;c;[\w+/=]+\x07/));
  });

  it.each([
    ['UTF-8', 'C.UTF-8', /^┌. 1 Calls/m],
    ['ASCII', 'C', /^\+. 1 Calls/m],
  ])('draws by the charset of the locale: %s', async (_, LANG, corner) => {
    const shell = await opened({env: {LANG}});
    await shell.shows(corner);
  });
});

import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {inShell} from '../end-to-end/in-shell.js';
import {atTheEnd, emptyFolder} from '../end-to-end/leftovers.js';
import {until} from '../helpers/until.js';
import {withInstalled} from './installed.js';
import {recording, under, whole} from './under.js';

/** A shell in a tmux of its own with the settings that it comes with, of which one may be changed. */
async function inTmux(setting: readonly string[] = []) {
  const socket = join(await emptyFolder(), 'tmux');
  const tmux = (...args: string[]) => execFileSync('tmux', ['-S', socket, ...args], {encoding: 'utf8'});
  const before = setting.length > 0 ? [...setting, ';'] : [];
  const shell = await inShell({
    env: {recording},
    through: ['tmux', '-S', socket, '-f', '/dev/null', ...before, 'new-session'],
  });
  atTheEnd(() => tmux('kill-server'));
  return {...shell, tmux, pane: () => tmux('capture-pane', '-p').trimEnd()};
}

const opened = async (setting?: readonly string[]) => {
  const shell = await inTmux(setting);
  shell.type('$monitor open $recording');
  await shell.shows(whole);
  return shell;
};

withInstalled('tmux')('in tmux as it comes', () => {
  it('y reaches its buffer, and the clipboard of the terminal around it', async () => {
    const shell = await opened();
    shell.pty.write('y');
    await shell.shows('by tmux');
    const copied = shell.tmux('show-buffer');
    expect(copied).toMatch(/^[\w-]{20,}$/);
    await until(() => expect(shell.output()).toMatch(new RegExp(`\x1b\\]52;c?;${btoa(copied)}`)));
  });

  it('Esc and the next key, which tmux hands over in one piece, are two keys', async () => {
    const shell = await opened();
    shell.pty.write('/');
    await shell.shows(/^\/.*$/m);
    shell.pty.write('\x1b?');
    await shell.shows(/▸ Help/);
  });

  it('a narrower look, Ctrl-Z, fg and quitting bring back what was there', async () => {
    const shell = await inTmux();
    shell.type('echo before; $monitor open $recording');
    await shell.shows(whole);
    shell.resize(70, 20);
    await until(() => expect(shell.pane()).toMatch(/^┌.{68}┐$/m));
    shell.pty.write('\x1a');
    await shell.shows('Stopped');
    expect(shell.pane()).toMatch(/^before$/m);
    expect(shell.pane()).not.toMatch(whole);
    shell.type('fg');
    await shell.shows(whole);
    shell.pty.write('q');
    await until(() => expect(shell.pane()).toMatch(/^\$$/m));
    expect(shell.pane()).not.toMatch(whole);
    // The cursor is where the shell's is, and to be seen.
    expect(shell.tmux('display', '-p', '#{cursor_x} #{cursor_flag} #{alternate_on}')).toBe('2 1 0\n');
  });

  it('a pane of white paper gets the light theme', async () => {
    const shell = await opened(['set', '-g', 'window-style', 'bg=#ffffff,fg=#000000']);
    expect(shell.tmux('capture-pane', '-p', '-e')).toContain('38;5;240m');
  });
});

withInstalled('tmux')('in tmux without an alternate screen, what follows is under the frame', () => {
  it.each([
    ['quitting', 'q', /^\$$/],
    ['Ctrl-Z', '\x1a', /^\[1\]\+ +Stopped/],
  ])('after %s', async (_, key, what) => {
    const shell = await opened(['set', '-g', 'alternate-screen', 'off']);
    shell.pty.write(key);
    await until(() => expect(under(shell.pane())).toMatch(what));
  });
});

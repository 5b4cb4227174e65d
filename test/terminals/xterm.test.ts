import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {until} from '../helpers/until.js';
import {inXterm, type XtermOptions} from './in-xterm.js';
import {withInstalled} from './installed.js';
import {latin1Locale} from './locale.js';
import {under, whole} from './under.js';

const opened = async (options?: XtermOptions) => {
  const xterm = await inXterm(options);
  await xterm.type('$monitor open $recording');
  await xterm.shows(whole);
  return xterm;
};

withInstalled(
  'xterm',
  'Xvfb',
  'xdotool',
)('in xterm', () => {
  describe('the drawing is', () => {
    it('of lines in a locale with UTF-8', async () => {
      await (await opened()).shows(/^┌. 1 Calls/m);
    });

    it('of ASCII where ambiguous characters are two cells wide', async () => {
      const xterm = await opened({options: ['-cjk_width']});
      await xterm.shows(/^\+. 1 Calls/m);
      expect(await xterm.text()).toMatch(/^[\x20-\x7e\n]*$/);
    });

    // Where locales cannot be made there are none of them.
    it.skipIf(!existsSync('/usr/share/i18n/charmaps'))('of ASCII in a locale with Latin-1', async () => {
      const xterm = await opened({env: await latin1Locale(), charset: 'latin1'});
      await xterm.shows(/^\+. 1 Calls/m);
      expect(await xterm.text()).toMatch(/^[\x20-\x7e\n]*$/);
    });
  });

  it.each([
    ['white', 'black', '38:5:240m'],
    ['black', 'white', '38:5:249m'],
    ['#fdf6e3', '#657b83', '38:5:240m'],
    ['#002b36', '#839496', '38:5:249m'],
  ])('on %s with %s, borders have the grey that can be seen there', async (paper, ink, grey) => {
    const xterm = await opened({options: ['-bg', paper, '-fg', ink]});
    await until(async () => expect(await xterm.painted()).toContain(grey));
  });

  it('Ctrl-Z, fg and quitting bring back what was there', async () => {
    const xterm = await inXterm();
    await xterm.type('echo before; $monitor open $recording');
    await xterm.shows(whole);
    await xterm.press('ctrl+z');
    await xterm.shows(/^before\s+\[1\]\+ +Stopped.*\n\$$/m);
    await xterm.type('fg');
    await xterm.shows(whole);
    await xterm.press('q');
    await xterm.shows(/^\$ fg\n\$monitor open \$recording\n\$$/m);
  });

  it.each([
    ['quitting', 'q', /^\$$/],
    ['Ctrl-Z', 'ctrl+z', /^\[1\]\+ +Stopped/],
  ])('without an alternate screen, what follows is under the frame after %s', async (_, key, what) => {
    const xterm = await opened({options: ['-xrm', 'XTerm*titeInhibit: true']});
    await xterm.press(key);
    await until(async () => expect(under(await xterm.text())).toMatch(what));
  });

  it('Esc and the next key, struck at once, are two keys', async () => {
    const xterm = await opened();
    await xterm.press('slash', 'a', 'Escape', 'question');
    await xterm.shows(/▸ Help/);
  });

  it.each(['1', '2'])('keys are the same where modifyOtherKeys is %s', async level => {
    const xterm = await opened({options: ['-xrm', `XTerm*modifyOtherKeys: ${level}`]});
    await xterm.press('question');
    await xterm.shows(/▸ Help/);
    await xterm.press('ctrl+c');
    await until(async () => expect(await xterm.text()).not.toMatch(/▸ Help/));
    await xterm.press('ctrl+c');
    await xterm.shows(/^\$ *$/m);
  });

  it('what y copies can be pasted, where xterm lets programs copy', async () => {
    const xterm = await opened({options: ['-xrm', 'XTerm*disallowedWindowOps: 20,21']});
    await xterm.press('y');
    await xterm.shows(/copied \(\d+ bytes sent to the terminal/);
    await xterm.press('q');
    await xterm.shows(/^\$ *$/m);
    await xterm.press('F11');
    await xterm.shows(/^\$ [\w-]{20,}$/m);
  });

  it('a double click opens an event, and a click outside closes it', async () => {
    const xterm = await inXterm();
    await xterm.type('$monitor open $recording --mouse');
    await xterm.shows(whole);
    const row = (await xterm.text()).split('\n').findIndex(line => line.includes('started'));
    await xterm.click(30, row, {times: 2});
    await xterm.shows(/▸ 7 Detail · L2 started/);
    await xterm.click(2, 0);
    await until(async () => expect(await xterm.text()).not.toContain('Detail'));
  });

  it('a closed window ends the program', async () => {
    const xterm = await inXterm();
    await xterm.type("trap '' HUP; ($monitor demo; echo status=$? > status)");
    await xterm.shows('DEMO');
    xterm.window.kill();
    await until(() => expect(existsSync(join(xterm.home, 'status'))).toBe(true));
  });
});

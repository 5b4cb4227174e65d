import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {vi} from 'vitest';
import {shellCommand, shellEnvironment} from '../end-to-end/in-shell.js';
import {atTheEnd, emptyFolder} from '../end-to-end/leftovers.js';
import {until} from '../helpers/until.js';
import {recording} from './under.js';

const run = promisify(execFile);

/** How long a key may take to be obeyed before it is pressed once more: a window that has just come may not hear it. */
const PRINTING = {timeout: 3000, interval: 10};

export type XtermOptions = {
  /** Of xterm's own: `-bg white`. */
  options?: readonly string[];
  env?: Record<string, string>;
  charset?: 'utf8' | 'latin1';
};

/** The X server without a display, of its own for each window: its pointer is in that window, and so are its keys. */
async function display(): Promise<string> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x900x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  atTheEnd(() => server.kill('SIGKILL'));
  const [said] = await once(server.stdio[3] as NodeJS.ReadableStream, 'data');
  return `:${String(said).trim()}`;
}

/**
 * A shell in a window of xterm, where `$monitor` is the built program, and what xterm itself has on its screen: it prints that when F12 is
 * pressed. Keys go by the X server, as from a keyboard.
 */
export async function inXterm({options = [], env = {}, charset = 'utf8'}: XtermOptions = {}) {
  const [home, printed] = [await emptyFolder(), join(await emptyFolder(), 'printed')];
  const DISPLAY = await display();
  const resources = {
    printerCommand: `cat > ${printed}.part; mv ${printed}.part ${printed}`,
    printerAutoClose: 'true',
    // With colours.
    printAttributes: '2',
    'VT100.translations': '#override <Key>F12: print()\\n <Key>F11: insert-selection(CLIPBOARD)',
  };
  const given = Object.entries(resources).flatMap(([name, value]) => ['-xrm', `XTerm*${name}: ${value}`]);
  const window = spawn('xterm', [...given, '-geometry', '80x24+0+0', ...options, '-e', ...shellCommand], {
    cwd: home,
    env: {...(await shellEnvironment(home, {recording, ...env})), DISPLAY},
    stdio: 'ignore',
  });
  atTheEnd(() => window.kill('SIGKILL'));
  const xdotool = (...args: string[]) => run('xdotool', args, {env: {...process.env, DISPLAY}});
  await xdotool('search', '--sync', '--onlyvisible', '--class', 'xterm');
  await xdotool('mousemove', '200', '100');

  /** What is on the screen, with colours. */
  async function painted(): Promise<string> {
    rmSync(printed, {force: true});
    return until(async () => {
      await xdotool('key', 'F12');
      return vi.waitFor(() => readFileSync(printed, charset), PRINTING);
    });
  }
  /** The rows that can be seen. */
  const text = async () =>
    (await painted())
      .replace(/\x1b(?:\[[\d;:]*m|#5)/g, '')
      .replaceAll('\r', '')
      .trimEnd();
  const shows = (what: string | RegExp) =>
    until(async () => {
      const seen = await text();
      if (!seen.match(what)) throw new Error(`${what} not in:\n${seen}`);
    });
  await shows(/^\$ *$/m);
  return {
    home,
    window,
    painted,
    text,
    shows,
    /** Keys by their X11 names: `Escape`, `ctrl+z`, `slash`. */
    press: (...keys: string[]) => xdotool('key', ...keys),
    type: (line: string) => xdotool('type', `${line}\n`),
    /** Clicks on a cell. */
    async click(column: number, row: number, {times = 1} = {}) {
      await xdotool('mousemove', String(column * 6 + 5), String(row * 13 + 8));
      await xdotool('click', '--repeat', String(times), '--delay', '50', '1');
    },
  };
}

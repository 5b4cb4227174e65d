import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {builtProgram} from '../helpers/built-program.js';
import {until} from '../helpers/until.js';
import {inPty} from '../terminal/pty.js';
import {atTheEnd, emptyFolder} from './leftovers.js';
import {cleanEnvironment} from './program.js';

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

type ShellOptions = {env?: Record<string, string>; hasAlternate?: boolean};

/** A shell with job control in a real pseudo-terminal of 80×24, in an empty folder, where `$monitor` is the built program. */
export async function inShell({env = {}, hasAlternate = true}: ShellOptions = {}) {
  const home = await emptyFolder();
  const monitor = `${process.execPath} ${join(await builtProgram(), 'dist/cli.js')}`;
  const all = {...cleanEnvironment(home), ...env, monitor, PS1: '$ ', HISTFILE: ''};
  const environment = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  const bash = ['env', '-i', ...environment, 'bash', '--norc', '-i'].map(quoted).join(' ');
  const run = inPty(`cd ${quoted(home)}; exec ${bash}`, {hasAlternate});
  atTheEnd(() => run.pty.kill('SIGKILL'));
  await run.shows(/^\$\s*$/);
  return {
    ...run,
    home,
    text: () => run.seen().join('\n').trimEnd(),
    type: (line: string) => run.pty.write(`${line}\r`),
    /** Waits for what is in a file of the folder. */
    async holds(file: string, text: string | RegExp) {
      await until(() => {
        const held = readFileSync(join(home, file), 'utf8');
        if (!held.match(text)) throw new Error(`${text} not in ${file}: ${held}`);
      });
    },
    /** Takes the terminal away, as closing its window does. */
    vanish: () => (run.pty as unknown as {destroy(): void}).destroy(),
    /** Sends a signal to the program in the foreground. */
    signal(name: NodeJS.Signals) {
      const [foreground] =
        readFileSync(`/proc/${run.pty.pid}/stat`, 'latin1').split(') ')[1]?.split(' ').slice(5) ?? [];
      process.kill(-Number(foreground), name);
    },
    resize(columns: number, rows: number) {
      run.terminal.resize(columns, rows);
      run.pty.resize(columns, rows);
    },
  };
}

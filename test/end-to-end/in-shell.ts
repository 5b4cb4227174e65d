import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {builtProgram} from '../helpers/built-program.js';
import {until} from '../helpers/until.js';
import {inPty} from '../terminal/pty.js';
import {atTheEnd, emptyFolder} from './leftovers.js';
import {cleanEnvironment} from './program.js';

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

type ShellOptions = {
  env?: Record<string, string>;
  hasAlternate?: boolean;
  /** A terminal in the terminal, in which the shell is: the words of a command line, of which the shell's are the last. */
  through?: readonly string[];
};

/** What a shell is told in which `$monitor` is the built program. */
export async function shellEnvironment(home: string, env: Record<string, string> = {}) {
  const monitor = `${process.execPath} ${join(await builtProgram(), 'dist/cli.js')}`;
  return {...cleanEnvironment(home), ...env, monitor, PS1: '$ ', HISTFILE: ''};
}

/** A shell that reads no settings, with job control. */
export const shellCommand = ['bash', '--norc', '-i'] as const;

/** A shell with job control in a real pseudo-terminal of 80×24, in an empty folder, where `$monitor` is the built program. */
export async function inShell({env = {}, hasAlternate = true, through = []}: ShellOptions = {}) {
  const home = await emptyFolder();
  const environment = Object.entries(await shellEnvironment(home, env)).map(([name, value]) => `${name}=${value}`);
  const command = ['env', '-i', ...environment, ...through, ...shellCommand].map(quoted).join(' ');
  const run = inPty(`cd ${quoted(home)}; exec ${command}`, {hasAlternate});
  atTheEnd(() => run.pty.kill('SIGKILL'));
  await run.shows(/^\$ *$/m);
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

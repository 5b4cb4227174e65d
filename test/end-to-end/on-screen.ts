import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {builtProgram} from '../helpers/built-program.js';
import {ALLOWED, withoutQuestions} from '../terminal/fake-terminal.js';
import {type inPty, inPtyToTheEnd} from '../terminal/pty.js';
import {emptyFolder} from './leftovers.js';
import {cleanEnvironment, type RunOptions} from './program.js';

export type ScreenOptions = RunOptions & {columns?: number; rows?: number};

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Only these may be sent to the clipboard: what the person copied, in base64. */
const CLIPBOARD = /\x1b\]52;c;[\w+/=]*\x07/g;

/**
 * Starts the built program in a real pseudo-terminal, in an empty home, under a shell that afterwards tells the exit status and
 * the modes of the terminal.
 */
export async function onScreen(
  args: readonly string[],
  {env = {}, cwd, bin, within = [], columns = 80, rows = 24}: ScreenOptions = {},
) {
  const home = await emptyFolder();
  const file = bin ?? join(await builtProgram(), 'dist/cli.js');
  const all = Object.entries({...cleanEnvironment(home), ...env}).filter(([, value]) => value !== undefined);
  const environment = all.map(([name, value]) => `${name}=${value}`);
  const program = ['env', '-i', ...environment, ...within, process.execPath, file, ...args].map(quoted).join(' ');
  const pidFile = join(await emptyFolder(), 'pid');
  const noted = `sh -c 'echo $$ > "$0"; exec "$@"' ${quoted(pidFile)} ${program}`;
  // A Ctrl-C too many, when the program has ended, does not end what tells the modes.
  const told = `echo "status=$?."; (trap '' INT; stty -a)`;
  const run = inPtyToTheEnd(`cd ${quoted(cwd ?? home)}; stty -a; ${noted}; ${told}`, {columns, rows});

  const sent = () => sentIn(run.output());
  return {
    ...run,
    home,
    sent,
    text: () => run.seen().join('\n'),
    /** Where the listener is: waits until the first screen says so. */
    async url() {
      await run.shows(/listener +http:/);
      return /http:\/\/127\.0\.0\.1:\d+/.exec(run.seen().join('\n'))?.[0] ?? '';
    },
    /** Presses keys, and waits until the screen shows what they bring. */
    async press(keys: string, brings: string | RegExp) {
      run.pty.write(keys);
      await run.shows(brings);
    },
    /** Sends a signal to the program, not to the shell around it. */
    kill: (signal: NodeJS.Signals) => process.kill(Number(readFileSync(pidFile, 'utf8')), signal),
    resize(columns: number, rows: number) {
      run.terminal.resize(columns, rows);
      run.pty.resize(columns, rows);
    },
    /** The exit status, when the program has ended and everything about the terminal is as it was. Throws otherwise. */
    async ended() {
      await run.over();
      if (run.isAlternate()) throw new Error('The alternate screen is still shown.');
      return statusIn(run.output());
    },
    forbidden: () => forbiddenIn(sent()),
  };
}

/** What the program sent: between taking the terminal over and giving it back, without the new line that this ends in. */
export function sentIn(output: string): string {
  const start = output.indexOf('\x1b[?1049h');
  const end = output.lastIndexOf('\x1b[?1049l');
  const sent = start < 0 ? '' : output.slice(start, end < start ? undefined : end + '\x1b[?1049l'.length);
  return sent.replace(/[\r\n]+(?=\x1b\[\?1049l)/g, '');
}

/** The exit status that `output` tells. Throws when the terminal's modes behind it are not those before the program. */
export function statusIn(output: string): number {
  const [before = '', after = ''] = [
    output.slice(0, output.indexOf('\x1b[?1049h')),
    output.slice(output.indexOf('status=')),
  ];
  const modes = (text: string) => text.match(/-?(?:icanon|echo|isig|icrnl|opost)\b/g)?.join(' ');
  if (modes(after) !== modes(before) || !/(?<!-)icanon/.test(after)) {
    throw new Error(`The terminal's modes were ${modes(before)} and are ${modes(after)}.`);
  }
  for (const [mode, end] of [
    ['1049', 'l'],
    ['2004', 'l'],
    ['2026', 'l'],
    ['25', 'h'],
    ['7', 'h'],
  ] as const) {
    const [set, reset] = [output.lastIndexOf(`\x1b[?${mode}h`), output.lastIndexOf(`\x1b[?${mode}l`)];
    if (end === 'l' ? set > reset : reset > set) throw new Error(`Mode ${mode} was not undone.`);
  }
  return Number(/status=(\d+)\./.exec(output)?.[1]);
}

/** What was sent and may not be: anything but printable characters and a few sequences that are undone on leaving. */
export function forbiddenIn(sent: string): string {
  const bytes = withoutQuestions(sent).replace(CLIPBOARD, '');
  if (ALLOWED.test(bytes)) return '';
  const rest = bytes.replace(
    /\x1b\[[\d;]*[mHK]|\x1b\[2J|\x1b\[\?(?:1049|25|7|2004|2026)[hl]|\x1b\[>0u|\x1b\[<u|\x1b\[>4(?:;0)?m/g,
    '',
  );
  return JSON.stringify(rest.match(/.{0,20}[\p{Cc}\p{Cs}].{0,40}/u)?.[0] ?? rest.slice(0, 80));
}

type Terminal = ReturnType<typeof inPty>['terminal'];

/** Rows of the panes that do not begin and end with a border: text of the wrong width pushes borders about. */
export function brokenRows({buffer: {active}, cols, rows}: Terminal): string[] {
  const lines = Array.from({length: rows}, (_, row) => active.getLine(active.viewportY + row));
  const at = (line: (typeof lines)[number], column: number) => line?.getCell(column)?.getChars() || ' ';
  const first = lines.findIndex(line => at(line, 0) === '┌');
  const last = lines.findLastIndex(line => at(line, 0) === '└');
  return lines
    .slice(first, last + 1)
    .filter(line => !'┌│└├'.includes(at(line, 0)) || !'┐│┘┤█'.includes(at(line, cols - 1)))
    .map(line => line?.translateToString() ?? '');
}

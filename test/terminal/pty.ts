import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {spawn} from '@lydell/node-pty';
import {build} from 'esbuild';
import {until} from '../helpers/until.js';
import {fakeTerminal} from './fake-terminal.js';

/** A program of test/terminal as one JavaScript file, ready to run. */
export async function compile(entry: string): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'convo-monitor-')), 'child.mjs');
  await build({
    entryPoints: [new URL(entry, import.meta.url).pathname],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return outfile;
}

/**
 * A shell command in a real pseudo-terminal, whose screen can be read. Without an alternate screen it is like the Linux console, mosh, and
 * GNU screen as it comes: what asks for one is passed over.
 */
export function inPty(command: string, {shell = 'sh', columns = 80, rows = 24, hasAlternate = true} = {}) {
  const fake = fakeTerminal(columns, rows);
  const passOver = ([mode]: (number | number[])[]) => !hasAlternate && mode === 1049;
  for (const final of ['h', 'l']) fake.terminal.parser.registerCsiHandler({prefix: '?', final}, passOver);
  const {CI: _, ...env} = process.env;
  const pty = spawn(shell, shell === 'sh' ? ['-c', command] : ['--norc', '-i'], {
    cols: columns,
    rows,
    name: 'xterm-256color',
    env: {...env, PS1: '$ ', HISTFILE: ''},
  });
  if (shell !== 'sh') pty.write(`${command}\r`);
  let output = '';
  let isOver = false;
  pty.onData(data => {
    output += data;
    fake.write(data);
  });
  // What the terminal answers goes back, as it would from a window.
  fake.terminal.onData(data => isOver || pty.write(data));
  const ended = new Promise<void>(done =>
    pty.onExit(() => {
      isOver = true;
      done();
    }),
  );
  const seen = () => fake.seen().join('\n');
  /** A pseudo-terminal hands over a frame in pieces: between these two marks what is on the screen is half of it. */
  const isMidFrame = () => output.lastIndexOf('\x1b[?2026h') > output.lastIndexOf('\x1b[?2026l');
  return {
    ...fake,
    pty,
    ended,
    output: () => output,
    /** Waits until the screen shows a text, in a whole frame. */
    shows: (text: string | RegExp) =>
      until(() => {
        if (isMidFrame()) throw new Error(`A frame never ended:\n${seen()}`);
        if (!(typeof text === 'string' ? seen().includes(text) : text.test(seen())))
          throw new Error(`${text} not in:\n${seen()}`);
      }),
    /** The process that wrote `pid=…;` on the screen. */
    pid: () => Number(/pid=(\d+);/.exec(seen())?.[1]),
  };
}

/**
 * The same for a command whose last words are read: what is written in the last moments of a pseudo-terminal can be lost, so the shell
 * stays until `over` has seen that the command ended. No Ctrl-C ends the shell.
 */
export function inPtyToTheEnd(command: string, options: {columns?: number; rows?: number} = {}) {
  const run = inPty(`trap : INT; ${command}; trap '' INT; echo over.; read -r _`, options);
  return {
    ...run,
    /** Waits until all that the command and the program in it wrote has been read. */
    async over() {
      await until(() => {
        if (!/over\.\r?\n/.test(run.output())) throw new Error(`The program goes on:\n${run.seen().join('\n')}`);
      });
      run.pty.write('\r');
      await run.ended;
    },
  };
}

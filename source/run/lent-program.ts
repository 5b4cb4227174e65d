import {spawn} from 'node:child_process';
import type {Environment} from '../terminal/style.js';

/** What a program needs that gets the terminal for a while. */
export type Lent = {
  env: Environment;
  /** The terminal's input, by its file descriptor: the program reads keys there. */
  stdin: number;
  /** Where it runs. */
  folder: string;
  /** Ends it. */
  signal: AbortSignal;
};

/** `$PAGER` and `$EDITOR` may hold arguments, some of them in quotes. No shell takes them apart: one in between would outlive the program, or it the shell. */
export function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}

/** Runs a program until it ends, however it does: its exit status, or undefined where a signal ended it. Rejects when it cannot be started. */
export function runLent(
  program: string,
  args: readonly string[],
  {folder, stdin, env, signal}: Lent,
): Promise<number | undefined> {
  const child = spawn(program, args, {cwd: folder, env, stdio: [stdin, 'inherit', 'inherit'], signal});
  return new Promise((resolve, reject) => {
    // One that is ended by us ends as well.
    child.on('error', error => (error.name === 'AbortError' ? undefined : reject(error)));
    child.on('exit', code => resolve(code ?? undefined));
  });
}

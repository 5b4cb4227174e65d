import {createInterface} from 'node:readline';

/** Whether a person is there to be asked: in a pipe nobody is. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** Asks a person at the terminal; only a `y` or `yes` is one. The question is on standard error: the output may go to a file. */
export function isYes(question: string): Promise<boolean> {
  // Without its own editing of lines the terminal stays as it is, and Ctrl-C ends the program.
  const lines = createInterface({input: process.stdin, terminal: false});
  process.stderr.write(`${question} [y/N] `);
  return new Promise(resolve => {
    lines.once('line', line => {
      resolve(/^\s*y(es)?\s*$/i.test(line));
      lines.close();
    });
    lines.once('close', () => resolve(false));
  });
}

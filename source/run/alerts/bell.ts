import {warn} from '../warn.js';
import type {Alerts} from './asked.js';

export const BELL = '\x07';

/** What lets the terminal sound where lines are written: never into a file or another program. Where there is no terminal, that is said. */
export function bellOf({bell}: Alerts): () => void {
  // Standard output comes last: what is copied from it should be the lines.
  const terminal = [process.stderr, process.stdout].find(({isTTY}) => isTTY);
  if (bell.length > 0 && !terminal) warn('--bell has no terminal to sound in: it is left out.');
  return () => void terminal?.write(BELL);
}

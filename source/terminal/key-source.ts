import {closeSync, openSync} from 'node:fs';
import {ReadStream} from 'node:tty';

/**
 * Where keys come from: standard input, or, when that is a pipe (`ssh host cat recording | convo-monitor open -`), the terminal
 * itself. Without any terminal it is the pipe, from which no key is ever read.
 */
export function keySource(stdin: NodeJS.ReadStream): NodeJS.ReadStream {
  if (stdin.isTTY || process.platform === 'win32') return stdin;
  let file: number | undefined;
  try {
    file = openSync('/dev/tty', 'r+');
    return new ReadStream(file);
  } catch {
    // No controlling terminal: a service, a container, a test.
    if (file !== undefined) closeSync(file);
    return stdin;
  }
}

import {closeSync, openSync, readdirSync} from 'node:fs';
import {isatty} from 'node:tty';
import {isInForeground} from './foreground.js';

/**
 * Node gives the terminals that it was started with, and the one that was in raw mode, their modes again when it exits. Of one that is gone it
 * takes the failure for a mistake of its own and aborts; from the background it would change the modes under whoever has the
 * terminal, or be stopped for it (SIGTTOU). What is no longer the same file it leaves alone.
 */
export function letGoAtExit(): void {
  const terminals = process.platform === 'win32' ? [] : [0, 1, 2].filter(fd => isatty(fd));
  if (terminals.length === 0) return;
  process.on('exit', () => {
    // A terminal that was hung up is no terminal any more.
    if (terminals.every(fd => isatty(fd)) && isInForeground()) return;
    for (const fd of terminals) {
      closeSync(fd);
      openSync('/dev/null', 'r+');
    }
    // Node has a second descriptor of each.
    for (const fd of readdirSync('/dev/fd').map(Number)) if (isatty(fd)) closeSync(fd);
  });
}

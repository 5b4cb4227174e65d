import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {inShell} from '../end-to-end/in-shell.js';
import {atTheEnd, emptyFolder} from '../end-to-end/leftovers.js';
import {until} from '../helpers/until.js';
import {withInstalled} from './installed.js';
import {recording, under, whole} from './under.js';

/** mosh without ssh, which only carries a port and a key from the one to the other; the shell in it says who it is. */
const both = (pidFile: string) => `
  set -- $(mosh-server new -i 127.0.0.1 -p 61000:61999 -- sh -c 'echo $$ > ${pidFile}; exec "$@"' sh "$@" 2> /dev/null |
    sed -n 's/^MOSH CONNECT //p')
  MOSH_KEY=$2 exec mosh-client 127.0.0.1 "$1"`;

withInstalled('mosh-server', 'mosh-client')(
  'in mosh, which has no alternate screen, what follows is under the frame',
  () => {
    it.each([
      ['quitting', 'q', /^\$$/],
      ['Ctrl-Z', '\x1a', /^\[1\]\+ +Stopped/],
    ])('after %s', async (_, key, what) => {
      const pidFile = join(await emptyFolder(), 'pid');
      const shell = await inShell({env: {recording}, through: ['sh', '-c', both(pidFile), 'sh']});
      atTheEnd(() => process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGHUP'));
      shell.type('$monitor open $recording');
      await shell.shows(whole);
      await shell.shows(/^┌. 1 Calls/m);
      shell.pty.write(key);
      await until(() => expect(under(shell.text())).toMatch(what));
    });
  },
);

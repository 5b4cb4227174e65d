import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, statSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {builtProgram} from '../helpers/built-program.js';
import {until} from '../helpers/until.js';
import {inShell} from './in-shell.js';
import {atTheEnd, emptyFolder} from './leftovers.js';
import {brokenRows} from './on-screen.js';
import {cleanEnvironment} from './program.js';

const recording = join(import.meta.dirname, '../recording/old/v1-busy.ndjson');
/** A frame's last row. */
const hints = /^ \? help .*$/m;

describe('where the terminal has no alternate screen, what follows is under the frame', () => {
  /** What stands behind the frame's last row. */
  const under = (text: string) => text.split(hints)[1]?.trim();
  const opened = async (env = {}) => {
    const shell = await inShell({env, hasAlternate: false});
    shell.type(`$monitor open ${recording}`);
    await shell.shows(/completed/);
    return shell;
  };

  it('after quitting', async () => {
    const shell = await opened();
    shell.pty.write('q');
    await shell.shows(/\$\s*$/);
    expect(under(shell.text())).toBe('$');
  });

  it('after Ctrl-Z', async () => {
    const shell = await opened();
    shell.pty.write('\x1a');
    await shell.shows(/\$\s*$/);
    expect(under(shell.text())).toMatch(/^\[1\]\+ +Stopped/);
  });

  it('in the pager', async () => {
    const shell = await opened({PAGER: 'head -n 1'});
    shell.pty.write('V');
    await shell.shows('Any key');
    expect(under(shell.text())).toMatch(/^\{\s*Any key: back to convo-monitor$/);
  });
});

describe('a terminal that changed its size while the program was stopped', () => {
  it.each(['fg', 'kill -CONT %1; fg'])('is asked for it at %s', async back => {
    const shell = await inShell();
    shell.type(`$monitor open ${recording}`);
    await shell.shows(/completed/);
    shell.pty.write('\x1a');
    await shell.shows(/Stopped[\s\S]*\$\s*$/);
    shell.resize(120, 40);
    shell.type(back);
    await until(() => {
      expect(shell.isAlternate()).toBe(true);
      expect(shell.seen().filter(row => row.length >= 119).length).toBeGreaterThan(30);
      expect(brokenRows(shell.terminal)).toEqual([]);
    });
  });
});

describe('a recording that takes long to read', () => {
  it.each([
    ['q', 'q', 0],
    ['Esc', '\x1b', 0],
    ['Ctrl-C', '\x03', 130],
  ])('says how far it is, and is left by %s', async (_, key, status) => {
    const shell = await inShell();
    // More of it never comes.
    shell.type(
      `mkfifo pipe; (cat ${recording}; exec sleep 1000) > pipe & clear; $monitor open pipe; echo "status=$?."`,
    );
    await shell.shows(/^ Reading \d+ kB .*q Esc leaves$/m);
    shell.pty.write(key);
    await shell.shows(`status=${status}.`);
    shell.type('kill %1');
  });

  it('is said on the terminal where its lines go to a file, and Ctrl-C ends it', async () => {
    const shell = await inShell();
    shell.type(`mkfifo pipe; (cat ${recording}; exec sleep 1000) > pipe & clear`);
    shell.type('$monitor open pipe --plain --quiet > lines; echo "status=$?."');
    await shell.shows(/^Reading: \d+ kB$/m);
    shell.pty.write('\x03');
    await shell.shows('status=130.');
    await shell.holds('lines', 'busy');
    shell.type('kill %1');
  });
});

describe('in the background', () => {
  it.each(['stty -tostop', 'stty tostop'])('the terminal is left alone, and calls are recorded (%s)', async mode => {
    const shell = await inShell();
    shell.type(mode);
    const taken = () => shell.output().split('\x1b[?1049h').length - 1;
    shell.type('$monitor demo --speed 20 --record call.ndjson &');
    await until(() => expect(existsSync(join(shell.home, 'call.ndjson'))).toBe(true));
    await shell.holds('call.ndjson', /status\\":\\"answered/);
    shell.type('clear; jobs');
    await shell.shows(/\[1\]\+ +Running.*\n\$\s*$/);
    expect(taken()).toBe(0);

    shell.type('fg');
    await shell.shows('DEMO');
    expect(taken()).toBe(1);
    shell.pty.write('?');
    await shell.shows(/┌▸ Help/);
    shell.pty.write('\x1a');
    await shell.shows(/Stopped[\s\S]*\$\s*$/);

    shell.type('bg; clear');
    const size = statSync(join(shell.home, 'call.ndjson')).size;
    await until(() => expect(statSync(join(shell.home, 'call.ndjson')).size).toBeGreaterThan(size));
    shell.type('jobs');
    await shell.shows(/Running.*\n\$\s*$/);
    expect(taken()).toBe(1);

    shell.type('kill %1; wait %1; echo "status=$?."; stty -a > modes-after');
    await shell.shows('status=143.');
    await shell.holds('modes-after', /(?<!-)icanon/);
    expect(taken()).toBe(1);
    expect(shell.text()).not.toContain('Stopped');
  });
});

describe('in the background of a terminal that stops whoever writes to it', () => {
  it('a warning waits until the screen is gone', async () => {
    const shell = await inShell({env: {given: '--port 0 --record call.ndjson --signature-secret 0123456789abcdef'}});
    shell.type('stty tostop; $monitor $given &');
    await until(() => expect(existsSync(join(shell.home, 'call.ndjson'))).toBe(true));
    await shell.holds('call.ndjson', '"action":"start"');
    shell.type('clear; jobs');
    await shell.shows(/\[1\]\+ +Running.*\n\$\s*$/);
    shell.type('fg');
    await shell.shows('--signature-secret');
    shell.pty.write('q');
    await shell.shows(/^Warning: .*--signature-secret/m);
  });
});

describe('a terminal that has gone', () => {
  it.each([
    ['the screen', 'demo'],
    ['lines', 'demo --plain'],
    ['an opened recording', `open ${recording}`],
    ['a simulation', 'simulate --answer-url $silent --event-url $silent'],
  ])('ends %s as SIGHUP does', async (_, args) => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    atTheEnd(() => silent.close() && silent.closeAllConnections());
    await once(silent, 'listening');
    const shell = await inShell({env: {silent: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`}});
    // The shell outlives it, to tell what became of the program.
    shell.type(`trap : HUP; $monitor ${args}; echo "status=$?." > status`);
    await shell.shows(/DEMO|Calls|listens at|begins/);
    shell.vanish();
    await until(() => expect(existsSync(join(shell.home, 'status'))).toBe(true));
    await shell.holds('status', 'status=129.');
  });
});

describe('after the screen', () => {
  it.each([
    ['quitting', 'Q', 0],
    ['a signal', 'kill', 143],
  ])('one line says where the recording and the snapshots are: %s', async (_, how, status) => {
    const shell = await inShell();
    shell.type(`$monitor demo --record call.ndjson 2> err; echo "status=$?."`);
    await shell.shows('answered');
    shell.pty.write('s');
    await shell.shows('Saved convo-monitor-CON');
    if (how === 'kill') shell.signal('SIGTERM');
    else shell.pty.write(how);
    await shell.shows(`status=${status}.`);
    const [name] = readdirSync(shell.home).filter(file => file.endsWith('.json'));
    await shell.holds('err', /^.*\n$/);
    await shell.holds(
      'err',
      `Recorded in ${shell.home}/call.ndjson: convo-monitor open shows it again. Saved: ${name}.`,
    );
  });
});

describe('SIGTERM', () => {
  it('ends a run whose output nobody reads', async () => {
    const [home, file] = [await emptyFolder(), join(await builtProgram(), 'dist/cli.js')];
    const record = join(home, 'calls.ndjson');
    const args = ['demo', '--speed', 'max', '--calls', '100', '--record', record, '--format', 'ndjson'];
    const child = spawn(process.execPath, [file, ...args], {
      env: cleanEnvironment(home),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // More than a pipe and what reads it can hold.
    await until(() => expect(statSync(record).size).toBeGreaterThan(1_000_000));
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([143, null]);
    child.stdout.destroy();
  });
});

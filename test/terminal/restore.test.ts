import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {until} from '../helpers/until.js';
import {compile, inPty, inPtyToTheEnd} from './pty.js';

let child = '';
beforeAll(async () => {
  child = await compile('./child.ts');
});

/** Runs the child under a shell that afterwards tells its exit status and the modes of the terminal. */
function run() {
  return inPtyToTheEnd(`stty -a; '${process.execPath}' '${child}'; echo "status=$?."; stty -a`, {rows: 30});
}

const modes = (output: string) => output.match(/-?(?:icanon|echo|isig|icrnl|opost)\b/g);

describe('the terminal is as it was', () => {
  type End = (pid: number, write: (text: string) => void) => void;
  it.each<[after: string, end: End, status: number, said: string]>([
    ['quitting', (_, write) => write('q'), 0, ''],
    ['process.exit', (_, write) => write('x'), 7, ''],
    ['an uncaught exception', (_, write) => write('t'), 1, 'Error: thrown \\e]0;PWNED\\u{7}'],
    ['an unhandled rejection', (_, write) => write('r'), 1, 'Error: rejected'],
    ['SIGTERM', pid => process.kill(pid, 'SIGTERM'), 143, 'closed files with 143'],
    ['SIGINT', pid => process.kill(pid, 'SIGINT'), 130, 'closed files with 130'],
    ['SIGHUP', pid => process.kill(pid, 'SIGHUP'), 129, 'closed files with 129'],
    ['SIGQUIT', pid => process.kill(pid, 'SIGQUIT'), 131, 'closed files with 131'],
    [
      'SIGTERM twice at once',
      pid => {
        process.kill(pid, 'SIGTERM');
        process.kill(pid, 'SIGTERM');
      },
      143,
      'closed files with 143',
    ],
  ])('after %s', async (_, end, status, said) => {
    const run_ = run();
    await run_.shows('ready');
    expect(run_.isAlternate()).toBe(true);
    run_.pty.write('k');
    await run_.shows('key k');
    const titles: string[] = [];
    run_.terminal.onTitleChange(title => titles.push(title));
    end(run_.pid(), text => run_.pty.write(text));
    await run_.over();
    expect(run_.isAlternate()).toBe(false);
    const output = run_.output();
    expect(output).toContain(`status=${status}.`);
    if (said) expect(run_.seen().join('\n')).toContain(said);
    const [before = '', after = ''] = [
      output.slice(0, output.indexOf('\x1b[?1049h')),
      output.slice(output.indexOf('status=')),
    ];
    expect(modes(before)).toContain('icanon');
    expect(modes(after)).toEqual(modes(before));
    // Every mode that was changed is changed back, the cursor included.
    for (const mode of ['1049', '2004', '2026']) {
      expect(output.lastIndexOf(`\x1b[?${mode}l`)).toBeGreaterThan(output.lastIndexOf(`\x1b[?${mode}h`));
    }
    for (const mode of ['25', '7']) {
      expect(output.lastIndexOf(`\x1b[?${mode}h`)).toBeGreaterThan(output.lastIndexOf(`\x1b[?${mode}l`));
    }
    expect(titles).toEqual([]);
  });
});

describe('a terminal that does not read', () => {
  it('keeps no signal from ending the program', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'convo-monitor-test-'));
    const [flooding, status] = [join(folder, 'flooding'), join(folder, 'status')];
    const run = inPty(`'${process.execPath}' '${child}' '${flooding}'; echo $? > '${status}'`);
    await run.shows('ready');
    const pid = run.pid();
    run.pty.pause();
    run.pty.write('f');
    await until(() => expect(readFileSync(flooding, 'utf8')).toBe('flooding'));
    process.kill(pid, 'SIGTERM');
    await until(() => expect(readFileSync(status, 'utf8')).toBe('143\n'));
    run.pty.kill('SIGKILL');
    rmSync(folder, {recursive: true});
  });
});

describe('SIGUSR1', () => {
  it('opens no debugger', async () => {
    const run_ = run();
    await run_.shows('ready');
    process.kill(run_.pid(), 'SIGUSR1');
    run_.pty.write('k');
    await run_.shows('key k');
    run_.pty.write('q');
    await run_.over();
    expect(run_.output()).not.toContain('Debugger listening');
    expect(run_.output()).toContain('status=0.');
  });
});

describe('writing behind the screen', () => {
  it('is kept until the screen is gone, and escaped', async () => {
    const run_ = run();
    await run_.shows('ready');
    run_.pty.write('w');
    await run_.shows('key w');
    expect(run_.seen().join()).not.toContain('a warning');
    run_.pty.write('q');
    await run_.over();
    expect(run_.seen().join('\n')).toContain('a warning \\e[2J');
  });
});

describe('Ctrl-Z', () => {
  it('gives the terminal to the shell, and fg brings the picture and the keys back', async () => {
    const run = inPty(`'${process.execPath}' '${child}'; echo "status=$?."`, {shell: 'bash'});
    await run.shows('ready');
    run.pty.write('z');
    await run.shows('Stopped');
    expect(run.isAlternate()).toBe(false);
    run.pty.write('echo still $((40 + 2))\r');
    await run.shows('still 42');
    run.pty.write('fg\r');
    await run.shows('key z');
    expect(run.isAlternate()).toBe(true);
    run.pty.write('k');
    await run.shows('key k');
    run.pty.write('q');
    await until(() => expect(run.isAlternate()).toBe(false));
    run.pty.write('exit\r');
    await run.ended;
  });

  it('comes back by itself where no shell minds the job', async () => {
    const run = inPty(`exec '${process.execPath}' '${child}'`);
    await run.shows('ready');
    run.pty.write('z');
    await run.shows('key z');
    await until(() => expect(run.output().split('\x1b[?1049h').length).toBe(3));
    run.pty.write('k');
    await run.shows('key k');
    run.pty.write('q');
    await run.ended;
  });
});

describe('keys', () => {
  it('come from the terminal when standard input is a pipe', async () => {
    const run = inPtyToTheEnd(`echo q | '${process.execPath}' '${child}'; echo "status=$?."; stty -a`);
    await run.shows('ready');
    run.pty.write('k');
    await run.shows('key k');
    run.pty.write('q');
    await run.over();
    expect(run.output()).toContain('status=0.');
    expect(modes(run.output())).toContain('icanon');
    expect(modes(run.output())).not.toContain('-icanon');
  });
});

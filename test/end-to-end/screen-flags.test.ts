import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {emptyFolder} from './leftovers.js';
import {onScreen} from './on-screen.js';
import {run} from './program.js';

describe('--filter', () => {
  it('that cannot be read ends the run with 2, and shows where', async () => {
    const {status, out, err} = await run(['--filter', 'leg:L1 lge:x', '--port', '0']);
    expect([status, out]).toEqual([2, '']);
    expect(err).toBe(
      '  leg:L1 lge:x\n         ^^^\n--filter, at character 8: no such field: lge — did you mean leg?\n',
    );
  });

  it('shows nothing that a terminal could obey', async () => {
    const {status, err} = await run(['demo', '--filter', '\u001b]0;x\u0007 lge:x']);
    expect(status).toBe(2);
    expect(err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('limits the lines of a run', async () => {
    const {status, out} = await run(['demo', '--no-record', '--speed', '100', '--filter', 'status:answered']);
    expect(status).toBe(0);
    const kinds = out
      .trimEnd()
      .split('\n')
      .map(line => line.replace(/^\S+ \S+ ((?:L\d|–) +)?(\w+).*$/, '$2'));
    expect(new Set(kinds)).toEqual(new Set(['answered', 'also', 'END']));
  });
});

describe('a screen reader', () => {
  it.each([
    ['by the flag', ['--screen-reader'], {}],
    ['by the variable of all Ink programs', [], {INK_SCREEN_READER: 'true'}],
  ])('gets lines in a terminal, %s', async (_, flags, env) => {
    const screen = await onScreen(['demo', '--no-record', '--speed', '50', ...flags], {env});
    await screen.shows('status=0.');
    expect(screen.output()).toMatch(/CON-bc64 L1 \S*completed/);
    expect(screen.output()).not.toContain('\x1b[?1049h');
  });
});

describe('keys of one’s own', () => {
  it('that clash end the run with 2 before anything listens, whatever the verb', async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'convo-monitor.json'), '{"keys": {"snapshot": "w", "time": "w"}}');
    for (const args of [['--port', '0'], ['demo'], ['open', 'nothing.ndjson']]) {
      const {status, out, err} = await run(args, {cwd});
      expect([status, out]).toEqual([2, '']);
      expect(err).toMatch(
        /^The key w is chosen for snapshot and for time \(file \.\/convo-monitor\.json:\d+:\d+ and file \.\/convo-monitor\.json:\d+:\d+\)/,
      );
    }
  });

  it('that mean nothing are told of on the screen, which covers what was said before', async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'convo-monitor.json'), '{"keys": {"snapshoot": "w"}}');
    const screen = await onScreen(['--port', '0', '--no-record'], {cwd});
    await screen.shows(/Waiting for the first call[\s\S]*snapshoot/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
  });

  it('are printed with the rest of the table, the user’s own file included', async () => {
    const cwd = await emptyFolder();
    const config = join(cwd, 'config', 'convo-monitor');
    await mkdir(config, {recursive: true});
    await writeFile(join(config, 'config.json'), '{"keys": {"snapshot": "w"}}');
    const {status, out} = await run(['keys'], {cwd, env: {XDG_CONFIG_HOME: join(cwd, 'config')}});
    expect(status).toBe(0);
    expect(out).toMatch(/^ {2}w +snapshot/m);
  });
});

import {appendFile, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {lineSchema} from '../../source/output/lines-schema.js';
import {headerLine, observationLine} from '../../source/recording/line.js';
import {busy} from '../helpers/calls.js';
import {canariesIn, canaryCall} from '../helpers/canary.js';
import {calls} from '../helpers/several-calls.js';
import {until} from '../helpers/until.js';
import {emptyFolder} from './leftovers.js';
import {onScreen} from './on-screen.js';
import {inPipe, run} from './program.js';

/** Writes line and facts to files of the folder that the program is in. */
const keep = 'cat >> lines; env | grep ^CONVO_ >> facts';

const read = (folder: string, name: string) => readFile(join(folder, name), 'utf8').catch(() => '');

const head = headerLine({started: new Date(0).toISOString(), version: 'test'});

/** A recording that is followed, when all that was in it has been read; a command keeps what it gets in the folder. */
async function followed(before: string, flags: readonly string[]) {
  const folder = await emptyFolder();
  const file = join(folder, 'call.ndjson');
  await writeFile(file, head + before);
  const screen = await onScreen(['open', '--follow', file, '--exec', keep, ...flags], {cwd: folder, columns: 160});
  await screen.shows('following');
  return {folder, screen, append: (text: string) => appendFile(file, text)};
}

describe('--exec', () => {
  it('is run for what was asked for, and is over before the program is', async () => {
    const when = ['--exec-on', 'ended', '--exec-on', 'problem', '--exec-on', 'status:busy leg:L2'];
    const {status, home} = await run(['demo', 'busy', '--speed', 'max', '--no-record', '--exec', keep, ...when]);
    expect(status).toBe(0);
    const lines = (await read(home, 'lines'))
      .trim()
      .split('\n')
      .map(line => lineSchema.parse(JSON.parse(line)));
    expect(lines.map(({kind}) => kind).sort()).toEqual(['end', 'event', 'problem']);
    expect(await read(home, 'facts')).toMatch(/^CONVO_CODE=unhappy-end$/m);
  });

  it('that fails is told of, and the run goes on', async () => {
    const {status, err, out} = await run([
      'demo',
      'busy',
      '--speed',
      'max',
      '--no-record',
      '--exec',
      'echo no bot >&2; exit 7',
    ]);
    expect(status).toBe(0);
    expect(err).toContain('Warning: The command of --exec ended with exit status 7: no bot\n');
    expect(out).toContain(' END ');
  });

  it('gets no phone numbers with --mask', async () => {
    const {folder, screen, append} = await followed('', ['--mask', '--exec-on', 'is:live', '--exec-on', 'ended']);
    await append(canaryCall().map(observationLine).join(''));
    await until(async () => expect(await read(folder, 'lines')).toContain('"kind":"event"'));
    screen.pty.write('Q');
    await screen.ended();
    const kept = (await read(folder, 'lines')) + (await read(folder, 'facts'));
    expect(kept).toContain('•');
    expect(canariesIn(kept)).toEqual([]);
  });

  it('is run for what is written to a recording, not for what was there', async () => {
    const all = calls(['busy', 0], ['busy', 100]).map(observationLine);
    const {folder, screen, append} = await followed(all.slice(0, busy.length).join(''), []);
    await append(all.slice(busy.length).join(''));
    await until(async () => expect(await read(folder, 'facts')).toContain('CONVO_CALL=2'));
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
    expect((await read(folder, 'lines')).trim().split('\n')).toHaveLength(1);
  });

  it('comes from the command line alone: no file of a project runs commands', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'convo-monitor.json'), '{"exec": "touch owned", "execOn": "started"}');
    const {err, home} = await run(['demo', 'busy', '--until', 'started', '--no-record'], {cwd: folder});
    expect(err + home).not.toContain('owned');
    const monitor = await inPipe(['--port', '0', '--no-record'], {cwd: folder});
    await monitor.says(/has the key "exec", which is left out: .* Write --exec yourself\./);
    monitor.child.kill('SIGTERM');
    await monitor.ended;
    expect(await read(folder, 'owned')).toBe('');
  });
});

describe('--bell', () => {
  it('sounds on the screen, and nothing else of the terminal changes', async () => {
    const screen = await onScreen(['demo', 'busy', '--no-record', '--speed', 'max', '--bell', 'problem']);
    await until(() => expect(screen.sent()).toContain('\x07'));
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
    expect(screen.sent().match(/\x07/g)).toHaveLength(1);
  });

  it('sounds beside lines on a terminal, and never in a pipe', async () => {
    const args = ['demo', 'busy', '--no-record', '--speed', 'max', '--plain', '--bell', 'problem'];
    const screen = await onScreen(args);
    await until(() => expect(screen.output()).toMatch(/END[\s\S]*status=0/));
    expect(screen.output()).toContain('\x07');
    const {out, err} = await run(args);
    expect(out + err).not.toContain('\x07');
    expect(err).toContain('--bell has no terminal to sound in: it is left out.');
  });

  it('needs something that goes on', async () => {
    const {status, err} = await run(['open', 'call.ndjson', '--bell', 'problem']);
    expect([status, err]).toEqual([2, expect.stringContaining('add --follow')]);
  });
});

describe('on the screen', () => {
  it('a command that fails is told of, one that is not done when it closes is ended', async () => {
    const screen = await onScreen(
      [
        'demo',
        'busy',
        '--speed',
        'max',
        '--no-record',
        '--exec',
        '[ "$CONVO_KIND" = end ] || exit 9; echo $$ > pid; sleep 600',
        '--exec-on',
        'problem',
        '--exec-on',
        'ended',
      ],
      {columns: 120},
    );
    await screen.shows('The command of --exec ended with exit status 9');
    await until(async () => expect(await read(screen.home, 'pid')).toMatch(/\d\n/));
    screen.kill('SIGTERM');
    await until(async () => {
      const pid = Number(await read(screen.home, 'pid'));
      expect(() => process.kill(pid, 0)).toThrow();
    });
    expect(await screen.ended()).toBe(143);
  });

  it('hides numbers from commands when they are hidden on the screen', async () => {
    const screen = await onScreen(['demo', '--no-record', '--speed', '1', '--exec', keep, '--exec-on', 'is:live'], {
      columns: 120,
    });
    await until(async () => expect(await read(screen.home, 'facts')).toContain('CONVO_FROM=447700000001'));
    await screen.press(':mask\r', 'MASKED');
    await until(async () => expect(await read(screen.home, 'facts')).toMatch(/CONVO_FROM=[\d•]*•/));
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
  });
});

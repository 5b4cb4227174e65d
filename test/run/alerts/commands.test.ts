import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {createCommands} from '../../../source/run/alerts/commands.js';
import {until} from '../../helpers/until.js';
import {temporaryFolder} from '../../recording/folder.js';

type Options = Partial<Parameters<typeof createCommands>[0]>;

/** A command that is run in an empty folder, `$F`; what it wrote to `$F/out`, and what was said of it. */
async function commands(command: string, options: Options = {}) {
  const folder = await temporaryFolder();
  const said: string[] = [];
  const running = createCommands({command, say: text => said.push(text), ...options});
  onTestFinished(() => running.close(0));
  const run = (line = '', env: Record<string, string> = {}) => running.run(() => ({line, env: {F: folder, ...env}}));
  const out = () => readFile(join(folder, 'out'), 'utf8').catch(() => '');
  return {...running, run, said, out, folder};
}

/** Whether a process is still there. */
function isAlive(pid: string): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

describe('a command of --exec', () => {
  it('gets the line on standard input and facts in its environment, which the shell does not read', async () => {
    const {run, close, out, said} = await commands('cat > "$F/out"; printf %s "$CONVO_FROM" >> "$F/out"');
    run('{"from":"`id`"}', {CONVO_FROM: "'; echo owned; $(echo owned)"});
    await close(60_000);
    expect(await out()).toBe(`{"from":"\`id\`"}\n'; echo owned; $(echo owned)`);
    expect(said).toEqual([]);
  });

  it.each([
    [
      'exits with another status than 0',
      'echo first >&2; echo it is down >&2; exit 3',
      'ended with exit status 3: it is down',
    ],
    [
      'is no program',
      'no-such-program-here',
      /^The command of --exec ended with exit status 127: .*no-such-program-here.*not found/,
    ],
    [
      'says what a terminal would obey',
      "printf '\\033]0;t\\007no' >&2; exit 1",
      'ended with exit status 1: \\e]0;t\\u{7}no',
    ],
    ['ends itself by a signal', 'kill -9 $$', 'ended by SIGKILL'],
  ])('that %s is told of', async (_, command, why) => {
    const {run, close, said} = await commands(command);
    run();
    await close(60_000);
    expect(said).toEqual([typeof why === 'string' ? `The command of --exec ${why}` : expect.stringMatching(why)]);
  });

  it('may leave its input unread, and a program behind that holds its outputs open', async () => {
    const {run, close, out, said} = await commands('sleep 30 & echo $! > "$F/out"');
    run('x'.repeat(1_000_000));
    await close(60_000);
    expect(said).toEqual([]);
    process.kill(Number(await out()));
  });

  it('is ended with all that it has started when it takes too long', async () => {
    const {run, said, out, close} = await commands('sleep 600 & echo $! > "$F/out"; wait', {limitMs: 3000});
    run();
    await until(() => expect(said).toEqual(['The command of --exec was ended after 3 s']));
    const pid = await out();
    await until(() => expect(isAlive(pid)).toBe(false));
    await close(0);
  });

  it('runs so many at a time, lets so many wait, and counts what there is no room for without making it', async () => {
    const {run, close, out, folder, said} = await commands(
      'echo $N >> "$F/out"; while [ ! -e "$F/go" ]; do sleep 0.01; done',
      {
        atOnce: 2,
        most: 3,
      },
    );
    for (let n = 1; n <= 9; n++) run('', {N: String(n)});
    await until(async () => expect((await out()).split('\n').sort()).toEqual(['', '1', '2']));
    expect(said).toEqual(['More happens than the command of --exec has time for: some is left out.']);
    await writeFile(join(folder, 'go'), '');
    await close(60_000);
    expect((await out()).split('\n').sort()).toEqual(['', '1', '2', '3', '4', '5']);
    expect(said.slice(1)).toEqual(['The command of --exec was not run 4 times: more happened than it had time for.']);
  });

  it('fails many times, and is told of once, with their number at the end', async () => {
    const {run, close, said} = await commands('exit 1');
    for (let n = 0; n < 5; n++) run();
    await close(60_000);
    expect(said).toEqual([
      'The command of --exec ended with exit status 1',
      'The command of --exec failed 4 more times.',
    ]);
  });

  it('is ended with the run, however it clings to life, and that is told', async () => {
    const {run, close, out, said} = await commands('trap \'\' TERM; echo $$ > "$F/out"; while :; do sleep 0.1; done');
    run();
    await until(async () => expect(await out()).toMatch(/\d\n/));
    await close(0);
    expect(isAlive(await out())).toBe(false);
    expect(said).toEqual(['The command of --exec was not done 1 time when this ended.']);
  });
});

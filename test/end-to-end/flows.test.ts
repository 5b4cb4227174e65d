import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {cp, readFile, writeFile} from 'node:fs/promises';
import net from 'node:net';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {builtProgram} from '../helpers/built-program.js';
import {until} from '../helpers/until.js';
import {atTheEnd} from './leftovers.js';
import {cleanEnvironment, emptyFolder, inPipe, run} from './program.js';

const examples = fileURLToPath(new URL('../flows/', import.meta.url));
const application = join(examples, 'application.mjs');
const names = readdirSync(examples).filter(name => name.endsWith('.yaml'));

const test = (words: readonly string[], options = {}) => run(['test', '--no-record', ...words], options);

/** Whether a process is still there. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the example flows', () => {
  it('are one for each usual kind of call', () => {
    expect(names).toEqual([
      'busy.yaml',
      'conference.yaml',
      'forward.yaml',
      'ivr.yaml',
      'transfer.yaml',
      'voicemail.yaml',
    ]);
  });

  it.each(names)('%s holds for the application beside it', async name => {
    const {status, out, err} = await test([join(examples, name), '--', process.execPath, application]);
    expect({status, out, err}).toMatchObject({status: 0, out: expect.stringContaining('✓ PASS')});
  });

  it('fail for another application', async () => {
    const {status, out, err} = await test([
      join(examples, 'forward.yaml'),
      '--',
      process.execPath,
      '-e',
      `require('http').createServer((_, answer) => answer.end('[{"action": "talk", "text": "No."}]')).listen(process.env.PORT); console.log('here I am')`,
    ]);
    expect(status).toBe(1);
    expect(out).toContain('✗ ncco');
    expect(out).toContain('seen      talk\n');
    expect(err).toContain('said last:\n  here I am\n');
  });
});

describe('convo-monitor test', () => {
  const flow = join(examples, 'forward.yaml');

  it('says when the port is taken', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const {port} = server.address() as net.AddressInfo;
    const {status, err} = await test([flow, '--forward', `${port}`, '--', process.execPath, application]);
    server.close();
    expect(status).toBe(3);
    expect(err).toContain(`Port ${port} is taken: something listens there before `);
  });

  it.each([
    [
      'that ends',
      ['-e', 'console.error("no database"); process.exit(7)'],
      'ended with exit status 7 before anything listened on port',
    ],
    [
      'that never listens',
      ['-e', 'console.log("thinking"); setInterval(() => 0, 1000)'],
      'has run for 2 s, and nothing listens on port',
    ],
  ])('says what became of an application %s', async (_, args, why) => {
    const {status, err} = await test([flow, '--wait', '2s', '--', process.execPath, ...args]);
    expect(status).toBe(3);
    expect(err).toContain(why);
    expect(err).toMatch(/said last:\n {2}(no database|thinking)\n/);
  });

  it('says that there is no such program', async () => {
    const {status, err} = await test([flow, '--', 'no-such-program']);
    expect([status, err]).toEqual([3, 'no-such-program cannot be started: there is no such program.\n']);
  });

  it.each<[words: string[], status: number, why: string]>([
    [[flow], 2, 'What answers the calls? Start your application (-- npm start)'],
    [[flow, '--'], 2, 'Behind -- there is no command'],
    [[flow, '--ncco', 'a.json', '--', 'true'], 2, '--ncco and --to answer calls without an application'],
    [['missing.yaml', '--', 'true'], 3, 'missing.yaml cannot be read: there is no such file.'],
  ])('refuses %j', async (words, status, why) => {
    const ended = await test(words);
    expect({...ended, err: ended.err.includes(why) || ended.err}).toMatchObject({status, err: true});
  });

  it('places no call for a flow that does not say which', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'no-place.yaml'), 'problems: none\n');
    await writeFile(join(folder, 'bad-place.yaml'), 'place: bsy\nproblems: none\n');
    const [none, bad] = [
      await test(['no-place.yaml', '--', 'true'], {cwd: folder}),
      await test(['bad-place.yaml', '--', 'true'], {cwd: folder}),
    ];
    expect([none.status, none.err]).toEqual([3, expect.stringContaining('Add place: answered')]);
    expect([bad.status, bad.err]).toEqual([3, expect.stringContaining('Did you mean busy?')]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stops the application and what that has started on %s', async signal => {
    const folder = await emptyFolder();
    // The child of a child, as npm start has one.
    const code = `const {spawn} = require('child_process'); const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
      require('fs').writeFileSync('pids', process.pid + ' ' + child.pid); setInterval(() => 0, 1000);`;
    const {child, ended} = await inPipe(['test', flow, '--no-record', '--', process.execPath, '-e', code], {
      cwd: folder,
    });
    const pids = await until(async () => {
      const read = (await readFile(join(folder, 'pids'), 'utf8')).split(' ').map(Number);
      if (read.length !== 2) throw new Error('not yet');
      return read;
    });
    child.kill(signal);
    expect(await ended).toBe(signal === 'SIGINT' ? 130 : 143);
    await until(() => {
      if (pids.some(isRunning)) throw new Error('still there');
    });
  });

  it('ends calls that do not end by themselves', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'long.yaml'), 'place: long-call\nnever: [busy]\n');
    const {status, out} = await test(
      ['long.yaml', '--speed', '1', '--timeout', '2s', '--', process.execPath, application],
      {cwd: folder},
    );
    expect(status).toBe(1);
    expect(out).toContain('expected  the calls end within 2 s\n');
  });
});

describe('the README’s example for CI', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, steps = ''] = /```yaml\n(# \.github\/workflows[\s\S]*?)```/.exec(readme) ?? [];
  const [, command = ''] = /- run: npx (convo-monitor test [^\n]*)/.exec(steps) ?? [];

  it('is run as it is written', async () => {
    const folder = await emptyFolder();
    await cp(examples, join(folder, 'test/flows'), {recursive: true});
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({scripts: {start: 'node test/flows/application.mjs'}}),
    );
    expect(command).toMatch(/ -- npm start$/);
    const bin = join(await builtProgram(), 'dist/cli.js');
    const env = {...cleanEnvironment(folder), GITHUB_ACTIONS: 'true'};
    const shell = spawn('sh', ['-c', command.replace('convo-monitor', `'${process.execPath}' '${bin}'`)], {
      cwd: folder,
      env,
      stdio: 'pipe',
    });
    atTheEnd(() => shell.kill('SIGKILL'));
    let said = '';
    for (const stream of [shell.stdout, shell.stderr]) stream.setEncoding('utf8').on('data', text => (said += text));
    const [status] = await once(shell, 'close');
    expect({status, said}).toMatchObject({status: 0, said: expect.stringContaining('6 flows passed')});
    expect(await readFile(join(folder, 'junit.xml'), 'utf8')).toContain('<testsuites name="convo-monitor" ');
  });
});

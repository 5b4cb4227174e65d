import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import {readdir} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {beforeEach, describe, expect, it, onTestFinished} from 'vitest';
import {shellQuoted} from '../../source/text/shell.js';
import {healthy, secret, type World} from '../doctor/rig.js';
import {builtProgram} from '../helpers/built-program.js';
import {faultsBy} from '../helpers/shipped-schema.js';
import {inPtyToTheEnd} from '../terminal/pty.js';
import {onScreen} from './on-screen.js';
import {cleanEnvironment, emptyFolder, inPipe, run} from './program.js';

let world: World;
beforeEach(async () => {
  world = await healthy();
  onTestFinished(world.close);
});

/** Without the private key, whose lines a shell would have to take: the file that has it. */
const fileEnvironment = () => {
  const {VONAGE_PRIVATE_KEY: pem = '', ...env} = world.env;
  const file = join(world.folder, 'private.key');
  writeFileSync(file, pem, {mode: 0o600});
  return {...env, VONAGE_PRIVATE_KEY: file};
};

/** As somebody types it who has the secrets in the environment. */
const typed = (): string[] => {
  const {port, forward, apiUrl, ngrokApi, applicationId} = world.flags;
  const flags = {'--port': port, '--forward': forward, '--api-url': apiUrl, '--ngrok-api': ngrokApi};
  return [
    'doctor',
    ...Object.entries({...flags, '--application-id': applicationId})
      .flat()
      .map(String),
  ];
};
const doctor = (...more: string[]) => run([...typed(), ...more], {env: world.env});

describe('H on the screen of a monitor', () => {
  it('checks the way to this very monitor, and checks again', async () => {
    await world.stop('monitor');
    const flags = typed()
      .slice(1)
      .filter((_, i, all) => all[i] !== '--port' && all[i - 1] !== '--port');
    const screen = await onScreen([...flags, '--port', '0', '--no-record'], {
      env: fileEnvironment(),
      columns: 100,
      rows: 50,
    });
    const port = Number(new URL(await screen.url()).port);
    [world.told, world.leadsTo] = [port, port];
    await screen.press('H', /✓ probe +it arrived here in/);
    expect(screen.text()).toMatch(new RegExp(`✓ port +${port} on 127\\.0\\.0\\.1 has a convo-monitor that runs`));
    await world.stop('own');
    await screen.press('H', /First: answer\. Start the application/);
    await screen.press('\x1b', /Waiting for the first call/);
    screen.pty.write('q');
    expect(await screen.ended()).toBe(0);
  });
});

it('lets a monitor say which public URL leads to it, where that was given', async () => {
  const monitor = await inPipe(['--port', '0', '--no-record', '--tunnel', 'abc.example.com']);
  await monitor.says('tunnel ok: https://abc.example.com leads here');
  monitor.child.kill('SIGTERM');
  await monitor.ended;
});

describe('convo-monitor doctor', () => {
  it('exits 0 where all is well, and says a line a hop', async () => {
    const {status, out, err} = await doctor();
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^✓ token {9}application id and private key belong together \(\d+ms\)$/m);
    expect(out).toMatch(/^✓ probe {9}it arrived here in \d+ms, and its answer came back in \d+ms \(\d+ms\)$/m);
    expect(out).toMatch(/^\d+ well, 2 not in use \(.*\)\.$/m);
    expect(out).not.toContain('First:');
  });

  it('exits 1 where something is broken: what it is stands there with its advice, and that once more at the end', async () => {
    await world.stop('own');
    const {status, out} = await doctor();
    expect(status).toBe(1);
    expect(out).toMatch(/^✗ answer {8}Nothing listens at http:.*\n.*GET http:.*\n {16}→ Start the application/m);
    expect(out).toMatch(/^First: answer\. Start the application/m);
  });

  it('exits 3 where there is not enough to check', async () => {
    const {status, out} = await run([
      'doctor',
      '--port',
      String(world.flags.port),
      '--ngrok-api',
      String(world.flags.ngrokApi),
      '--api-url',
      String(world.flags.apiUrl),
    ]);
    expect(status).toBe(3);
    expect(out).toMatch(/^\? key /m);
    expect(out).toMatch(/^First: key\. /m);
  });

  it('exits 2 for two ways to answer calls', async () => {
    const {status, err} = await doctor('--ncco', 'answer.json');
    expect(status).toBe(2);
    expect(err).toContain('two ways to answer calls');
  });

  it('says all of it as JSON, as its schema has it', async () => {
    await world.stop('own');
    const {status, out, err} = await doctor('--json');
    expect([status, err]).toEqual([1, '']);
    const checkup = JSON.parse(out);
    expect((await faultsBy('doctor'))(checkup)).toBeNull();
    expect(checkup).toMatchObject({schema: 'convo-monitor/doctor@1', outcome: 'broken', first: 'answer'});
  });

  it('changes nothing: Vonage is only asked, and nothing is left on the disk', async () => {
    const {home} = await doctor();
    expect(await readdir(home)).toEqual([]);
    expect(world.asked.filter(method => method !== 'GET')).toEqual([]);
    expect(world.asked.length).toBeGreaterThan(3);
  });

  it('shows no secret, whatever it is answered', async () => {
    const basic = Buffer.from(`${world.env.VONAGE_API_KEY}:${world.env.VONAGE_API_SECRET}`).toString('base64');
    const echo = `You sent ${basic}, ${world.env.VONAGE_API_SECRET} and ${secret}`;
    const headers = {'content-type': 'application/json'};
    world.api['/v2'] = {status: 401, headers, body: JSON.stringify({title: 'Unauthorized', detail: echo})};
    for (const form of [[], ['--json']]) {
      const {out, err} = await doctor(...form);
      expect(out).toContain('You sent •••');
      for (const hidden of [basic, String(world.env.VONAGE_API_SECRET), secret, 'PRIVATE KEY'])
        expect(out + err).not.toContain(hidden);
    }
  });

  it('hides phone numbers with --mask, and draws ASCII with --ascii', async () => {
    const {out} = await doctor('--mask', '--ascii');
    expect(out).toMatch(/^v number {8}44\*{6}0000 is linked/m);
    expect(out).not.toMatch(/[^\n\x20-\x7e]/);
  });

  it('lets nothing through to the terminal that others wrote', async () => {
    const headers = {'content-type': 'application/json'};
    const hostile = JSON.stringify({title: 'Bad', detail: '\u001b]0;owned\u0007\u202e'});
    world.api['/v2'] = {status: 403, headers, body: hostile};
    for (const form of [[], ['--json']]) {
      const {out} = await doctor(...form);
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });

  it('says in a terminal whom it waits for, and takes that away; in a pipe it does not', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close().closeAllConnections());
    const apiUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const words = typed().map((word, i, all) => (all[i - 1] === '--api-url' ? apiUrl : word));
    const piped = run(words, {env: world.env});
    const bin = join(await builtProgram(), 'dist/cli.js');
    const variables = Object.entries({...cleanEnvironment(await emptyFolder()), ...fileEnvironment()});
    const command = ['env', '-i', ...variables.map(each => each.join('=')), process.execPath, bin, ...words];
    const pty = inPtyToTheEnd(command.map(shellQuoted).join(' '), {columns: 100, rows: 60});
    await pty.over();
    expect(pty.output()).toMatch(/Asking: (\w+, )*API\b.* … \d+ s/);
    expect(pty.seen().join('\n')).not.toContain('Asking');
    expect(pty.seen().join('\n')).toMatch(/✗ API +.*did not answer within/);
    expect((await piped).err).toBe('');
  });

  it('is coloured in a terminal, and not where NO_COLOR says so', async () => {
    const bin = join(await builtProgram(), 'dist/cli.js');
    const home = await emptyFolder();
    const shown = async (env: Record<string, string>) => {
      const variables = Object.entries({...cleanEnvironment(home), ...env}).map(([name, value]) => `${name}=${value}`);
      const command = ['env', '-i', ...variables, process.execPath, bin, ...typed()];
      const pty = inPtyToTheEnd(command.map(shellQuoted).join(' '), {columns: 100, rows: 60});
      await pty.over();
      return pty.output();
    };
    expect(await shown({})).toMatch(/\x1b\[38;5;114m✓\x1b\[39m port/);
    expect(await shown({NO_COLOR: '1'})).toMatch(/(?<!m)✓ port/);
  });
});

import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {inFront} from '../doctor/servers.js';
import {until} from '../helpers/until.js';
import {account, type Linkable, linkable, linkedBy, tunnel} from '../link/rig.js';
import {onScreen} from './on-screen.js';

const listening = ['--port', '0', '--tunnel', tunnel];
const answerUrl = async (rig: Linkable): Promise<string> =>
  JSON.parse(await rig.read()).capabilities.voice.webhooks.answer_url.address;

describe('convo-monitor --link in a pipe', () => {
  it('wants --yes before anything listens', async () => {
    const rig = await linkable();
    const {status, err} = await rig.run([...listening, '--link']);
    expect([status, await rig.read()]).toEqual([2, rig.original]);
    expect(err).toContain('Add --yes');
    expect(err).not.toContain('listens at');
  });

  it('links while it listens, puts back at its end, and records each step without a secret', async () => {
    const rig = await linkable();
    await rig.put(({capabilities}) => {
      if (capabilities.voice)
        capabilities.voice.webhooks.answer_url.address = 'https://prod.example.com/answer?token=CANARYCANARY';
    });
    const before = await rig.read();
    const file = join(rig.home, 'run.ndjson');
    const monitor = await rig.start([...listening, '--link', '--yes', '--record', file]);
    await monitor.says(/link ok: The webhook URLs of “Simulated application” .* lead to https:\/\/ab12\.example\.com/);
    expect(await answerUrl(rig)).toBe(`${tunnel}/webhooks/answer`);
    monitor.child.kill('SIGTERM');
    expect([await monitor.ended, await rig.read(), await rig.journals()]).toEqual([143, before, []]);
    const recording = await readFile(file, 'utf8');
    const steps = recording.split('\n').flatMap(line => (line.includes('"part":"link"') ? JSON.parse(line) : []));
    expect(steps.map(({code}) => code)).toEqual(['linked', 'restored']);
    expect(steps[1].changes).toContainEqual({
      path: 'capabilities.voice.webhooks.event_url.address',
      before: `${tunnel}/webhooks/event`,
      after: 'https://prod.example.com/voice/event',
    });
    for (const secret of ['CANARY', account.apiSecret])
      expect(recording + monitor.err() + monitor.out()).not.toContain(secret);
  });

  it('follows a tunnel that gets another URL, and puts back what was there before the first', async () => {
    const rig = await linkable();
    let port: number | undefined;
    const leading = () => (port === undefined ? undefined : `http://127.0.0.1:${port}`);
    const [one, two] = await Promise.all([inFront(leading, () => undefined), inFront(leading, () => undefined)]);
    let now = one;
    const agent = await inFront(
      () => undefined,
      () => ({body: JSON.stringify({tunnels: [{public_url: now.url, config: {addr: `localhost:${port}`}}]})}),
    );
    onTestFinished(async () => void (await Promise.all([one.close(), two.close(), agent.close()])));
    const monitor = await rig.start(['--port', '0', '--no-record', '--ngrok-api', agent.url, '--link', '--yes']);
    port = Number(new URL(await monitor.url()).port);
    await until(async () => expect(await answerUrl(rig)).toBe(`${one.url}/webhooks/answer`));
    now = two;
    await until(async () => expect(await answerUrl(rig)).toBe(`${two.url}/webhooks/answer`));
    monitor.child.kill('SIGINT');
    expect([await monitor.ended, await rig.read()]).toEqual([130, rig.original]);
  });

  it('says with exit status 1 what it could not put back', async () => {
    const rig = await linkable();
    const monitor = await rig.start([...listening, '--no-record', '--link', '--yes']);
    await monitor.says('link ok');
    await rig.put(({capabilities}) => {
      if (capabilities.voice) capabilities.voice.webhooks.event_url.address = 'https://theirs.example.com';
    });
    monitor.child.kill('SIGINT');
    expect(await monitor.ended).toBe(1);
    expect(monitor.err()).toContain('Somebody else has changed the application');
    expect(await rig.journals()).toHaveLength(1);
  });
});

describe('the next start of a monitor after a link was killed', () => {
  const killed = async (rig: Linkable) => {
    const linked = await linkedBy(rig);
    linked.child.kill('SIGKILL');
    await linked.ended;
  };
  const plain = ['--port', '0', '--no-record'];

  it('puts the old URLs back, and says so', async () => {
    const rig = await linkable();
    await killed(rig);
    const monitor = await rig.start(plain);
    await monitor.says('link off: “Simulated application”');
    expect([await rig.read(), await rig.journals()]).toEqual([rig.original, []]);
    monitor.child.kill('SIGTERM');
    await monitor.ended;
  });

  it('of another application, or without the account, says what does', async () => {
    const rig = await linkable();
    await killed(rig);
    const monitor = await rig.start(plain, {VONAGE_API_SECRET: undefined});
    await monitor.says(
      /link waiting: .* is linked to .* by a process that has ended.*convo-monitor restore --application-id/,
    );
    expect(await rig.journals()).toHaveLength(1);
    monitor.child.kill('SIGTERM');
    await monitor.ended;
  });

  it('leaves alone what a process that runs has linked', async () => {
    const rig = await linkable();
    const linked = await linkedBy(rig);
    const monitor = await rig.start(plain);
    await monitor.says(`by another process .pid ${linked.child.pid}.`);
    expect(await answerUrl(rig)).toBe(`${tunnel}/webhooks/answer`);
    monitor.child.kill('SIGTERM');
    await monitor.ended;
    linked.child.kill('SIGTERM');
    expect([await linked.ended, await rig.read()]).toEqual([143, rig.original]);
  });

  it('that links puts back what was there before the first', async () => {
    const rig = await linkable();
    await killed(rig);
    const monitor = await rig.start([...plain, '--tunnel', 'https://cd34.example.com', '--link', '--yes']);
    await until(async () => expect(await answerUrl(rig)).toBe('https://cd34.example.com/webhooks/answer'));
    monitor.child.kill('SIGHUP');
    expect([await monitor.ended, await rig.read()]).toEqual([129, rig.original]);
  });
});

describe('convo-monitor --link in a terminal', () => {
  const args = [...listening, '--no-record', '--link'];

  it('asks, links on y, and puts back when the screen is quit or ended by a signal', async () => {
    for (const ends of ['q', 'SIGTERM'] as const) {
      const rig = await linkable();
      const screen = await onScreen(args, {env: rig.env});
      await screen.shows('put the old ones back then? [y/N]');
      expect(await rig.read()).toBe(rig.original);
      await screen.press('y\r', /Waiting for the first call/);
      await until(async () => expect(await answerUrl(rig)).toBe(`${tunnel}/webhooks/answer`));
      await screen.shows(/\[✓\] URLs +The webhook URLs of/);
      if (ends === 'q') screen.pty.write('q');
      else screen.kill(ends);
      expect([await screen.ended(), await rig.read()]).toEqual([ends === 'q' ? 0 : 143, rig.original]);
    }
  });

  it('runs unlinked on any other answer', async () => {
    const rig = await linkable();
    const screen = await onScreen(args, {env: rig.env});
    await screen.shows('put the old ones back then? [y/N]');
    await screen.press('\r', /Waiting for the first call/);
    screen.pty.write('q');
    expect([await screen.ended(), await rig.read()]).toEqual([0, rig.original]);
  });
});

describe('convo-monitor doctor', () => {
  /** In one line, however it was broken. */
  const doctor = async (rig: Linkable) =>
    (await rig.run(['doctor', '--port', '0', '--tunnel', tunnel])).out.replace(/\s+/g, ' ');

  it('says of a URL that a link has set it, and of one that was left there what to do', async () => {
    const rig = await linkable();
    const broken = await doctor(rig);
    expect(broken).toMatch(/✗ answer URL GET .* → Set the answer URL to .*, or: convo-monitor link\)/);
    const linked = await linkedBy(rig);
    expect(await doctor(rig)).toContain(`(linked: put back when process ${linked.child.pid} ends)`);
    linked.child.kill('SIGKILL');
    await linked.ended;
    const left = 'a link set it, and ended without putting the old one back → Run: convo-monitor restore';
    expect(await doctor(rig)).toContain(left);
    await rig.run(['restore', '--yes']);
    expect(await doctor(rig)).toContain('answer URL GET https://prod.example.com');
  });
});

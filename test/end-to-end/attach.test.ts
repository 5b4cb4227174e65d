import {once} from 'node:events';
import {rm, writeFile} from 'node:fs/promises';
import {type AddressInfo, createServer} from 'node:net';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {until} from '../helpers/until.js';
import {emptyFolder, inPipe, type Run, run} from './program.js';

it('what one monitor sees is the same where somebody attaches, line for line', async () => {
  const state = await emptyFolder();
  const env = {XDG_STATE_HOME: state};
  const demo = await inPipe(['demo', 'websocket', '--serve', '0', '--calls', '1', '--port', '0'], {env});
  const url = await until(() => {
    const [, found] = /Served at (ws:\S+)\. [\s\S]*From elsewhere/.exec(demo.err()) ?? [];
    if (!found) throw new Error(demo.err());
    return found;
  });
  // The page is there for everybody, as it ships; the token stands where no browser sends it.
  const [, page = ''] = /In a browser: (http:\S+)#[\w-]{22}\n/.exec(demo.err()) ?? [];
  expect(page).toBe(`${url.replace('ws:', 'http:')}/`);
  for (const [name, text] of [
    ['', '<script type="module" src="/page.js"></script>'],
    ['page.js', 'convo-monitor.page'],
    ['page.css', 'prefers-color-scheme'],
  ] as const)
    expect(await (await fetch(`${page}${name}`)).text()).toContain(text);
  const attached = await inPipe(['attach', url, '--until', 'ended'], {env});
  onTestFinished(() => void attached.child.kill());
  expect(await attached.ended).toBe(0);
  await demo.ended;
  const calls = (text: string) => text.split('\n').filter(line => line.includes(' CON-'));
  // The one that listens stops at the end of the call; what it recorded behind that is there, too.
  expect(calls(attached.out())).toEqual(expect.arrayContaining(calls(demo.out())));
  // A busy machine is late with what the agent says, which is told as a problem of the call.
  expect(attached.out()).toMatch(/ END ok=\w+ legs=2 /);
});

const [first, second, third] = ['the-first-token-', 'the-second-token', 'the-third-token-'] as const;

/** A monitor that is served with a token of somebody's choice, and where. */
async function servedWith(token: string, port: string, env: Record<string, string>): Promise<{demo: Run; url: string}> {
  const demo = await inPipe(['demo', 'busy', '--serve', port, '--port', '0'], {
    env: {...env, CONVO_MONITOR_SERVE_TOKEN: token},
  });
  onTestFinished(() => void demo.child.kill());
  await demo.says(/Served at ws:\S+\./);
  return {demo, url: /Served at (ws:\S+)\./.exec(demo.err())?.[1] ?? ''};
}

it('a monitor that comes back with another token ends a run in a pipe that was given the old one, and no run that finds it', async () => {
  const env = {XDG_STATE_HOME: await emptyFolder()};
  const before = await servedWith(first, '0', env);
  const given = {env: {...env, CONVO_MONITOR_SERVE_TOKEN: first}};
  const old = await inPipe(['attach', before.url, '--snapshot', '-'], given);
  const found = await inPipe(['attach', before.url], {env});
  onTestFinished(() => void found.child.kill());
  for (const each of [old, found]) await each.says('busy');
  before.demo.child.kill();
  await before.demo.ended;
  for (const each of [old, found]) await each.says('It is tried again until this ends.');
  await servedWith(second, new URL(before.url).port, env);
  expect(await old.ended).toBe(3);
  expect(old.err()).toMatch(/answered 401: it wants another token\. /);
  expect(JSON.parse(old.out()).schema).toMatch(/^convo-monitor\/snapshot@/);
  await found.says('was started anew: what it records now comes behind');
});

it('a file with the token is read again for each connection; once it is gone, that is said where the one from before is refused', async () => {
  // Elsewhere, where nobody finds the token of this machine.
  const [env, file] = [{XDG_STATE_HOME: await emptyFolder()}, join(await emptyFolder(), 'token')];
  const before = await servedWith(first, '0', env);
  await writeFile(file, `${first}\n`, {mode: 0o600});
  const attached = await inPipe(['attach', before.url, '--serve-token', `@${file}`]);
  onTestFinished(() => void attached.child.kill());
  await attached.says('busy');
  const {port} = new URL(before.url);
  await writeFile(file, `${second}\n`);
  before.demo.child.kill();
  await before.demo.ended;
  const then = await servedWith(second, port, env);
  await attached.says('was started anew: what it records now comes behind');
  await rm(file);
  then.demo.child.kill();
  await then.demo.ended;
  await servedWith(third, port, env);
  expect(await attached.ended).toBe(3);
  expect(attached.err()).toMatch(
    /answered 401: .* \S+token, where it is read from, is gone: the one before was tried\. Write the new one there\./,
  );
});

describe('a token that could be found by trying', () => {
  const short = 'only-15-letters';
  const said =
    /^The token \(\S+ \S+\) has only 15 characters: .* Give one of at least 16, such as node -p "crypto\.randomUUID\(\)" prints, or none/m;
  const place = ['--serve', '0', '--port', '0'];

  it.each([
    ['a flag', ['--serve-token', short], {}, {}],
    ['the environment', [], {CONVO_MONITOR_SERVE_TOKEN: short}, {}],
    ['a file', ['--serve-token', '@token'], {}, {}],
    ["the project's file", [], {}, {serveToken: short}],
  ])('serves nobody, given by %s', async (_, args, env, config) => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'token'), `${short}\n`, {mode: 0o600});
    await writeFile(join(cwd, 'convo-monitor.json'), JSON.stringify(config), {mode: 0o600});
    for (const verb of [['demo', 'busy'], [], ['attach', 'nats://127.0.0.1:1']]) {
      const {status, err} = await run([...verb, ...(verb[0] === 'attach' ? ['--serve', '0'] : place), ...args], {
        cwd,
        env,
      });
      expect([status, err.match(said)?.[0] ?? err]).toEqual([2, expect.stringMatching(said)]);
      expect(err).not.toContain(short);
    }
  });

  it('keeps nobody from a run that serves nothing', async () => {
    const {status} = await run(['demo', 'busy', '--port', '0', '--calls', '1'], {
      env: {CONVO_MONITOR_SERVE_TOKEN: 'abc'},
    });
    expect(status).toBe(0);
  });
});

it('a run that is attached ends when its time is up, also when the monitor has gone', async () => {
  const env = {XDG_STATE_HOME: await emptyFolder()};
  const {demo, url} = await servedWith(first, '0', env);
  const attached = await inPipe(['attach', url, '--until', 'ended', '--calls', '99', '--timeout', '10s'], {env});
  await attached.says('busy');
  demo.child.kill();
  await demo.ended;
  expect(await attached.ended).toBe(1);
  expect(attached.err()).toContain('10 s have passed, and ');
});

// Its socket is still open then, and the client that gave it up does not close it.
it('ends where a bus takes a connection and never says a word', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const {status, err} = await run([
    'attach',
    `nats://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    '--timeout',
    '500ms',
  ]);
  expect(err).toMatch(/does not answer\. Look at that server/);
  expect(status).toBe(4);
});

import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {expect, it, onTestFinished} from 'vitest';
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
  expect(attached.out()).toContain(' END ok=true legs=2 ');
});

/** A monitor that is served with a token of somebody's choice, and where. */
async function servedWith(token: string, port: string, env: Record<string, string>): Promise<{demo: Run; url: string}> {
  const args = ['demo', 'busy', '--serve', port, '--serve-token', token, '--port', '0'];
  const demo = await inPipe(args, {env});
  await demo.says(/Served at ws:\S+\./);
  return {demo, url: /Served at (ws:\S+)\./.exec(demo.err())?.[1] ?? ''};
}

it('a monitor that comes back with another token ends a run in a pipe that was given the old one, and no run that finds it', async () => {
  const env = {XDG_STATE_HOME: await emptyFolder()};
  const first = await servedWith('first', '0', env);
  const given = {env: {...env, CONVO_MONITOR_SERVE_TOKEN: 'first'}};
  const old = await inPipe(['attach', first.url, '--snapshot', '-'], given);
  const found = await inPipe(['attach', first.url], {env});
  onTestFinished(() => void found.child.kill());
  for (const each of [old, found]) await each.says('busy');
  first.demo.child.kill();
  await first.demo.ended;
  for (const each of [old, found]) await each.says('It is tried again until this ends.');
  const {demo} = await servedWith('second', new URL(first.url).port, env);
  onTestFinished(() => void demo.child.kill());
  expect(await old.ended).toBe(3);
  expect(old.err()).toMatch(/answered 401: it wants another token\. /);
  expect(JSON.parse(old.out()).schema).toMatch(/^convo-monitor\/snapshot@/);
  await found.says('was started anew: what it records now comes behind');
});

it('a run that is attached ends when its time is up, also when the monitor has gone', async () => {
  const env = {XDG_STATE_HOME: await emptyFolder()};
  const {demo, url} = await servedWith('first', '0', env);
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

import {once} from 'node:events';
import {readdir, readFile, stat, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {snapshotSchema} from '../../source/output/snapshot-schema.js';
import {emptyFolder} from './leftovers.js';
import {inPipe, run} from './program.js';

/** Sends an event webhook; returns the status of the answer. */
async function post(url: string, fields: Record<string, unknown>): Promise<number> {
  const init = {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(fields)};
  return (await fetch(`${url}/webhooks/event`, init)).status;
}

/** The life of a leg, one webhook a status. */
async function postCall(url: string, n: number, statuses = ['started', 'ringing', 'answered', 'completed']) {
  for (const [i, status] of statuses.entries()) {
    const timestamp = new Date(Date.now() + i).toISOString();
    const ids = {uuid: `leg-${n}`, conversation_uuid: `CON-0000000${n}-0000-4000-8000-000000000000`};
    await post(url, {...ids, status, timestamp, direction: 'inbound', from: '447700900001', to: '447700900002'});
  }
}

describe.concurrent('the demo in a pipe', () => {
  it('plays a call as lines, ends by itself with 0, and keeps a recording that only its owner may read', async () => {
    const {status, out, err, home} = await run(['demo', '--speed', '100']);
    expect(err).toContain('simulated Vonage');
    expect(status).toBe(0);
    const facts = out.split('\n').map(line => line.slice(13));
    for (const leg of ['L1', 'L2']) {
      for (const fact of ['started', 'ringing', 'answered', 'completed']) {
        expect(facts.filter(line => line.startsWith(`CON-bc64 ${leg} ${fact}`))).toHaveLength(1);
      }
    }
    const [end = '', ...others] = facts.filter(line => line.includes(' END '));
    expect(others).toEqual([]);
    expect(end).toMatch(/^CON-bc64 END ok=true legs=2 .* problems=0 /);
    expect(out + err).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    const folder = join(home, '.local/state/convo-monitor/recordings');
    const [recording = ''] = await readdir(folder);
    expect((await stat(join(folder, recording))).mode & 0o777).toBe(0o600);
  });

  it('ends when a leg has answered, when that is asked for', async () => {
    const {status, out} = await run(['demo', '--speed', '20', '--until', 'answered', '--no-record']);
    expect(status).toBe(0);
    expect(out).toContain(' answered ');
    expect(out).not.toContain(' completed ');
  });

  it('says as objects what it says as lines, and writes the snapshot that was asked for', async () => {
    const args = ['demo', 'busy', '--format', 'ndjson', '--snapshot', 'call.json', '--no-record'];
    const {status, out, home} = await run(args);
    expect(status).toBe(0);
    const objects = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(objects.every(({schema}) => schema === 1)).toBe(true);
    const [end, ...others] = objects.filter(({kind}) => kind === 'end');
    expect(others).toEqual([]);
    expect(end).toMatchObject({ok: false, legs: 2});
    const snapshot = snapshotSchema.parse(JSON.parse(await readFile(join(home, 'call.json'), 'utf8')));
    expect(snapshot.conversations.map(({id, state}) => [id, state])).toEqual([[end.conversation, 'ended']]);
    expect((await stat(join(home, 'call.json'))).mode & 0o777).toBe(0o600);
  });

  it('gives up with 1 when the time is over', async () => {
    const {status, err} = await run(['demo', '--until', 'ended', '--timeout', '1s', '--no-record']);
    expect(status).toBe(1);
    expect(err).toContain('1 s have passed, and 0 of 1 call ended.');
  });

  it('works where there is no home, and where it cannot be written to', async () => {
    const args = ['demo', '--until', 'started'];
    const without = await run(args, {env: {HOME: undefined, XDG_STATE_HOME: await emptyFolder()}});
    expect(without.status).toBe(0);
    const folder = await emptyFolder();
    await writeFile(join(folder, 'file'), '');
    const closed = await run(args, {env: {HOME: join(folder, 'file')}});
    expect(closed.status).toBe(0);
    expect(closed.out).toContain('started');
    expect(closed.err).toMatch(/^The recording .* cannot be written: .* Until then nothing is recorded\.\n/);
  });

  it('does not begin a scenario that there is not', async () => {
    const {status, out, err} = await run(['demo', 'bsuy']);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(/^There is no scenario "bsuy"\. Did you mean busy\? Known are: answered, busy, .*\n$/);
  });
});

describe.concurrent('the monitor in a pipe', () => {
  it('ends after as many calls as were asked for', async () => {
    const started = await inPipe(['--port', '0', '--calls', '2', '--no-record', '--snapshot', '-', '--format', 'text']);
    const url = await started.url();
    await postCall(url, 1);
    await started.says('CON-0000 END');
    expect(started.child.exitCode).toBe(null);
    await postCall(url, 2);
    expect(await started.ended).toBe(0);
    const snapshot = snapshotSchema.parse(JSON.parse(started.out()));
    expect(snapshot.conversations).toHaveLength(2);
  });

  it('never writes a snapshot over a file that is there', async () => {
    const args = ['--port', '0', '--until', 'answered', '--no-record', '--snapshot', 'mine.json'];
    const cwd = await emptyFolder();
    const started = await inPipe(args, {cwd});
    const url = await started.url();
    await writeFile(join(cwd, 'mine.json'), 'mine');
    const refused = await run(args, {cwd});
    expect([refused.status, refused.out]).toEqual([2, '']);
    expect(refused.err).toMatch(/^--snapshot: mine\.json exists, and is left alone\.[^\n]*\n$/);
    await postCall(url, 1, ['started', 'ringing', 'answered']);
    expect(await started.ended).toBe(3);
    expect(started.err()).toMatch(/The snapshot was not written to mine\.json: a file of that name exists[^\n]*\n$/);
    expect(await readFile(join(cwd, 'mine.json'), 'utf8')).toBe('mine');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ends with what shells expect after %s', async (signal, status) => {
    const started = await inPipe(['--port', '0', '--no-record']);
    await post(await started.url(), {status: 'started', uuid: 'u', conversation_uuid: 'CON-1'});
    await started.says('started');
    started.child.kill(signal);
    expect(await started.ended).toBe(status);
  });

  it('ends quietly when whoever reads has had enough', async () => {
    const started = await inPipe(['--port', '0']);
    const url = await started.url();
    const gone = once(started.child, 'close');
    started.child.stdout?.destroy();
    for (let n = 1; started.child.exitCode === null && n < 500; n++) await postCall(url, n).catch(() => undefined);
    await gone;
    expect(started.child.exitCode).toBe(141);
    expect(started.err()).not.toMatch(/EPIPE|Error/);
  });

  it('says that the port is taken, by which program to find out, and where to go instead', async ({onTestFinished}) => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const {port} = other.address() as AddressInfo;
    for (const args of [[], ['demo']]) {
      const {status, out, err, home} = await run([...args, '--port', String(port), '--record', 'never-begun.ndjson']);
      expect([status, out]).toEqual([4, '']);
      expect(await readdir(home)).not.toContainEqual(expect.stringContaining('never-begun'));
      expect(err).toMatch(new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use by another program\\..*--port\\.\n$`));
    }
  });
});

describe.concurrent('wrong usage and configuration', () => {
  it.each([
    [2, ['--bogus'], "error: unknown option '--bogus'"],
    [2, ['demo', '--format', 'xml'], 'text, ndjson'],
    [2, ['--timeout', 'soon', '--port', '0'], '--timeout takes a time such as'],
    [2, ['--until', 'tea', '--port', '0'], '--until takes ended or a status'],
    [2, ['--calls', 'none'], 'Give a whole number above 0.'],
    [2, ['bogus'], "there is no command 'bogus'"],
    [2, ['--port', 'abc'], 'whole number from 0 to 65535'],
    [3, ['--private-key', 'nowhere.key', '--application-id', 'a', '--port', '0'], 'no private key file'],
    [3, ['--ncco', 'nowhere.json', '--port', '0'], 'nowhere.json'],
    [3, ['open', 'nowhere.ndjson'], 'nowhere.ndjson cannot be opened: there is no such file here'],
    [3, ['open', '.'], '. cannot be opened: it is a folder.'],
  ])('ends with %i for %j', async (status, args, said) => {
    const {status: actual, out, err} = await run(args);
    expect(err).toContain(said);
    expect([actual, out]).toEqual([status, '']);
    expect(err).not.toMatch(/^ {4}at /m);
    expect(err.trimEnd().split('\n').length).toBeLessThan(4);
  });
});

describe.concurrent('a recording that is opened', () => {
  it.each([{TERM: 'dumb'}, {TERM: undefined}, {CI: '1'}, {NO_COLOR: '1'}, {COLUMNS: '0', LINES: '0'}])(
    'is lines in a pipe, without any control, whatever the environment says: %o',
    async env => {
      const file = join(import.meta.dirname, '../recording/old/v1-busy.ndjson');
      const {status, out, err} = await run(['open', file], {env});
      expect(status).toBe(0);
      expect(out).toContain('busy');
      expect(out + err).not.toMatch(/(?!\n)\p{Cc}/u);
    },
  );

  it('says the same lines again, from a file and from standard input', async () => {
    const live = await run(['demo', '--speed', '20', '--record', 'call.ndjson', '--until', 'answered']);
    const again = await run(['open', join(live.home, 'call.ndjson')]);
    const facts = (text: string) => text.split('\n').filter(line => / L\d /.test(line));
    expect(facts(again.out).slice(0, facts(live.out).length)).toEqual(facts(live.out));
    expect(again.status).toBe(0);
    const piped = await inPipe(['open', '-']);
    piped.child.stdin?.end(await readFile(join(live.home, 'call.ndjson')));
    expect(await piped.ended).toBe(0);
    expect(piped.out()).toBe(again.out);
  });

  it('is shown without its torn last line, which is told', async () => {
    const live = await run(['demo', '--record', 'call.ndjson', '--until', 'started']);
    const text = await readFile(join(live.home, 'call.ndjson'), 'utf8');
    await writeFile(join(live.home, 'torn.ndjson'), `${text}{"seq":9`);
    const {status, out, err} = await run(['open', 'torn.ndjson'], {cwd: live.home});
    expect(status).toBe(0);
    expect(out).toContain('started');
    expect(err).toMatch(/torn\.ndjson: Line \d+ is the last one and was torn/);
  });

  it('is complained about once, not once a line, when it is something else', async () => {
    const {home} = await run(['--version']);
    await writeFile(join(home, 'other.txt'), 'no recording\n'.repeat(1000));
    const {status, err} = await run(['open', 'other.txt'], {cwd: home});
    expect(status).toBe(3);
    expect(err).toMatch(/^other\.txt is no recording: it holds no observation\. .*\n$/);
  });
});

it('says that the tunnel leads here, and that it has gone', async () => {
  let addr: string | undefined;
  // Where nothing lies between, the public URL is the monitor's own.
  const agent = createServer((_, response) => {
    const tunnels = addr === undefined ? [] : [{public_url: addr, config: {addr}}];
    response.end(JSON.stringify({tunnels}));
  });
  await once(agent.listen(0, '127.0.0.1'), 'listening');
  const api = `http://127.0.0.1:${(agent.address() as AddressInfo).port}`;
  const monitor = await inPipe(['--port', '0', '--no-record', '--ngrok-api', api]);
  addr = await monitor.url();
  await monitor.says(`tunnel ok: ${addr} leads here`);
  addr = undefined;
  await monitor.says(/ngrok's tunnel http:\/\/127\S+ is gone: Vonage cannot reach port \d+\. Run: ngrok http \d+/);
  monitor.child.kill('SIGTERM');
  expect(await monitor.ended).toBe(143);
  agent.close();
  agent.closeAllConnections();
});

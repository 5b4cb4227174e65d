import {readFile} from 'node:fs/promises';
import {request} from 'node:http';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {emptyFolder, inPipe, run} from '../../end-to-end/program.js';
import {until} from '../../helpers/until.js';
import {hasNats, lookAt, natsMissing, startNats} from './nats.js';
import {receivedFrom} from './received.js';

const CON = 'CON-11111111-2222-3333-4444-555555555555';

/** The lines of a recording that are for the bus. */
async function linesOf(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').slice(1, -1);
  return lines.filter(line => !line.includes('"part":"bus"'));
}

/** A demonstration that is recorded there and published, to the end of its call. */
const demo = (record: string, {url}: {url: string}, ...more: string[]) => [
  ...['demo', 'busy', '--port', '0', '--until', 'ended', '--record', record, '--bus', url],
  ...more,
];

/** Sends an event webhook, and gives the status of the answer. */
function post(url: string, n: number): Promise<number | undefined> {
  const body = JSON.stringify({
    status: 'answered',
    uuid: `leg-${n}`,
    conversation_uuid: CON,
    timestamp: '2026-11-20T12:00:00Z',
  });
  return new Promise((resolve, reject) => {
    const asked = request(
      `${url}/webhooks/event`,
      {method: 'POST', headers: {'content-type': 'application/json'}},
      answer => {
        answer.resume().once('end', () => resolve(answer.statusCode));
      },
    );
    asked.once('error', reject);
    asked.end(body);
  });
}

describe.skipIf(!hasNats)(`--bus${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('publishes a run to its end, and says so nowhere but in the lines of the monitor', async () => {
    const server = await startNats();
    const look = lookAt(server);
    const init = ['bus', 'init', server.url];
    expect(await run([...init, '--dry-run'])).toMatchObject({
      status: 0,
      out: expect.stringContaining('"convo.default.>"'),
    });
    expect(await run(init)).toMatchObject({status: 2, err: expect.stringContaining('add --yes')});
    expect(await run(['bus', 'status', server.url])).toMatchObject({
      status: 1,
      err: expect.stringContaining('bus init'),
    });
    expect(await run([...init, '--yes', '--max-age', '2d', '--max-bytes', '1GB'])).toMatchObject({status: 0});
    expect(await run([...init, '--yes', '--max-age', '3d'])).toMatchObject({
      status: 0,
      err: 'The stream CONVO is changed.\n',
    });
    // What is not asked to be changed stays as it was made.
    expect(JSON.parse((await run([...init, '--dry-run', '--json', '--max-bytes', '2GB'])).out).stream).toMatchObject({
      max_age: 3 * 86_400_000 * 1e6,
      max_bytes: 2e9,
    });
    expect(await run([...init, '--yes', '--replicas', '3'])).toMatchObject({
      status: 1,
      err: `The server at ${server.url} is in no cluster, and keeps 1 replica: give --replicas 1, or the address of a cluster.\n`,
    });
    const folder = await emptyFolder();
    const record = join(folder, 'r.ndjson');
    const {status, err, out} = await run(demo(record, server, '--team', 'qa', '--listener', 'lab'));
    expect([status, err]).toEqual([0, expect.stringContaining(`Published to ${server.url} as qa/lab.`)]);
    expect(err + out).not.toContain('Not on the bus');
    const {text, observations, refused} = await receivedFrom(look);
    expect(refused).toEqual([]);
    expect(text).toBe(`${(await linesOf(record)).join('\n')}\n`);
    const told = await run(['bus', 'status', server.url, '--json']);
    const {stream, notSent} = JSON.parse(told.out);
    expect(stream).toMatchObject({
      observations: observations.length,
      maxAge: 3 * 86_400_000,
      maxBytes: 1e9,
      replicas: 1,
    });
    expect(stream.listeners).toMatchObject([{team: 'qa', listener: 'lab', conversations: 1}]);
    expect(notSent).toEqual([]);
    expect((await run(['bus', 'status', server.url])).out).toContain('qa/lab');
    expect(await run(['bus', 'push', record, '--bus', server.url])).toMatchObject({
      status: 0,
      err: `${record}: all of it was there.\n`,
    });
  });

  it('hides phone numbers before anything leaves, where that is wanted', async () => {
    const server = await startNats();
    const look = lookAt(server);
    await look.addStream();
    const record = join(await emptyFolder(), 'r.ndjson');
    await run(demo(record, server, '--bus-mask'));
    const {text, refused, observations} = await receivedFrom(look);
    expect(refused).toEqual([]);
    expect(observations).toHaveLength((await linesOf(record)).length);
    expect(await readFile(record, 'utf8')).toContain('447700000001');
    expect(text).toContain('44••••••0001');
    expect(text).not.toContain('447700000001');
  });

  it('changes neither answers nor recording nor exit status where the bus is never there, and the rest is sent later', async () => {
    const server = await startNats();
    await server.kill();
    const [state, plain] = [await emptyFolder(), await emptyFolder()];
    const shapes = [];
    for (const [home, bus] of [
      [plain, []],
      [state, ['--bus', server.url]],
    ] as const) {
      // What is said of tunnel and API would come between the webhooks when it likes.
      const args = ['--port', '0', '--plain', '--ngrok-api', 'off', ...bus];
      const monitor = await inPipe(args, {env: {XDG_STATE_HOME: home}});
      const url = await monitor.url();
      await monitor.says('No credentials');
      const answers = [];
      for (let n = 0; n < 30; n += 1) answers.push(await post(url, n));
      if (bus.length > 0) await monitor.says('No NATS server is reached at');
      monitor.child.kill('SIGINT');
      const status = await monitor.ended;
      const [, file = ''] = /Recorded in (\S+\.ndjson): /.exec(monitor.err()) ?? [];
      const recorded = (await linesOf(file))
        .map(line => JSON.parse(line))
        .map(({source, raw}) => [source, raw?.body ?? '']);
      shapes.push({status, answers, recorded});
      if (bus.length > 0)
        expect(monitor.err()).toMatch(
          /Not on the bus yet: \d+ observations\. To send the rest: convo-monitor bus push /,
        );
    }
    expect(shapes[1]).toEqual(shapes[0]);
    const env = {XDG_STATE_HOME: state};
    const late = ['bus', 'push', '--bus', server.url];
    expect(await run(late, {env})).toMatchObject({
      status: 4,
      err: expect.stringContaining('No NATS server is reached'),
    });
    await server.start();
    expect(await run(late, {env})).toMatchObject({status: 1, err: expect.stringContaining('convo-monitor bus init')});
    await lookAt(server).addStream();
    expect((await run(['bus', 'status', server.url], {env})).out).toContain('not sent');
    expect(await run(late, {env})).toMatchObject({
      status: 0,
      err: expect.stringMatching(/: \d+ observations sent\.\n$/),
    });
    expect((await run(late, {env})).err).toContain('Nothing was left');
    expect((await receivedFrom(lookAt(server))).observations.length).toBe(shapes[1]?.recorded.length);
  });

  it('has it all when the monitor is killed in the middle, once the rest is pushed', async () => {
    const server = await startNats();
    const look = lookAt(server);
    await look.addStream();
    const record = join(await emptyFolder(), 'r.ndjson');
    const monitor = await inPipe(['--port', '0', '--plain', '--record', record, '--bus', server.url]);
    const url = await monitor.url();
    for (let n = 0; n < 200; n += 1) await post(url, n);
    await until(async () => expect((await look.state()).messages).toBeGreaterThan(100));
    monitor.child.kill('SIGKILL');
    await monitor.ended;
    expect(await run(['bus', 'push', record, '--bus', server.url])).toMatchObject({status: 0});
    expect((await receivedFrom(look)).text).toBe(`${(await linesOf(record)).join('\n')}\n`);
  });
});

import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import * as z from 'zod';
import {simulate} from '../../source/commands/simulate.js';
import {completed, type SimulateCommand} from '../../source/run/simulate/command.js';
import {seedCall} from '../../source/simulator/index.js';
import {until} from '../helpers/until.js';
import {startApplication} from './application.js';

const ncco = [{action: 'connect', endpoint: [{type: 'phone', number: seedCall.bob}]}];

async function* nothing(): AsyncGenerator<never> {}

/** Runs the command against an application that connects every caller to Bob. */
async function run(command: SimulateCommand, lines: unknown[] = []) {
  const server = await startApplication(({path}) => (path === '/answer' ? {body: ncco} : {}));
  let out = '';
  let err = '';
  async function* typed() {
    yield* lines;
  }
  const exit = await simulate(
    {...server.urls, speed: 'max', ...command},
    {
      out: text => {
        out += text;
      },
      err: text => {
        err += text;
      },
      lines: typed(),
      interrupted: new AbortController().signal,
    },
  );
  await server.close();
  return {exit, out, err, server};
}

describe('simulate', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'simulate-'));
  });
  afterAll(() => rm(folder, {recursive: true}));

  it('lists the scenarios with a line each', async () => {
    const {exit, out} = await run({list: true});
    expect(exit).toBe(0);
    expect(out).toMatch(/^answered +Alice calls/);
    expect(out).toMatch(/^busy +Bob is on another call$/m);
  });

  it('calls what listens on the tutorial’s port when no URL is given', () => {
    const {answerUrl, eventUrl} = completed({});
    expect([answerUrl, eventUrl]).toEqual([
      'http://localhost:3000/webhooks/answer',
      'http://localhost:3000/webhooks/event',
    ]);
  });

  it('places the seed’s call, prints a line for each thing that happens, and ends with 0', async () => {
    const {exit, out, server} = await run({});
    expect(exit).toBe(0);
    expect(server.statuses()).toHaveLength(8);
    expect(out).toMatch(/^Vonage is simulated at http:\/\/127\.0\.0\.1:\d+ for application /);
    expect(out).toMatch(/leg +outbound Unknown → 447700000003 answered$/m);
    expect(out).toMatch(/webhook GET answer → 200$/m);
  });

  it('gives caller and number other values', async () => {
    const {server} = await run({scenarios: ['busy'], set: ['from=447700900001', 'to=447700900002']});
    expect(server.events()[0]).toMatchObject({from: '447700900001', to: '447700900002'});
  });

  it('sends a recording again as another call of the same shape', async () => {
    const first = await run({});
    const at = Date.UTC(2020, 0, 1);
    const recording = first.server.got.map(({method, path, query, rawBody}, index) => {
      const target = method === 'GET' ? `${path}?${new URLSearchParams(query)}` : path;
      return JSON.stringify({
        seq: index + 1,
        at: at + index * 1000,
        source: path.slice(1),
        raw: {method, path: target, headers: {}, body: rawBody},
      });
    });
    const file = join(folder, 'run.ndjson');
    await writeFile(file, ['{"schema":"convo-monitor/recording@1"}', ...recording, '{"torn'].join('\n'));
    const again = await run({from: file, set: ['from=447700900009']});
    expect(again.exit).toBe(0);
    expect(again.server.statuses()).toEqual(first.server.statuses());
    const ids = (got: typeof first) => new Set(got.server.events().map(({uuid}) => uuid));
    expect(ids(again).size).toBe(2);
    expect([...ids(again)].some(id => ids(first).has(id))).toBe(false);
    expect(new Set(again.server.events().map(({from}) => from))).toEqual(new Set(['447700900009']));
  });

  it('writes the private key of a made application for its owner only, and never over another file', async () => {
    const writeKey = join(folder, 'private.key');
    expect((await run({writeKey})).exit).toBe(0);
    expect(await readFile(writeKey, 'utf8')).toContain('BEGIN PRIVATE KEY');
    expect((await stat(writeKey)).mode & 0o777).toBe(0o600);
    const {exit, err} = await run({writeKey});
    expect([exit, err]).toEqual([2, expect.stringContaining('EEXIST')]);
  });

  it('goes step by step with --step', async () => {
    const {exit, server} = await run({step: true, speed: undefined}, Array(100).fill(''));
    expect(exit).toBe(0);
    expect(server.statuses().at(-1)).toBe('outbound completed');
  });

  it('ends when the lines that --step reads have ended', async () => {
    const {exit, err, server} = await run({step: true, speed: undefined}, ['']);
    expect([exit, server.statuses()]).toEqual([0, ['inbound started', 'inbound ringing']]);
    expect(err).toMatch(/Press Enter/);
  });

  it('places no call with --stay unless one is named, and serves the API until interrupted', async () => {
    const interruption = new AbortController();
    let out = '';
    const exit = simulate(
      {answerUrl: 'http://127.0.0.1:1/', eventUrl: 'http://127.0.0.1:1/', stay: true},
      {
        out: text => {
          out += text;
        },
        err: () => undefined,
        lines: nothing(),
        interrupted: interruption.signal,
      },
    );
    const url = await until(() => z.url().parse(/http:\S+/.exec(out)?.[0]));
    expect((await fetch(`${url}/v1/calls`)).status).toBe(401);
    interruption.abort(130);
    expect(await exit).toBe(130);
    expect(out).not.toContain('begins');
  });

  it.each([
    [{answerUrl: undefined}, 2, /With --event-url, give --answer-url too/],
    [{eventUrl: undefined}, 2, /With --answer-url, give --event-url too/],
    [
      {answerUrl: 'http://127.0.0.1:1/answer'},
      4,
      /Nothing listens at http:\/\/127.0.0.1:1 \(ECONNREFUSED\).*--answer-url/,
    ],
    [{from: 'run.ndjson', scenarios: ['busy']}, 2, /--from sends a recording instead of a scenario/],
    [{tunnel: ['https://x.ngrok.app']}, 2, /--tunnel takes two addresses/],
    [{faults: {unsigned: 0.5}}, 2, /give --signature-secret/],
    [{eventUrl: 'localhost:3000'}, 2, /is not a URL of http or https/],
    [{scenarios: ['nothing']}, 2, /There is no scenario "nothing". Known are: answered/],
    [{set: ['from']}, 2, /--set takes name=value/],
    [{step: true, speed: 2}, 2, /--step goes by Enter/],
    [{set: ['status=busy']}, 2, /gives a scenario its from and to/],
    [{publicKey: '-----BEGIN no key'}, 3, /public key cannot be used/],
    [{publicKey: '/nonexistent'}, 3, /cannot be read: there is no such file/],
    [{publicKey: 'public.pem', writeKey: 'private.pem'}, 2, /leave one of them out/],
    [{audio: '/nonexistent'}, 3, /cannot be read: there is no such file/],
    [{audio: 'package.json'}, 3, /--audio cannot be used: Not a WAV file/],
    [{from: '/nonexistent'}, 3, /cannot be read: there is no such file/],
  ])('says what is wrong with %j', async (command, status, message) => {
    const {exit, err} = await run(command);
    expect(exit).toBe(status);
    expect(err).toMatch(message);
  });
});

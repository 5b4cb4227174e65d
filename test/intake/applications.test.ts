import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {createServer, type RequestListener, Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {describe, expect, it, onTestFinished} from 'vitest';
import {isWebhook, type Observation} from '../../source/call/observation.js';
import type {AnsweringOptions} from '../../source/intake/answering.js';
import {type Scenario, type SimulatorOptions, simulate} from '../../source/simulator/index.js';
import {until} from '../helpers/until.js';
import {anApplication} from '../simulator/start.js';
import * as plain from './applications/plain.js';
import {listening} from './exchange.js';

/** Where Vonage reaches the application: a tunnel leads from there to the monitor, which has the application behind it. */
const host = 'app.example.com';

type Called = {
  scenario: string;
  /** What the people at the phones do otherwise than in the scenario. */
  changes?: Partial<Scenario>;
  /** The answer and the event URL that the Vonage application has. */
  paths?: {answer: string; event: string; fallback?: string};
  forward?: Partial<AnsweringOptions & {kind: 'forward'}>;
};

type Express = Record<
  'loopingMenu' | 'hostByHeader' | 'hostByName' | 'hostByProxy' | 'hostByHeaders' | 'noEvents' | 'routesElsewhere',
  () => RequestListener
>;
const express = (await import(new URL('./applications/express.mjs', import.meta.url).href)) as Express;

/** Starts an application; `hosts` are the `Host` of every request and handshake that it gets. */
async function started(application: RequestListener | Server) {
  const server = application instanceof Server ? application : createServer(application);
  const hosts = new Set<string | undefined>();
  for (const event of ['request', 'upgrade']) server.prependListener(event, ({headers}) => hosts.add(headers.host));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hosts};
}

/** A webhook in one line: method, path, and the fields that are not null, as text. */
function lineOf(method: string, url: string, fields: Record<string, unknown>): string {
  const {pathname, searchParams} = new URL(url, 'http://application');
  const textOf = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  const all = [...searchParams, ...Object.entries(fields).filter(([, value]) => value != null)];
  return [method, pathname, ...all.map(([name, value]) => `${name}=${textOf(value)}`).sort()].join(' ');
}

/** Calls the application at a URL through the monitor, and gives what the stand-in has sent and what the monitor has seen. */
async function call(url: string, {scenario, changes, paths, forward}: Called) {
  const {answer, event, fallback} = paths ?? {answer: '/webhooks/answer', event: '/webhooks/event'};
  const monitor = await listening({answering: {kind: 'forward', url, ...forward}});
  const outside = (path: string) => `https://${host}${path}`;
  const options: Partial<SimulatorOptions> = {
    tunnels: {[`https://${host}`]: monitor.url},
    ...(fallback && {fallbackUrl: outside(fallback)}),
  };
  const application = await anApplication();
  const vonage = await simulate({answerUrl: outside(answer), eventUrl: outside(event), application, ...options});
  const {deliveries, legs} = await vonage.place(scenario, changes);
  await vonage.close();
  const sent = deliveries.flatMap(({target, payload, attempts}) =>
    attempts.map(() => lineOf(target.method, target.url, payload)),
  );
  const seen = monitor.observations
    .filter(isWebhook)
    .map(({raw: {method, path, body}}) => lineOf(method, path, body ? JSON.parse(body) : {}));
  return {sent: sent.sort(), seen: seen.sort(), legs, observations: monitor.observations};
}

const failuresIn = (observations: Observation[]) =>
  observations.flatMap(each => (each.source === 'reply' && each.failure) || []);
const digits = (...keys: string[]): Partial<Scenario> => ({digits: keys});

/** What an application is, the call to it, and how many webhooks come where. */
const applications: [
  what: string,
  make: () => RequestListener | Server,
  called: Called,
  webhooks: Record<string, number>,
][] = [
  [
    'a menu that repeats itself, with Express',
    express.loopingMenu,
    {scenario: 'ivr', changes: digits('1', '2', '3', '9')},
    {'/webhooks/answer': 1, '/webhooks/dtmf': 4},
  ],
  ['a menu that nobody leaves, with Express', express.loopingMenu, {scenario: 'silence'}, {'/webhooks/answer': 1}],
  ...(['hostByHeader', 'hostByName', 'hostByProxy', 'hostByHeaders'] as const).map(
    (name): (typeof applications)[number] => [
      `an eventUrl with the host of the request, with Express (${name})`,
      express[name],
      {scenario: 'ivr'},
      {'/webhooks/dtmf': 1},
    ],
  ),
  ['404 to events, with Express', express.noEvents, {scenario: 'talk'}, {'/webhooks/answer': 1}],
  [
    'routes elsewhere, with Express',
    express.routesElsewhere,
    {scenario: 'ivr', paths: {answer: '/api/v2/voice/incoming-call', event: '/api/v2/voice/call-status'}},
    {'/api/v2/voice/incoming-call': 1, '/api/v2/voice/typed': 1},
  ],
  [
    'NCCOs in reply to inputs',
    () => plain.synchronousInputs,
    {scenario: 'speech', changes: {digits: ['42'], speech: ['Alice']}},
    {'/webhooks/answer': 1},
  ],
  ['record and notify', () => plain.recordAndNotify, {scenario: 'record'}, {'/recordings': 1, '/notify': 1}],
  ['connect with an eventUrl', () => plain.connectWithEvents, {scenario: 'busy'}, {'/outbound/status': 4}],
  ['the host as FastAPI knows it', () => plain.likeFastApi, {scenario: 'ivr'}, {'/webhooks/dtmf': 1}],
  ...[true, false].map((useForwardedHost): (typeof applications)[number] => [
    `the host as Django knows it, USE_X_FORWARDED_HOST=${useForwardedHost}`,
    () => plain.likeDjango({allowed: [host], useForwardedHost}),
    {scenario: 'ivr'},
    {'/webhooks/dtmf': 1},
  ]),
];

describe('an application behind --forward', () => {
  it.each(applications)(
    'with %s: every webhook is seen, and Host is the public one',
    async (_what, make, called, due) => {
      const {url, hosts} = await started(make());
      const {sent, seen} = await call(url, called);
      expect(seen).toEqual(sent);
      for (const [path, count] of Object.entries(due)) {
        expect([path, seen.filter(line => line.includes(` ${path} `)).length]).toEqual([path, count]);
      }
      expect([...hosts]).toEqual([host]);
    },
  );

  it('with a WebSocket: the socket is reached through the monitor as well', async () => {
    const heard: string[] = [];
    const {url, hosts} = await started(plain.webSocketBridge(heard));
    const {sent, seen} = await call(url, {scenario: 'websocket'});
    expect(seen).toEqual(sent);
    expect([...hosts]).toEqual([host]);
    expect(heard).toEqual([
      `Host: ${host}`,
      expect.stringContaining('websocket:connected'),
      expect.stringContaining('websocket:dtmf'),
    ]);
  });

  it('that answers to its own name only works with --forward-host rewrite', async () => {
    const strict = () => started(plain.likeDjango({allowed: ['127.0.0.1'], useForwardedHost: false}));
    const refused = await call((await strict()).url, {scenario: 'ivr'});
    const [failed] = failuresIn(refused.observations);
    expect(failed?.text).toMatch(/answered 400.*It refuses the Host app\.example\.com: .*--forward-host rewrite/s);
    const taken = await call((await strict()).url, {scenario: 'ivr', forward: {host: 'rewrite'}});
    expect(failuresIn(taken.observations)).toEqual([]);
  });

  it('that answers 503: the caller hears a sentence, or Vonage tries again and then the fallback URL', async () => {
    const unable: RequestListener = (request, response) => {
      request.resume();
      if (request.url?.startsWith('/webhooks/fallback')) response.end('[{"action":"talk","text":"Fallback."}]');
      else response.writeHead(request.url?.startsWith('/webhooks/answer') ? 503 : 204).end();
    };
    const paths = {answer: '/webhooks/answer', event: '/webhooks/event', fallback: '/webhooks/fallback'};
    const asked = (lines: string[]) => lines.flatMap(line => /\/webhooks\/(?:answer|fallback)/.exec(line) ?? []);
    const {url} = await started(unable);
    const spoken = await call(url, {scenario: 'talk', paths});
    expect(asked(spoken.seen)).toEqual(['/webhooks/answer']);
    const passed = await call(url, {scenario: 'talk', paths, forward: {errors: 'pass'}});
    expect(asked(passed.seen)).toEqual(['/webhooks/answer', '/webhooks/answer', '/webhooks/fallback']);
    expect(passed.seen).toEqual(passed.sent);
  });
});

const hasFlask = spawnSync('python3', ['-c', 'import flask']).status === 0;
if (!hasFlask) console.log('The Flask applications are skipped: python3 cannot import flask (Debian: python3-flask).');

describe.skipIf(!hasFlask)('an application of Flask behind --forward', () => {
  it.each(['url_root', 'url_for', 'proxy_fix'])('that knows its address by %s: every webhook is seen', async how => {
    const file = fileURLToPath(new URL('./applications/flask_application.py', import.meta.url));
    const child = spawn('python3', [file, how], {stdio: ['ignore', 'pipe', 'inherit']});
    onTestFinished(() => void child.kill());
    const lines = createInterface({input: child.stdout});
    const [first] = await once(lines, 'line');
    const requests: Record<string, unknown>[] = [];
    lines.on('line', line => requests.push(JSON.parse(line)));
    const {sent, seen} = await call(`http://127.0.0.1:${JSON.parse(first).port}`, {
      scenario: 'record',
      changes: digits('1'),
    });
    expect(seen).toEqual(sent);
    for (const path of ['/webhooks/dtmf', '/webhooks/recordings']) {
      expect(seen.filter(line => line.includes(` ${path} `))).toHaveLength(1);
    }
    await until(() => expect(requests).toHaveLength(sent.length));
    expect(new Set(requests.map(each => each.host))).toEqual(new Set([host]));
    expect(new Set(requests.map(each => each.scheme))).toEqual(new Set([how === 'proxy_fix' ? 'https' : 'http']));
  });
});

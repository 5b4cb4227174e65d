import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import type {RequestListener} from 'node:http';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {defaultRoutes} from '../../source/intake/routes.js';
import {summaryOf} from '../../source/output/summary.js';
import {endingOf} from '../../source/world/read/ending.js';
import {problemsOf, saidOf} from '../../source/world/read/problems.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {exchange, listening} from './exchange.js';

const id = 'uuid=aa0000000000000000000000000000aa&conversation_uuid=CON-1';
const answer = `?to=442079460000&from=447700900001&${id}`;
const event = (fields: object) =>
  JSON.stringify({
    uuid: 'aa0000000000000000000000000000aa',
    conversation_uuid: 'CON-1',
    from: '447700900001',
    to: '442079460000',
    direction: 'inbound',
    timestamp: '2026-01-01T00:00:00.000Z',
    ...fields,
  });

/** An application with one handler for all of its paths, on a free port. */
async function application(handler: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => handler(request, response));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The World of a run, whose recording begins with where webhooks are expected. */
function worldOf(observations: readonly Observation[], routes = defaultRoutes) {
  const setup = {version: '1', routes: {...routes}};
  const start = {seq: 0, at: 0, source: 'control', action: 'start', setup} as const;
  return fold(emptyWorld(), [start, ...observations]);
}

function problemsIn(observations: readonly Observation[], conversation = 'CON-1', routes = defaultRoutes) {
  const world = worldOf(observations, routes);
  const call = world.conversations.get(conversation);
  return call ? problemsOf(world, call).map(problem => `${saidOf(problem)} ${problem.advice}`) : [];
}

const ncco = '[{"action":"talk","text":"Hello."}]';
const answering = {
  '--to': () => Promise.resolve({kind: 'connect', number: '447700900009'} as const),
  async '--ncco'() {
    const folder = mkdtempSync(join(tmpdir(), 'convo-monitor-misplaced-'));
    onTestFinished(() => rmSync(folder, {recursive: true}));
    writeFileSync(join(folder, 'ncco.json'), ncco);
    return {kind: 'file', file: join(folder, 'ncco.json')} as const;
  },
  'a spoken default': () => Promise.resolve({kind: 'talk'} as const),
  async '--forward'() {
    const handler: RequestListener = ({method}, response) => response.end(method === 'GET' ? ncco : '');
    return {kind: 'forward', url: await application(handler)} as const;
  },
};

describe.each(Object.entries(answering))('URLs that are mixed up, answered by %s', (_, answeringBy) => {
  it.each<[string, answerAt: string, eventAt: string, problems: RegExp[]]>([
    [
      'one URL in both boxes',
      '/webhooks/answer',
      '/webhooks/answer',
      [/Event webhooks come to \/webhooks\/answer, where answer/],
    ],
    [
      'everything on the event path',
      '/webhooks/event',
      '/webhooks/event',
      [/Answer webhooks come to \/webhooks\/event, where event/],
    ],
    [
      'the two swapped',
      '/webhooks/event',
      '/webhooks/answer',
      [/Answer webhooks come to \/webhooks\/event/, /Event webhooks come to \/webhooks\/answer/],
    ],
    [
      'statuses on the fallback path',
      '/webhooks/answer',
      '/webhooks/fallback',
      [/\/webhooks\/fallback, where fallback.*event URL/],
    ],
    [
      'statuses on the RTC path',
      '/webhooks/answer',
      '/webhooks/rtc',
      [/\/webhooks\/rtc, where rtc.*event URL.*\/webhooks\/event/],
    ],
    [
      'a slash too much',
      '/webhooks/answer/',
      '/webhooks/event',
      [/\/webhooks\/answer\/, where \/webhooks\/answer is expected/],
    ],
  ])('%s: each is answered for what it is, and the wrong URL is named', async (_, answerAt, eventAt, expected) => {
    const {url, observations} = await listening({answering: await answeringBy()});
    const answered = await exchange(`${url}${answerAt}${answer}`);
    expect(JSON.parse(answered.body.toString())).toBeInstanceOf(Array);
    for (const status of ['started', 'answered', 'completed']) {
      const headers = ['Content-Type', 'application/json'];
      const got = await exchange(`${url}${eventAt}`, {method: 'POST', headers, body: event({status})});
      expect([got.status, got.body.length]).toEqual([200, 0]);
    }
    expect(observations.map(({source}) => source).filter(source => source !== 'reply')).toEqual([
      'answer',
      'event',
      'event',
      'event',
    ]);
    // A connect whose leg is never seen is a problem of its own.
    const problems = problemsIn(observations).filter(text => !text.includes('never came up'));
    expect(problems).toEqual(expected.map(pattern => expect.stringMatching(pattern)));
    const world = worldOf(observations);
    expect(world.legs.get('aa0000000000000000000000000000aa')?.status).toBe('completed');
  });
});

describe('routes that share a path', () => {
  it('are allowed, with a word about it', async () => {
    const routes = {...defaultRoutes, answer: '/voice', event: '/voice'};
    const {url, observations, of} = await listening({routes});
    await exchange(`${url}/voice${answer}`);
    await exchange(`${url}/voice`, {method: 'POST', body: event({status: 'started'})});
    expect([of('answer').length, of('event').length]).toEqual([1, 1]);
    expect(of('health')).toMatchObject([{code: 'shared-path', text: expect.stringContaining('answer and event')}]);
    expect(problemsIn(observations, 'CON-1', routes)).toEqual([]);
  });
});

describe('a path that nobody knows', () => {
  it('is a problem of the call, once with a count, and says which flag or URL helps', async () => {
    const {url, observations} = await listening();
    for (let count = 0; count < 3; count++) expect((await exchange(`${url}/answer${answer}`)).status).toBe(404);
    await exchange(`${url}/status`, {method: 'POST', body: event({status: 'started'})});
    expect(problemsIn(observations)).toEqual([
      'GET /answer was answered 404: it is an answer webhook, and none is expected there. (3 times) ' +
        'Put /webhooks/answer into the application as its answer URL, or start with --answer-path /answer',
      'POST /status was answered 404: it is an event webhook, and none is expected there. ' +
        'Put /webhooks/event into the application as its event URL, or start with --event-path /status',
    ]);
  });

  it('is named once each, though it has no fields, when it looks like one of a webhook', async () => {
    const {url, of} = await listening();
    for (const path of ['/answer', '/answer', '/voice/events', '/.env', '/wp-login.php'])
      expect((await exchange(`${url}${path}`)).status).toBe(404);
    expect(of('health').map(({text}) => text)).toEqual([
      'GET /answer was answered 404: put /webhooks/answer into the application, or start with --answer-path /answer',
      'GET /voice/events was answered 404: put /webhooks/event into the application, or start with --event-path /voice/events',
      expect.stringContaining('GET /.env was answered 404: no webhook is expected there'),
    ]);
  });

  it('is the application’s own where there is one: an answer webhook is known by its fields, and cared for', async () => {
    const url = await application((_, response) => response.writeHead(403, {'Content-Type': 'text/html'}).end('CSRF'));
    const {url: listener, observations} = await listening({answering: {kind: 'forward', url}});
    const got = await exchange(`${listener}/track-call${answer}`);
    expect(JSON.parse(got.body.toString())).toMatchObject([{action: 'talk', text: expect.stringContaining('Sorry')}]);
    expect(problemsIn(observations)).toEqual([
      expect.stringMatching(/403 \(forbidden\) instead of 200: “CSRF”\. Take GET \/track-call out of CSRF protection/),
    ]);
  });
});

describe('an event webhook that the application refuses', () => {
  const statuses: [number, Record<string, string>, RegExp][] = [
    [
      301,
      {location: '/webhooks/event/'},
      /answered 301 .*redirect to \/webhooks\/event\/,.*Answer \/webhooks\/event itself/,
    ],
    [206, {}, /answered 206 .*200 to 205/],
    [304, {}, /answered 304 .*not modified.*in full/],
    [308, {location: 'https://localhost/login'}, /answered 308 .*redirect to https:\/\/localhost\/login/],
    [400, {}, /answered 400 .*did not accept/],
    [401, {}, /answered 401 .*login/],
    [403, {}, /answered 403 .*CSRF/],
    [404, {}, /answered 404 .*Add POST \/webhooks\/event to your application/],
    [405, {allow: 'GET'}, /answered 405 .*it allows GET only.*take POST/],
    [415, {}, /answered 415/],
    [422, {}, /answered 422 .*which fields/],
    [429, {}, /answered 429 .*rate limit/],
    [500, {}, /answered 500 .*log/],
    [503, {}, /answered 503 .*log/],
  ];

  it.each(statuses)('%i is a problem of the route, once with a count', async (status, headers, said) => {
    const url = await application((_, response) => response.writeHead(status, headers).end());
    const {url: listener, observations} = await listening({answering: {kind: 'forward', url}});
    for (const each of ['started', 'ringing', 'answered', 'completed']) {
      const got = await exchange(`${listener}/webhooks/event`, {method: 'POST', body: event({status: each})});
      expect(got.status, 'Vonage gets what the application said').toBe(status);
    }
    const [problem, ...more] = problemsIn(observations);
    expect(more).toEqual([]);
    expect(problem).toMatch(said);
    expect(problem).toContain('(4 times)');
  });

  it.each<[string, object]>([
    ['input', {dtmf: {digits: '2', timed_out: false}}],
    ['notify', {payload: {}}],
    ['machine', {status: 'machine'}],
    ['disconnected', {status: 'disconnected'}],
  ])('%s is an error that the verdict names, because its reply says how the call goes on', async (type, fields) => {
    const url = await application(({url: path = ''}, response) =>
      response.writeHead(path.includes('answer') ? 200 : 422).end(path.includes('answer') ? ncco : ''),
    );
    const {url: listener, observations} = await listening({answering: {kind: 'forward', url}});
    await exchange(`${listener}/webhooks/answer${answer}`);
    await exchange(`${listener}/webhooks/event`, {method: 'POST', body: event(fields)});
    const world = worldOf(observations);
    const call = world.conversations.get('CON-1');
    expect(call && problemsOf(world, call)).toMatchObject([{code: 'refused', severity: 'error'}]);
    expect(call && endingOf(world, call)).toContain(`answered 422 to the ${type} webhook`);
    expect(call && summaryOf(world, call).ok).toBe(false);
  });

  it('of a failed connect is an error only where the NCCO said that its events are synchronous', async () => {
    const severityWith = async (eventType?: string) => {
      const connect = [{action: 'connect', eventType, endpoint: [{type: 'phone', number: '447700900002'}]}];
      const url = await application(({url: path = ''}, response) =>
        path.includes('answer') ? response.end(JSON.stringify(connect)) : response.writeHead(500).end(),
      );
      const {url: listener, observations} = await listening({answering: {kind: 'forward', url}});
      await exchange(`${listener}/webhooks/answer${answer}`);
      await exchange(`${listener}/webhooks/event`, {method: 'POST', body: event({status: 'busy'})});
      const world = worldOf(observations);
      const call = world.conversations.get('CON-1');
      return call && problemsOf(world, call).find(({code}) => code === 'refused')?.severity;
    };
    expect(await severityWith('synchronous')).toBe('error');
    expect(await severityWith()).toBe('warning');
  });
});

describe('what is none of Vonage’s webhooks', () => {
  it('is named with a hint, belongs to no call, and is answered all the same', async () => {
    const {url, observations} = await listening();
    const headers = ['Content-Type', 'application/x-www-form-urlencoded'];
    const body = 'AccountSid=AC1&CallSid=CA1&CallStatus=ringing&From=%2B1&To=%2B2';
    for (let count = 0; count < 2; count++) {
      const got = await exchange(`${url}/webhooks/event`, {method: 'POST', headers, body});
      expect(got.status).toBe(200);
    }
    expect(worldOf(observations).legs.size).toBe(0);
    expect(problemsIn(observations, '')).toEqual([
      'POST /webhooks/event: a Twilio webhook, and not one of Vonage’s voice webhooks. (2 times) ' +
        'This monitor shows Vonage calls: a Twilio number points here.',
    ]);
  });

  it.each([
    ['HEAD', /checks whether the address answers/],
    ['OPTIONS', /browser/],
    ['PUT', /405: webhooks are GET or POST/],
  ])('%s is told for what it is', async (method, said) => {
    const {url, of} = await listening();
    expect((await exchange(`${url}/webhooks/answer`, {method})).status).toBe(405);
    expect(of('health')[0]?.text).toMatch(said);
  });
});

import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Intervention} from '../../source/call/intervention.js';
import {createIntervener} from '../../source/poller/intervene.js';
import {createApplication, startSimulator} from '../../source/simulator/index.js';
import {createTokenSource} from '../../source/vonage/token.js';
import {until} from '../helpers/until.js';

const leg = '63f61863-4a51-4f6b-86e1-46edebcf9356';
const hangup: Intervention = {kind: 'hangup', leg};
const dial: Intervention = {kind: 'dial', to: '447700900001', answer: {ncco: '[{"action":"talk","text":"Hello"}]'}};

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An intervener in front of a server that answers as it is told; `tokens` counts how many were signed. */
async function inFrontOf(answer: Answer) {
  const asked: {method?: string; url?: string; token?: string}[] = [];
  const server = createServer((request, response) => {
    const {method, url, headers} = request;
    asked.push({method, url, token: headers.authorization});
    request.resume();
    answer(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  let minted = 1;
  const tokens = {token: async () => `token-${minted}`, renew: () => void minted++};
  const {port} = server.address() as AddressInfo;
  const intervener = createIntervener({apiUrl: `http://127.0.0.1:${port}/`, tokens, now: Date.now});
  onTestFinished(async () => {
    await intervener.close();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  return {...intervener, asked};
}

const json =
  (status: number, body: unknown): Answer =>
  (_, response) =>
    void response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));

describe('what the Voice API does not do', () => {
  it.each<[string, Intervention, Answer, RegExp]>([
    [
      'a number that it does not take',
      dial,
      json(400, {type: 400, title: 'Bad Request', invalid_parameters: [{name: 'to', reason: 'is no number'}]}),
      /refused to place the call \(400\): to: is no number\. Check the number/,
    ],
    [
      'a call that is too young',
      hangup,
      json(400, {type: 'BAD_REQUEST', error_title: 'Bad Request'}),
      /Within two seconds of being placed/,
    ],
    [
      'digits before the answer',
      {kind: 'send-dtmf', leg, digits: '1'},
      json(400, {type: 'BAD_REQUEST', error_title: 'Bad Request'}),
      /Before the leg is answered/,
    ],
    [
      'a token of another application',
      hangup,
      json(401, {title: 'Unauthorized'}),
      /refused the token \(401\).*belong together/,
    ],
    [
      'an application that may not',
      dial,
      json(403, {title: 'Forbidden'}),
      /does not let this application place the call \(403\).*has voice/,
    ],
    [
      'a leg that is over',
      hangup,
      json(404, {title: 'Not Found'}),
      /knows no such leg \(404\).*over by now, or lives in another region/,
    ],
    ['a base URL with nothing behind it', dial, json(404, {}), /has no Voice API \(404\).*--api-url/],
    [
      'a leg in another state',
      {kind: 'mute', leg},
      json(409, {title: 'Conflict'}),
      /refused to mute the leg \(409\).*may be over already/,
    ],
    [
      'a body that it finds wrong',
      {kind: 'talk', leg, text: 'x'},
      json(422, {detail: 'text is too long'}),
      /refused to speak on the leg \(422\): text is too long\. Correct that/,
    ],
    ['no credit', dial, json(402, {}), /refused to place the call \(402\).*(credit|balance)/i],
    ['too many requests', dial, json(429, {}), /too many requests \(429\).*Wait a second/],
    [
      'a host that fails',
      dial,
      json(503, {}),
      /failed when asked to place the call \(503\).*not known: look whether the phone rings/,
    ],
    ['an answer without a call', dial, json(201, {ok: true}), /not the Voice API's \(no uuid\).*--api-url/],
    [
      'a page in its place',
      dial,
      (_, response) => void response.writeHead(200, {'content-type': 'text/html'}).end('<html>'),
      /not the Voice API's \(content type text\/html\)/,
    ],
    [
      'a redirect',
      hangup,
      (_, response) => void response.writeHead(302, {location: 'https://example.com/'}).end(),
      /redirects to another address \(302\)/,
    ],
    [
      'a connection that breaks',
      hangup,
      ({socket}) => socket.destroy(),
      /broke before the answer was complete.*events of the call tell/,
    ],
  ])('says why, where and what next: %s', async (_, intervention, answer, text) => {
    const {intervene} = await inFrontOf(answer);
    const {failure} = await intervene(intervention);
    expect(failure?.text).toMatch(text);
  });

  it('says that nobody listens there', async () => {
    const tokens = {token: async () => 'token', renew: () => undefined};
    const {intervene, close} = createIntervener({apiUrl: 'http://127.0.0.1:9', tokens, now: Date.now});
    onTestFinished(close);
    expect((await intervene(hangup)).failure?.text).toMatch(
      /127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\), so it did not hang the leg up/,
    );
  });

  it('gives up after 10 s, and does not know what became of it', async () => {
    const timers: {run: () => void; ms: number}[] = [];
    const tokens = {token: async () => 'token', renew: () => undefined};
    const server = createServer(() => undefined);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const {port} = server.address() as AddressInfo;
    const setTimer = (run: () => void, ms: number) => {
      timers.push({run, ms});
      return () => undefined;
    };
    const {intervene, close} = createIntervener({apiUrl: `http://127.0.0.1:${port}`, tokens, now: Date.now, setTimer});
    onTestFinished(async () => {
      await close();
      server.closeAllConnections();
      server.close();
    });
    const result = intervene(dial);
    await until(() => expect(timers[0]?.ms).toBe(10_000));
    timers[0]?.run();
    expect((await result).failure).toMatchObject({
      code: 'timeout',
      text: expect.stringContaining('look whether the phone rings'),
    });
  });

  it('says why no token can be signed, and asks nothing', async () => {
    const tokens = createTokenSource({applicationId: 'x', privateKey: 'no key', now: Date.now});
    const {intervene, close} = createIntervener({apiUrl: 'http://127.0.0.1:9', tokens, now: Date.now});
    onTestFinished(close);
    expect((await intervene(hangup)).failure?.text).toMatch(
      /No token can be signed, so 127\.0\.0\.1:9 was not asked to hang the leg up/,
    );
  });

  it('takes no id into a URL that could lead elsewhere', async () => {
    const {intervene, asked} = await inFrontOf(json(204, {}));
    expect((await intervene({kind: 'hangup', leg: '../../v2/applications'})).failure?.code).toBe('bad-id');
    expect(asked).toEqual([]);
  });
});

describe('asking', () => {
  it('is tried once more with a new token where that was refused, and only then', async () => {
    const {intervene, asked} = await inFrontOf((request, response) =>
      json(request.headers.authorization === 'Bearer token-1' ? 401 : 500, {})(request, response),
    );
    const {failure} = await intervene(hangup);
    expect(failure?.detail).toBe('500');
    expect(asked.map(({token}) => token)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('goes one after the other', async () => {
    let under = 0;
    let most = 0;
    const {intervene, asked} = await inFrontOf((_, response) => {
      most = Math.max(most, ++under);
      setImmediate(() => {
        under -= 1;
        response.writeHead(204).end();
      });
    });
    await Promise.all([intervene(hangup), intervene({kind: 'mute', leg}), intervene({kind: 'unmute', leg})]);
    expect([most, asked.length]).toEqual([1, 3]);
  });
});

describe('a call at the simulator', () => {
  it('is placed, spoken to, and hung up; then its leg is over', async () => {
    const application = await createApplication();
    const events: string[] = [];
    const sink = createServer((request, response) => {
      let body = '';
      request.on('data', chunk => (body += chunk));
      request.on('end', () => {
        events.push((JSON.parse(body || '{}') as {status?: string}).status ?? '');
        response.end();
      });
    });
    await new Promise<void>(resolve => sink.listen(0, '127.0.0.1', resolve));
    const eventUrl = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/event`;
    const vonage = await startSimulator({
      answerUrl: eventUrl,
      eventUrl,
      applicationId: application.id,
      publicKey: application.publicKey,
      speed: 20,
    });
    const tokens = createTokenSource({
      applicationId: application.id,
      privateKey: application.privateKey,
      now: Date.now,
    });
    const {intervene, close} = createIntervener({apiUrl: vonage.apiUrl, tokens, now: Date.now});
    onTestFinished(async () => {
      await close();
      await vonage.close();
      sink.closeAllConnections();
      sink.close();
    });
    const placed = await intervene({
      ...dial,
      answer: {ncco: '[{"action":"stream","streamUrl":["https://example.com/a.mp3"],"loop":0}]'},
    } as Intervention);
    expect(placed).toMatchObject({
      kind: 'dial',
      to: '447700900001',
      leg: expect.any(String),
      conversation: expect.stringMatching(/^CON-/),
    });
    const id = placed.leg ?? '';
    await until(() => expect(events).toContain('answered'));
    for (const intervention of [
      {kind: 'mute', leg: id},
      {kind: 'unmute', leg: id},
      {kind: 'earmuff', leg: id},
      {kind: 'unearmuff', leg: id},
      {kind: 'send-dtmf', leg: id, digits: '12p#'},
      {kind: 'talk', leg: id, text: 'Hello'},
      {
        kind: 'transfer',
        leg: id,
        to: {ncco: '[{"action":"stream","streamUrl":["https://example.com/b.mp3"],"loop":0}]'},
      },
      {kind: 'hangup', leg: id},
    ] satisfies Intervention[])
      expect((await intervene(intervention)).failure).toBe(undefined);
    await until(() => expect(events).toContain('completed'));
    expect((await intervene({kind: 'hangup', leg: id})).failure?.code).toBe('not-found');
  });
});

import {once} from 'node:events';
import {createServer} from 'node:net';
import {brotliCompressSync, deflateSync, gzipSync} from 'node:zlib';
import {afterEach, describe, expect, it} from 'vitest';
import {PrivateKeyError} from '../../source/vonage/private-key.js';
import {createTokenSource} from '../../source/vonage/token.js';
import {createRig, conversationId as id, nthConversation, type Reply, type Rig} from './rig.js';

const rigs: Rig[] = [];

afterEach(async () => {
  await Promise.all(rigs.splice(0).map(one => one.close()));
});

const healthy: Record<string, Reply> = {
  conversation: {body: {id, name: 'NAM-1', sequence_number: 0}},
  members: {body: {_embedded: {members: []}}},
  events: {body: {_embedded: {events: []}}},
  calls: {body: {_embedded: {calls: []}}},
};

/** An API whose first answers are these, and which is well after that. */
async function ailing(faults: Reply[], options: Parameters<typeof createRig>[1] = {}): Promise<Rig> {
  const rig = await createRig(({kind}, count) => faults[count - 1] ?? healthy[kind] ?? {status: 404}, options);
  rigs.push(rig);
  return rig;
}

const html = {headers: {'content-type': 'text/html'}, body: '<!doctype html><title>Log in</title>'};

type Row = {
  name: string;
  fault: Reply;
  code: string;
  state: 'failing' | 'waiting';
  /** When it is asked again after each of three such answers, ms after the one before, with the longest jitter. */
  waits: [number, number, number];
  sentence: RegExp;
  /** Whether an answer is there to be kept. */
  status?: number;
};

const brief: Row['waits'] = [500, 1000, 2000];
const rows: Row[] = [
  {
    name: '500 with Vonage’s own words',
    fault: {status: 500, body: {title: 'Internal Error.', code: 'system:error:internal-error', instance: 'trace-1'}},
    code: 'server-error',
    state: 'failing',
    waits: brief,
    sentence: /failed when asked for the conversation of CON-.* \(500, system:error:internal-error\).*trace trace-1/,
    status: 500,
  },
  {
    name: '502 of something in between',
    fault: {status: 502, ...html},
    code: 'server-error',
    state: 'failing',
    waits: brief,
    sentence: /\(502\)/,
    status: 502,
  },
  {
    name: '503 with Retry-After',
    fault: {status: 503, headers: {'retry-after': '3'}},
    code: 'server-error',
    state: 'failing',
    waits: [3000, 3000, 3000],
    sentence: /asked again by itself/,
    status: 503,
  },
  {
    name: '429 without Retry-After',
    fault: {status: 429, body: {title: 'Rate Limit Hit', type: 'https://developer.vonage.com/api-errors#rate-limit'}},
    code: 'rate-limited',
    state: 'waiting',
    waits: [2000, 4000, 8000],
    sentence: /asks for fewer requests \(429/,
    status: 429,
  },
  {
    name: '429 with Retry-After',
    fault: {status: 429, headers: {'retry-after': '1'}},
    code: 'rate-limited',
    state: 'waiting',
    waits: [1000, 1000, 1000],
    sentence: /goes on by itself/,
    status: 429,
  },
  {
    name: '429 with a Retry-After of thirty years',
    fault: {status: 429, headers: {'retry-after': '1000000000'}},
    code: 'rate-limited',
    state: 'waiting',
    waits: [60_000, 60_000, 60_000],
    sentence: /429/,
    status: 429,
  },
  ...['abc', '-1', '1e9', '0', 'Fri, 20 Nov 2020 12:00:00 GMT'].map(
    (value): Row => ({
      name: `429 with Retry-After: ${value}`,
      fault: {status: 429, headers: {'retry-after': value}},
      code: 'rate-limited',
      state: 'waiting',
      waits: [2000, 4000, 8000],
      sentence: /429/,
      status: 429,
    }),
  ),
  {
    name: '403',
    fault: {status: 403, body: {code: 'system:error:permission'}},
    code: 'forbidden',
    state: 'failing',
    waits: [10_000, 20_000, 40_000],
    sentence:
      /does not let this application read the conversation .*\(403, system:error:permission\)\. .* convo-monitor token --acl full\./,
    status: 403,
  },
  {
    name: '404 at first sight',
    fault: {status: 404, body: {code: 'conversation:error:not-found', description: 'Conversation does not exist.'}},
    code: 'not-found',
    state: 'waiting',
    waits: [1000, 2000, 4000],
    sentence: /does not know CON-.*\(404\).*not there yet.*another application.*region/,
    status: 404,
  },
  {
    name: '400',
    fault: {status: 400, body: {code: 'http:error:validation-fail', detail: 'Input validation failure.'}},
    code: 'refused',
    state: 'failing',
    waits: [10_000, 20_000, 40_000],
    sentence: /\(400, http:error:validation-fail\): Input validation failure\./,
    status: 400,
  },
  ...[301, 302, 303, 307, 308].map(
    (status): Row => ({
      name: `${status} to another host`,
      fault: {status, headers: {location: 'http://127.0.0.1:1/'}},
      code: 'redirected',
      state: 'failing',
      waits: [5000, 10_000, 20_000],
      sentence: /redirects to another address \(\d+\), and a token is never taken along/,
      status,
    }),
  ),
  ...(
    [
      ['a log-in page', html, /\(content type text\/html\).*proxy or a login page/],
      ['half of its JSON', {body: '{"id":'}, /content type application\/json/],
      ['nothing', {body: ''}, /not the conversation of a conversation/],
      ['other JSON', {body: {hello: 'world'}}, /another kind of JSON/],
      ['a list', {body: []}, /another kind of JSON/],
      ['null', {body: 'null'}, /another kind of JSON/],
      ['bytes', {body: Buffer.from([0xff, 0xfe, 0x00, 0x80])}, /not the conversation/],
    ] as [string, Reply, RegExp][]
  ).map(
    ([what, fault, sentence]): Row => ({
      name: `200 with ${what}`,
      fault,
      code: 'malformed',
      state: 'failing',
      waits: [2000, 4000, 8000],
      sentence,
      status: 200,
    }),
  ),
  {
    name: 'something that is not HTTP',
    fault: {raw: 'SSH-2.0-OpenSSH_9.6\r\n'},
    code: 'malformed',
    state: 'failing',
    waits: [2000, 4000, 8000],
    sentence: /\(not HTTP\)/,
  },
  {
    name: 'headers without end',
    fault: {raw: `HTTP/1.1 200 OK\r\n${'x-long: '.padEnd(20_000, 'x')}\r\n\r\n{}`},
    code: 'malformed',
    state: 'failing',
    waits: [2000, 4000, 8000],
    sentence: /\(headers too large\)/,
  },
  {
    name: 'a reset before the headers',
    fault: {reset: 'headers'},
    code: 'reset',
    state: 'failing',
    waits: brief,
    sentence: /broke before the answer was complete \((ECONNRESET|UND_ERR_SOCKET)\)/,
  },
  {
    name: 'a reset in the body',
    fault: {reset: 'body'},
    code: 'reset',
    state: 'failing',
    waits: brief,
    sentence: /broke before the answer was complete/,
  },
  {
    name: 'a body shorter than announced',
    fault: {raw: 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"id"'},
    code: 'reset',
    state: 'failing',
    waits: brief,
    sentence: /broke before the answer was complete/,
  },
  {
    name: 'no answer',
    fault: {hang: 'headers'},
    code: 'timeout',
    state: 'failing',
    // Ten seconds for the answer, and then the wait.
    waits: [10_500, 11_000, 12_000],
    sentence: /did not answer in time/,
  },
  {
    name: 'a body that stops half way',
    fault: {hang: 'body'},
    code: 'timeout',
    state: 'failing',
    waits: [10_500, 11_000, 12_000],
    sentence: /did not answer in time/,
  },
];

describe('an answer that is', () => {
  it.each(rows)('$name has its own state, sentence and backoff, and is recovered from', async row => {
    const {poller, api, run, health, answers} = await ailing([row.fault, row.fault, row.fault]);
    const times: number[] = [];
    poller.watch(id);
    await run(200_000);
    for (const one of api.asked.slice(0, 4)) times.push(one.at);
    expect(times.slice(1).map((at, index) => at - (times[index] ?? 0))).toEqual(row.waits);

    const [trouble] = health().filter(one => one.code !== 'answering');
    expect(trouble).toMatchObject({part: 'poller', state: row.state, code: row.code});
    expect(trouble?.text).toMatch(row.sentence);
    expect(trouble?.text).toContain(new URL(api.url).host);
    expect(trouble?.retryAt).toBe(times[1]);

    // Once when it begins, once when it is over, and then life goes on.
    expect(health().filter(one => one.code === row.code)).toHaveLength(1);
    expect(health().at(-1)).toMatchObject({state: 'ok', code: 'answering'});
    const failed = answers().filter(one => one.failure);
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({request: {kind: 'conversation'}, failure: {code: row.code, text: trouble?.text}});
    expect(failed[0]?.raw?.status).toBe(row.status);
    expect(
      answers()
        .filter(one => !one.failure)
        .map(one => one.request.kind),
    ).toEqual(['conversation', 'members', 'events']);
  });

  it.each([
    ['members', 'members'],
    ['events', 'events'],
  ])('a failure of %s alone does not stop the rest, and is recovered from', async kind => {
    let broken = true;
    const rig = await createRig(asked => (broken && asked.kind === kind ? {status: 500} : (healthy[asked.kind] ?? {})));
    rigs.push(rig);
    rig.poller.watch(id);
    await rig.run(30_000);
    const conversations = rig.api.asked.filter(one => one.kind === 'conversation').length;
    expect(conversations).toBeGreaterThan(3);
    expect(rig.health().map(one => one.code)).toEqual(['answering', 'server-error']);
    broken = false;
    await rig.run(40_000);
    expect(rig.health().map(one => one.code)).toEqual(['answering', 'server-error', 'answering']);
    expect(
      rig
        .answers()
        .filter(one => !one.failure)
        .map(one => one.request.kind),
    ).toContain(kind);
  });

  it('too long is said, and its beginning is kept', async () => {
    const body = `{"id":"${'x'.repeat(3 * 1024 * 1024)}"}`;
    const {poller, run, answers, health} = await ailing([{body, headers: {'content-length': String(body.length)}}]);
    poller.watch(id);
    await run(1000);
    expect(health().at(-1)?.text).toContain('(larger than 1 MiB)');
    const raw = answers()[0]?.raw;
    expect(raw?.cut).toBe(body.length);
    expect(raw?.body).toBe(body.slice(0, 16 * 1024));
  });

  it.each([
    ['nested more than 100 levels deep', '['.repeat(500_000) + ']'.repeat(500_000)],
    ['of more than 20,000 values', JSON.stringify(Array.from({length: 10_001}, (_, n) => ({[n]: n})))],
    ['nested more than 100 levels deep', `{"a":${'['.repeat(100)}1${']'.repeat(100)}}`],
  ])('that is %s is not read, which would hold the webhooks up, and that is said', async (why, body) => {
    const {poller, run, answers, health} = await ailing([{body}]);
    poller.watch(id);
    await run(10_000);
    expect(health().map(one => one.code)).toEqual(['answering', 'malformed', 'answering']);
    expect(health()[1]?.text).toContain(`(${why})`);
    expect(answers()[0]?.raw).toMatchObject({body: body.slice(0, 16 * 1024), cut: body.length});
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('packed (%s) is unpacked, up to 1 MiB', async (encoding, pack) => {
    const conversation = JSON.stringify({id, sequence_number: 3});
    const packed = (body: string): Reply => ({body: pack(body), headers: {'content-encoding': encoding}});
    const bomb = packed(`{"id":"${'x'.repeat(50 * 1024 * 1024)}"}`);
    const {poller, run, answers, health} = await ailing([bomb, packed(conversation)]);
    poller.watch(id);
    await run(10_000);
    expect(health().map(one => one.code)).toEqual(['answering', 'malformed', 'answering']);
    expect(health()[1]?.text).toContain('(larger than 1 MiB)');
    const [first, second] = answers();
    expect(first?.raw?.body).toBe('');
    expect(second?.raw?.body).toBe(conversation);
  });

  it('packed otherwise than it says, or by many layers, is kept as it came', async () => {
    const layers = Array.from({length: 500}, () => 'gzip').join(', ');
    const {poller, run, health} = await ailing([
      {body: '{}', headers: {'content-encoding': 'gzip'}},
      {body: gzipSync('{}'), headers: {'content-encoding': layers}},
    ]);
    poller.watch(id);
    await run(30_000);
    expect(health().map(one => one.code)).toEqual(['answering', 'malformed', 'answering']);
  });

  it('not text is kept as base64', async () => {
    const {poller, run, answers} = await ailing([{body: Buffer.from([0xff, 0xfe])}]);
    poller.watch(id);
    await run(1000);
    expect(answers()[0]?.raw).toMatchObject({encoding: 'base64', body: '//4='});
  });

  it('given with a cookie is kept without it', async () => {
    const {poller, quiet, answers} = await ailing([{...healthy.conversation, headers: {'set-cookie': 'session=1'}}]);
    poller.watch(id);
    await quiet();
    expect(answers()[0]?.raw?.headers['set-cookie']).toBe('(removed)');
  });
});

describe('a host that cannot be reached', () => {
  it('is said so, and is tried less and less often', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const {port} = server.address() as {port: number};
    await new Promise(resolve => server.close(resolve));
    const {poller, run, health, answers, clock} = await ailing([], {apiUrl: `http://127.0.0.1:${port}`});
    const start = clock.now();
    poller.watch(id);
    await run(60_000);
    expect(health()).toMatchObject([
      {
        state: 'failing',
        code: 'unreachable',
        text: expect.stringContaining(`127.0.0.1:${port} cannot be reached (ECONNREFUSED)`),
        retryAt: start + 1000,
      },
    ]);
    expect(answers()).toMatchObject([{failure: {code: 'unreachable'}}]);
    expect(answers()[0]).not.toHaveProperty('raw');
  });

  it('is probed by one request for all conversations', async () => {
    const down = Array.from({length: 5}, () => ({reset: 'headers' as const}));
    const {poller, run, api, health} = await ailing(down);
    poller.watch(id);
    await run(400);
    for (let n = 0; n < 20; n += 1) poller.watch(nthConversation(n));
    await run(10_000);
    const times = api.asked.slice(0, 6).map(one => one.at - (api.asked[0]?.at ?? 0));
    expect(times).toEqual([0, 500, 1500, 3500, 7500]);
    expect(health().map(one => one.code)).toEqual(['reset']);
    await run(60_000);
    expect(health().map(one => one.code)).toEqual(['reset', 'answering']);
    expect(poller.state.conversations).toBe(21);
  });
});

describe('a token that is refused', () => {
  const refusal: Reply = {status: 401, body: {code: 'system:error:expired-token', title: 'Unauthorized.'}};

  it('once is replaced, and nobody hears of it', async () => {
    const {poller, api, run, health, answers} = await ailing([refusal]);
    poller.watch(id);
    await run(1000);
    expect(api.asked.slice(0, 2).map(one => [one.kind, one.token])).toEqual([
      ['conversation', 'token-1'],
      ['conversation', 'token-2'],
    ]);
    expect(health().map(one => one.code)).toEqual(['answering']);
    expect(answers().every(one => !one.failure)).toBe(true);
  });

  it('twice is said once, and tried again seldom, until it is taken', async () => {
    const refusals = Array.from({length: 8}, () => refusal);
    const {poller, api, run, health, answers} = await ailing(refusals);
    poller.watch(id);
    await run(1000);
    poller.nudge(id);
    poller.watch(nthConversation(1));
    await run(600_000);
    const times = api.asked.map(one => one.at);
    expect(times.slice(1).map((at, index) => at - (times[index] ?? 0))).toEqual([0, 30_000, 60_000, 120_000, 240_000]);
    const [said] = health();
    expect(health()).toHaveLength(1);
    expect(said).toMatchObject({state: 'failing', code: 'unauthorized'});
    expect(said?.text).toMatch(/refused the token.*\(401, system:error:expired-token\).*private key.*clock/);
    expect(said?.retryAt).toBeGreaterThan(times[0] ?? 0);
    const refused = {raw: {status: 401}, failure: {code: 'unauthorized'}};
    expect(answers()).toMatchObject([refused, refused]);

    await run(1_000_000);
    expect(api.asked.length).toBeGreaterThan(16);
    expect(health().map(one => one.code)).toEqual(['unauthorized', 'answering']);
  });

  it('again later, after answers in between, is replaced again', async () => {
    const rig = await createRig(({kind}, count) => (count === 1 || count === 5 ? refusal : (healthy[kind] ?? {})));
    rigs.push(rig);
    rig.poller.watch(id);
    await rig.run(10_000);
    expect(rig.health().map(one => one.code)).toEqual(['answering']);
    expect(rig.api.asked.at(-1)?.token).toBe('token-3');
  });

  it('twice is tried seldom even when nothing can sign anew', async () => {
    const tokens = {token: async () => 'the same', renew: () => {}};
    const {poller, api, run, health} = await ailing([refusal, refusal, refusal, refusal], {tokens});
    poller.watch(id);
    await run(60_000);
    expect(api.asked).toHaveLength(3);
    expect(health().map(one => one.code)).toEqual(['unauthorized']);
  });

  it('by all requests under way at once is replaced once', async () => {
    const rig = await createRig(({token, kind}) => (token === 'token-1' ? refusal : (healthy[kind] ?? {})));
    rigs.push(rig);
    for (let n = 0; n < 8; n += 1) rig.poller.watch(nthConversation(n));
    await rig.run(10_000);
    expect(new Set(rig.api.asked.map(one => one.token))).toEqual(new Set(['token-1', 'token-2']));
    expect(rig.health().map(one => one.code)).toEqual(['answering']);
  });

  it('leaves no ended conversation waiting for it', async () => {
    const {poller, run} = await ailing(Array.from({length: 9}, () => refusal));
    poller.watch(id);
    await run(1000);
    poller.ended(id);
    await run(120_000);
    expect(poller.state.conversations).toBe(0);
  });

  it.each([
    [3_600_000, 'ahead of'],
    [-3_600_000, 'behind'],
  ])('because of a clock that is %i ms off says so, and is taken when that is set right', async (off, word) => {
    let isSet = false;
    const rig = await createRig(({kind, at}) => ({
      ...(isSet ? healthy[kind] : refusal),
      headers: {date: new Date(isSet ? at : at - off).toUTCString()},
    }));
    rigs.push(rig);
    rig.poller.watch(id);
    await rig.run(20_000);
    expect(rig.health().at(-1)?.text).toContain(`This machine's clock is 1 h 0 min ${word} that of 127.0.0.1`);
    rig.clock.set(-off);
    isSet = true;
    await rig.run(300_000);
    expect(rig.health().at(-1)).toMatchObject({state: 'ok'});
  });
});

describe('a key that cannot sign', () => {
  it('is said in its own words, and nothing is asked', async () => {
    const tokens = createTokenSource({applicationId: 'a', privateKey: 'not a key', now: Date.now});
    const {poller, api, run, health} = await ailing([], {tokens});
    poller.watch(id);
    await run(60_000);
    expect(api.asked).toEqual([]);
    expect(health()).toMatchObject([{state: 'failing', code: 'credentials'}]);
    expect(health()[0]?.text).toContain(new PrivateKeyError('not-a-key').message);
  });
});

describe('the wait', () => {
  it('is random, so that monitors that lost the same host do not come back together', async () => {
    const fault: Reply = {status: 500};
    const {poller, api, run} = await ailing([fault, fault, fault], {random: () => 0.25});
    poller.watch(id);
    await run(20_000);
    const times = api.asked.slice(0, 4).map(one => one.at);
    expect(times.slice(1).map((at, index) => at - (times[index] ?? 0))).toEqual([125, 250, 500]);
  });

  it('grows to half a minute and no further', async () => {
    const {poller, api, run} = await ailing(Array.from({length: 30}, () => ({status: 500})));
    poller.watch(id);
    await run(300_000);
    const times = api.asked.map(one => one.at);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.max(...gaps)).toBe(30_000);
    expect(gaps.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('grows through failures of different kinds', async () => {
    const {poller, api, run} = await ailing([{reset: 'headers'}, {hang: 'headers'}, {reset: 'body'}]);
    poller.watch(id);
    await run(60_000);
    const times = api.asked.slice(0, 4).map(one => one.at);
    expect(times.slice(1).map((at, index) => at - (times[index] ?? 0))).toEqual([500, 11_000, 2000]);
  });

  it('of a rate limit is kept to', async () => {
    const {poller, api, run} = await ailing([{status: 429, headers: {'retry-after': '10'}}]);
    poller.watch(id);
    await run(9900);
    expect(api.asked).toHaveLength(1);
  });

  it('of a rate limit can be seen, and how often it failed', async () => {
    const {poller, run} = await ailing([{status: 429, headers: {'retry-after': '10'}}]);
    expect(poller.outlook()).toEqual({conversations: 0, last: undefined, failures: 0});
    poller.watch(id);
    await run(4000);
    expect(poller.outlook()).toEqual({conversations: 1, last: '429', failures: 1, inMs: 6000});
    await run(7000);
    expect(poller.outlook()).toMatchObject({last: '200', failures: 0});
  });

  it('of a rate limit holds for all conversations', async () => {
    const {poller, api, run} = await ailing([{status: 429, headers: {'retry-after': '10'}}]);
    poller.watch(id);
    await run(100);
    for (let n = 0; n < 5; n += 1) {
      poller.watch(nthConversation(n));
      poller.nudge(nthConversation(n));
    }
    await run(9800);
    expect(api.asked).toHaveLength(1);
    await run(1000);
    expect(api.asked.length).toBeGreaterThan(5);
  });
});

import {request} from 'node:http';
import {createServer} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {exchange, listening, rawExchange} from './exchange.js';

/** What answers every request, and every handshake, with these bytes, and closes the connection. */
async function saying(bytes: string): Promise<string> {
  const server = createServer(socket => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.from(bytes, 'latin1')));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as {port: number}).port}`;
}

const inFrontOf = async (bytes: string, errors?: 'pass') =>
  listening({answering: {kind: 'forward', url: await saying(bytes), errors, answerMs: 2000, eventMs: 2000}});

const ncco = '[{"action":"talk","text":"hi"}]';
const length = `Content-Length: ${ncco.length}\r\n`;
const withHead = (head: string) => `HTTP/1.1 ${head}\r\n${length}\r\n${ncco}`;
const withHeader = (line: string) => withHead(`200 OK\r\n${line}`);
const inChunks = (chunks: string) => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`;
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** Each byte but the two that end the line, and the one that is a tab. */
const controls = [...Array(32).keys(), 127].filter(code => ![9, 10, 13].includes(code));

const unusable: [string, string, code?: string][] = [
  ...controls.map((code): [string, string, string] => [
    `the control character ${code} in the reason phrase`,
    withHead(`200 a${String.fromCharCode(code)}b`),
    'not-http',
  ]),
  ['a title for the terminal as the reason phrase', withHead('200 \x1b]0;owned\x07'), 'not-http'],
  ['the status 000', withHead('000 Nothing'), 'status'],
  ['the status 099', withHead('099 Almost'), 'status'],
  ['the status 600', withHead('600 More'), 'status'],
  ['the status 999', withHead('999 Most'), 'status'],
  ['a status of two digits', withHead('20 OK'), 'not-http'],
  ['a status of four digits', withHead('2000 OK'), 'not-http'],
  ['101 with an upgrade', 'HTTP/1.1 101 Switch\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nhello', 'status'],
  ['101 without one', 'HTTP/1.1 101 Switch\r\n\r\n', 'status'],
  ['100 and nothing more', 'HTTP/1.1 100 Continue\r\n\r\n', 'reset'],
  ['103 a thousand times and nothing more', 'HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n'.repeat(1000), 'reset'],
  ['a control character in a header', withHeader('X-A: \x1b[31m'), 'not-http'],
  ['a header with a space in its name', withHeader('X A: b'), 'not-http'],
  ['a header without a name', withHeader(': b'), 'not-http'],
  ['a folded header', withHeader('X-A: b\r\n c'), 'not-http'],
  ['20 kB of a header', withHeader(`X-A: ${'b'.repeat(20_000)}`), 'not-http'],
  ['two lengths', withHeader('Content-Length: 3'), 'not-http'],
  ['a length below nothing', `HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n${ncco}`, 'not-http'],
  ['a length and chunks', withHeader('Transfer-Encoding: chunked'), 'not-http'],
  [
    'a transfer encoding of its own',
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    'not-http',
  ],
  ['chunks without a length', inChunks(`zz\r\n${ncco}\r\n0\r\n\r\n`), 'not-http'],
  ['a chunk that is longer than any', inChunks(`${'f'.repeat(20)}\r\n${ncco}`), 'not-http'],
  ['chunks that end in the middle', inChunks(chunk(ncco)), 'reset'],
  ['a trailer that is none', inChunks(`${chunk(ncco)}0\r\nX A: \x1b\r\n\r\n`)],
  ['less than was announced', `HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n${ncco}`, 'reset'],
  ['HTTP/0.9', ncco, 'not-http'],
  ['nothing', '', 'reset'],
];

describe('a reply of the application that cannot be passed on', () => {
  it.each(unusable)('is a sentence for the caller, and no silence for anybody: %s', async (_what, bytes, code) => {
    const {url, of} = await inFrontOf(bytes);
    const call = await exchange(`${url}/webhooks/answer`);
    expect([call.status, call.body.toString()]).toEqual([200, expect.stringContaining('Sorry')]);
    const event = await exchange(`${url}/webhooks/event`, {method: 'POST', body: '{}'});
    expect([event.status, event.body.length]).toEqual([200, 0]);
    const failure = {code: code ?? expect.any(String), text: expect.stringMatching(/^.{20,}\.$/)};
    expect(of('reply')).toMatchObject([
      {by: 'monitor', failure},
      {by: 'monitor', failure},
    ]);
    expect(of('health').map(({part}) => part)).toEqual(['application']);
  });

  it.each([
    ['a phrase', withHead('200 a\x1bb'), 502],
    ['101', 'HTTP/1.1 101 Switch\r\n\r\n', 502],
    ['a connection that is closed', '', 503],
  ])('is an error status with --forward-errors pass: %s', async (_what, bytes, status) => {
    const {url} = await inFrontOf(bytes, 'pass');
    for (const route of ['answer', 'event']) expect((await exchange(`${url}/webhooks/${route}`)).status).toBe(status);
  });

  it.each(unusable.filter(([, , code]) => code))('is a 502 where no webhook was asked: %s', async (_what, bytes) => {
    const {url, port} = await inFrontOf(bytes);
    const answer = await rawExchange(port, 'GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    // Where the head was sound it has gone out already: then the body ends in the middle, as the application's did.
    const isCut = answer.startsWith('HTTP/1.1 200') && !answer.endsWith('0\r\n\r\n');
    expect(isCut || answer.slice(0, 12)).toEqual(isCut || 'HTTP/1.1 502');
    expect((await exchange(`${url}/health`)).status).toBe(200);
  });
});

describe('a reply of the application that is unusual', () => {
  it.each([
    ['a hundred 103 before it', `${'HTTP/1.1 103 Hints\r\n\r\n'.repeat(100)}${withHead('200 OK')}`],
    ['no reason phrase', withHead('200')],
    ['a reason phrase in Latin-1', withHead('200 Tr\xe8s bien')],
    ['HTTP/1.0', `HTTP/1.0 200 OK\r\n\r\n${ncco}`],
    ['a trailer', inChunks(`${chunk(ncco)}0\r\nX-Sum: 1\r\n\r\n`)],
    ['a second reply behind it', `${withHead('200 OK')}HTTP/1.1 500 No\r\n\r\n`],
    ['an upgrade on offer', withHeader('Upgrade: h2c\r\nConnection: upgrade')],
    ['a header that is a name of every object', withHeader('__proto__: x')],
    ['a length that belongs to the connection', withHeader('Connection: content-length')],
    ['a thousand headers', withHeader('a: b\r\n'.repeat(1000).trimEnd())],
  ])('goes through: %s', async (_what, bytes) => {
    const {url, of} = await inFrontOf(bytes);
    const {status, body} = await exchange(`${url}/webhooks/answer`);
    expect([status, body.toString()]).toEqual([200, ncco]);
    expect(of('reply')).toMatchObject([{by: 'application'}]);
    expect(of('health')).toEqual([]);
  });
});

describe('a handshake that the application answers with nonsense', () => {
  it.each([
    ['a phrase', 'HTTP/1.1 101 a\x1bb\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n'],
    ['no HTTP', 'hello\r\n\r\n'],
    ['600', 'HTTP/1.1 600 No\r\nContent-Length: 0\r\n\r\n'],
  ])('is refused with 502: %s', async (_what, bytes) => {
    const {url} = await inFrontOf(bytes);
    const status = await new Promise((resolve, reject) => {
      const headers = {Connection: 'Upgrade', Upgrade: 'websocket'};
      const sent = request(`${url}/socket`, {headers, agent: false});
      sent.on('error', reject).on('response', ({statusCode}) => resolve(statusCode));
      sent.end();
    });
    expect(status).toBe(502);
    expect((await exchange(`${url}/health`)).status).toBe(200);
  });
});

describe('an error of the monitor itself', () => {
  const broken = () => {
    throw new Error('out of numbers');
  };

  it('is a sentence for a caller, is told once and counted, and listening goes on', async () => {
    // The check of an NCCO may meet what nobody foresaw.
    const {url, of, close} = await listening({strict: true}, undefined, broken);
    for (let n = 0; n < 3; n++) {
      const {status, body} = await exchange(`${url}/webhooks/answer`);
      expect([status, body.toString()]).toEqual([200, expect.stringContaining('Sorry')]);
    }
    expect((await exchange(`${url}/webhooks/event`, {method: 'POST', body: '{}'})).status).toBe(200);
    await close();
    expect(of('health')).toMatchObject([
      {code: 'fault', text: expect.stringMatching(/GET \/webhooks\/answer was answered: out of numbers/)},
      {code: 'fault', text: expect.stringContaining('(2 such requests since the last report)')},
    ]);
  });

  it('is told behind the reply, and the reply recorded, when the reply has gone out', async () => {
    const {url, of} = await listening({}, undefined, broken);
    const {body} = await exchange(`${url}/webhooks/answer`);
    expect(body.toString()).toContain('no answer is set up');
    expect(of('reply')).toMatchObject([{raw: {status: 200}}]);
    expect(of('health')).toMatchObject([{code: 'fault'}]);
  });

  it('is 500 for an event', async () => {
    let emitted = 0;
    const {url, of} = await listening({}, () => (emitted++ === 0 ? broken() : true));
    const statuses: number[] = [];
    for (let n = 0; n < 2; n++) {
      statuses.push((await exchange(`${url}/webhooks/event`, {method: 'POST', body: '{}'})).status);
    }
    expect(statuses).toEqual([500, 200]);
    expect(of('health')).toMatchObject([{code: 'fault'}]);
  });
});

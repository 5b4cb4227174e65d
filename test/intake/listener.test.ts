import {rename, unlink, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {networkInterfaces} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {listenError} from '../../source/intake/error.js';
import {startListener} from '../../source/intake/listener.js';
import {temporaryFolder} from '../recording/folder.js';
import {exchange, listening} from './exchange.js';

const json = (body: Buffer) => JSON.parse(body.toString());
const never = () => {
  throw new Error('nothing is emitted here');
};

describe('the listener', () => {
  it.each(['GET', 'POST'])('answers %s on each of the four routes', async method => {
    const {url, of} = await listening();
    for (const route of ['answer', 'fallback'] as const) {
      const {status, headers, body} = await exchange(`${url}/webhooks/${route}`, {method});
      expect(status).toBe(200);
      expect(headers['content-type']).toMatch(/^application\/json/);
      expect(json(body)).toMatchObject([{action: 'talk', text: expect.stringContaining('no answer is set up')}]);
    }
    for (const route of ['event', 'rtc'] as const) {
      const {status, body} = await exchange(`${url}/webhooks/${route}`, {method});
      expect([status, body.length]).toEqual([200, 0]);
    }
    expect(of('reply').map(({to}) => to)).toEqual([1, 3, 5, 7]);
  });

  const hasIpv6 = Object.values(networkInterfaces()).some(all => all?.some(({address}) => address === '::1'));

  it.runIf(hasIpv6)('listens where it is told', async () => {
    const {url} = await listening({host: '::1'});
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await exchange(`${url}/webhooks/event`)).status).toBe(200);
  });

  it('listens on paths of your choice', async () => {
    const {url, observations} = await listening({routes: {event: '/e'}});
    expect((await exchange(`${url}/e?x=1`)).status).toBe(200);
    expect((await exchange(`${url}/webhooks/event`)).status).toBe(404);
    expect(observations[0]).toMatchObject({source: 'event', raw: {path: '/e?x=1'}});
  });

  it('tells that it lives, and records nothing about it', async () => {
    const {url, observations} = await listening();
    const {status, body} = await exchange(`${url}/health`);
    expect([status, json(body)]).toEqual([200, {status: 'ok'}]);
    expect(observations).toEqual([]);
  });

  it('refuses other methods', async () => {
    const {url, of} = await listening();
    for (const method of ['PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']) {
      const {status, headers} = await exchange(`${url}/webhooks/event`, {method});
      expect([status, headers.allow]).toEqual([405, 'GET, POST']);
    }
    expect(of('health')).toMatchObject([{part: 'listener', code: 'wrong-method'}]);
    expect(of('event')).toEqual([]);
  });

  it('answers 404 on unknown paths, and a scanner gets one line, not a hundred', async () => {
    const {url, observations, close} = await listening();
    for (let count = 0; count < 100; count++) expect((await exchange(`${url}/.env${count}`)).status).toBe(404);
    expect(observations).toMatchObject([
      {source: 'health', code: 'unknown-path', text: expect.stringContaining('GET /.env0 ')},
    ]);
    await close();
    expect(observations[1]).toMatchObject({code: 'unknown-path', text: expect.stringContaining('99 such requests')});
  });

  it('keeps a body that does not parse and still answers 200', async () => {
    const {url, of} = await listening();
    const body = '{"status": "answ';
    expect((await exchange(`${url}/webhooks/event`, {method: 'POST', body})).status).toBe(200);
    expect(of('event')[0]?.raw).toMatchObject({method: 'POST', body});
  });

  it('keeps bytes that are no text', async () => {
    const {url, of} = await listening();
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]);
    await exchange(`${url}/webhooks/event`, {method: 'POST', body});
    expect(of('event')[0]?.raw).toMatchObject({encoding: 'base64', body: body.toString('base64')});
  });

  it('keeps a byte order mark, NUL and every other character as it came', async () => {
    const {url, of} = await listening();
    const body = '\ufeff{"a":"\0\u2028\u{1f600}é"}\r\n';
    await exchange(`${url}/webhooks/event`, {method: 'POST', body});
    expect(of('event')[0]?.raw).toMatchObject({body});
    expect(of('event')[0]?.raw.encoding).toBeUndefined();
  });

  it('keeps headers with names in lower case and repetitions joined', async () => {
    const {url, of} = await listening();
    const headers = ['X-A', '1', 'x-a', '2', '__proto__', 'p', 'Constructor', 'c'];
    await exchange(`${url}/webhooks/event`, {headers});
    const kept = of('event')[0]?.raw.headers;
    expect(Object.entries(kept ?? {})).toEqual(
      expect.arrayContaining([
        ['x-a', '1, 2'],
        ['__proto__', 'p'],
        ['constructor', 'c'],
      ]),
    );
  });

  it('answers 413 to a body beyond the limit, and keeps its beginning', async () => {
    const {url, of} = await listening({limits: {bodyBytes: 1000}});
    const body = `${'é'.repeat(499)}x${'é'.repeat(3000)}`;
    const {status, headers} = await exchange(`${url}/webhooks/event`, {method: 'POST', body});
    expect([status, headers.connection]).toEqual([413, 'close']);
    expect(of('event')[0]?.raw).toMatchObject({body: `${'é'.repeat(499)}x`, cut: Buffer.byteLength(body)});
    expect(of('reply')[0]).toMatchObject({to: 1, raw: {status: 413}});
    const exactly = 'x'.repeat(1000);
    expect((await exchange(`${url}/webhooks/event`, {method: 'POST', body: exactly})).status).toBe(200);
    expect(of('event')[1]?.raw).not.toHaveProperty('cut');
  });

  it('does not unpack a compressed body: 415, and kept as it came', async () => {
    const {url, of} = await listening();
    const headers = ['Content-Encoding', 'gzip'];
    expect((await exchange(`${url}/webhooks/event`, {method: 'POST', headers, body: 'x'})).status).toBe(415);
    expect(of('event')[0]?.raw).toMatchObject({body: 'x', headers: {'content-encoding': 'gzip'}});
  });
});

describe('what answers', () => {
  it('connects to a number', async () => {
    const {url} = await listening({answering: {kind: 'connect', number: '447700000003'}});
    const {body} = await exchange(`${url}/webhooks/answer?to=1`);
    expect(json(body)).toEqual([{action: 'connect', endpoint: [{type: 'phone', number: '447700000003'}]}]);
  });

  it('is a file, read again when it changes, byte for byte', async () => {
    const file = join(await temporaryFolder(), 'ncco.json');
    await writeFile(file, '[ {"action":"talk","text":"1"} ]\n');
    const {url, of} = await listening({answering: {kind: 'file', file}});
    const answer = async () => (await exchange(`${url}/webhooks/answer`)).body.toString();
    expect(await answer()).toBe('[ {"action":"talk","text":"1"} ]\n');
    await writeFile(`${file}.new`, '\ufeff[]');
    await rename(`${file}.new`, file);
    expect(await answer()).toBe('[]');
    expect((await exchange(`${url}/webhooks/event`)).body.length).toBe(0);
    expect(of('health')).toEqual([]);
  });

  it('is a spoken default while the file is broken, and the screen is told once', async () => {
    const file = join(await temporaryFolder(), 'ncco.json');
    await writeFile(file, '[{"action":]');
    const {url, of} = await listening({answering: {kind: 'file', file}});
    const answer = async () => json((await exchange(`${url}/webhooks/answer`)).body);
    expect(await answer()).toMatchObject([{action: 'talk'}]);
    expect(await answer()).toMatchObject([{action: 'talk'}]);
    await writeFile(file, '{"action":"talk"}');
    expect(await answer()).toMatchObject([{action: 'talk'}]);
    await unlink(file);
    expect(await answer()).toMatchObject([{action: 'talk'}]);
    await writeFile(file, '[]');
    expect(await answer()).toEqual([]);
    expect(of('reply').map(({failure}) => failure?.text)).toEqual([
      expect.stringContaining('is not JSON'),
      expect.stringContaining('is not JSON'),
      expect.stringContaining('an NCCO is an array'),
      expect.stringContaining('there is no such file'),
      undefined,
    ]);
    expect(of('health').map(({state}) => state)).toEqual(['failing', 'ok']);
  });

  it('is looked through by the NCCO check, whose remarks go with the reply', async () => {
    const finding = {severity: 'warning' as const, code: 'x', text: 'y'};
    const check = vi.fn(() => [finding]);
    const {url, of} = await listening({}, undefined, check);
    await exchange(`${url}/webhooks/answer`);
    await exchange(`${url}/webhooks/event`);
    await exchange(`${url}/webhooks/answer`, {method: 'POST', headers: ['Content-Encoding', 'br'], body: 'x'});
    expect(check).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^\[/), 'application/json; charset=utf-8');
    expect(of('reply').map(({findings}) => findings)).toEqual([[finding], undefined, undefined]);
  });
});

describe('when the recording', () => {
  const routes = ['answer', 'fallback', 'event', 'rtc'];
  const statuses = async (url: string) =>
    Promise.all(routes.map(async route => (await exchange(`${url}/webhooks/${route}`)).status));

  it('refuses lines, calls are answered, and events are refused so that Vonage sends them again', async () => {
    const {url} = await listening({}, () => false);
    expect(await statuses(url)).toEqual([200, 200, 503, 503]);
  });

  it('hangs, nobody waits long for it', async () => {
    const {url} = await listening({}, () => undefined);
    expect(await statuses(url)).toEqual([200, 200, 503, 503]);
  });
});

describe('a required signature', () => {
  const signature = {secrets: [{secret: 'x'.repeat(32)}], required: true};

  it('keeps the unsigned out with 401 and shows them', async () => {
    const {url, of} = await listening({signature});
    for (const route of ['answer', 'event'] as const) {
      const {status, body} = await exchange(`${url}/webhooks/${route}`);
      expect([status, body.length]).toEqual([401, 0]);
      expect(of(route)[0]?.signature?.state).toBe('unsigned');
    }
  });

  it('does not let the unsigned fill the recording', async () => {
    const {url, observations, of} = await listening({signature});
    for (let count = 0; count < 60; count++) expect((await exchange(`${url}/webhooks/event`)).status).toBe(401);
    expect(of('event')).toHaveLength(20);
    expect(of('health')).toMatchObject([{code: 'refused', text: expect.stringContaining('401')}]);
    expect(observations).toHaveLength(41);
  });

  it('is a verdict and no more when it is not required', async () => {
    const {url, of} = await listening({signature: {...signature, required: false}});
    const headers = ['Authorization', 'Bearer a.b.c', 'Authorization', 'Bearer d.e.f'];
    expect((await exchange(`${url}/webhooks/event`, {headers})).status).toBe(200);
    expect(of('event')[0]?.signature?.state).toBe('bad-signature');
  });

  it('is no verdict without a secret', async () => {
    const {url, of} = await listening();
    await exchange(`${url}/webhooks/event`);
    expect(of('event')[0]).not.toHaveProperty('signature');
  });
});

describe('starting', () => {
  it('names the port that is in use, and what to do', async () => {
    const other = createServer();
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const {port} = other.address() as {port: number};
    await expect(startListener({port}, never)).rejects.toMatchObject({
      name: 'ListenerError',
      code: 'port-in-use',
      message: expect.stringMatching(new RegExp(`Port ${port} .* --port`)),
    });
  });

  it.each([
    ['EACCES', 'not-permitted'],
    ['EADDRNOTAVAIL', 'no-address'],
    ['ENOTFOUND', 'no-address'],
    ['EWHATEVER', 'failed'],
    ['constructor', 'failed'],
  ])('has a sentence for %s', (code, ours) => {
    const error = listenError(Object.assign(new Error('boom'), {code}), '10.0.0.1', 80);
    expect(error.code).toBe(ours);
    expect(error.message).toMatch(/10\.0\.0\.1.*\.$/);
  });

  it.each([
    [{routes: {event: '/health'}}, 'routes'],
    [{routes: {event: 'webhooks'}}, 'routes'],
    [{answering: {kind: 'file' as const, file: '/nowhere/ncco.json'}}, 'ncco-file'],
    [{answering: {kind: 'forward' as const, url: 'localhost:5000'}}, 'forward'],
    [{answering: {kind: 'forward' as const, url: 'http://me:secret@localhost'}}, 'forward'],
  ])('refuses %j', async (options, code) => {
    await expect(startListener({port: 0, ...options}, never)).rejects.toMatchObject({name: 'ListenerError', code});
  });

  it('does not forward to itself', async () => {
    const {port, close} = await listening();
    await close();
    const answering = {kind: 'forward' as const, url: `http://localhost:${port}/app`};
    await expect(startListener({port, answering}, never)).rejects.toMatchObject({code: 'forward'});
    // The port is free again.
    const again = await startListener({port}, never);
    await again.close();
  });
});

describe('closing', () => {
  it('waits for requests under way, and not for idle connections', async () => {
    const application = createServer();
    await new Promise<void>(resolve => application.listen(0, '127.0.0.1', resolve));
    const {port} = application.address() as {port: number};
    const {url, close} = await listening({answering: {kind: 'forward', url: `http://127.0.0.1:${port}`}});
    const reached = new Promise<import('node:net').Socket>(resolve => application.once('connection', resolve));
    const pending = exchange(`${url}/webhooks/answer`);
    const socket = await reached;
    const closing = close(30_000);
    socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]');
    expect((await pending).body.toString()).toBe('[]');
    await closing;
    application.close();
  });
});

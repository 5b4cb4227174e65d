import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {request as httpRequest, type IncomingHttpHeaders} from 'node:http';
import {connect} from 'node:net';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {describe, expect, it, onTestFinished} from 'vitest';
import {WebSocket} from 'ws';
import type {Observation} from '../../../source/call/observation.js';
import {headerLine, observationLine} from '../../../source/recording/line.js';
import {attachTo} from '../../../source/run/attach/attached.js';
import {CAUGHT_UP, PAGE_PROTOCOL, tokenProtocol} from '../../../source/run/serve/protocol.js';
import {type ServeOptions, type Serving, startServing} from '../../../source/run/serve/server.js';
import {emptyFolder} from '../../end-to-end/program.js';
import {until} from '../../helpers/until.js';

const token = 'a-token';
const header = headerLine({started: '2026-11-27T12:00:00.000Z', version: '1.2.3'});

/** Serves a recording of so many webhooks, each with this body, and a page of four short files. */
async function served(count: number, body: string, more: Partial<ServeOptions> = {}): Promise<Serving> {
  const folder = await emptyFolder();
  const file = join(folder, 'a.ndjson');
  const observations = Array.from({length: count}, (_, i) => ({
    ...{seq: i + 1, at: i, source: 'event'},
    raw: {method: 'POST', path: '/', headers: {}, body},
  })) as Observation[];
  await writeFile(file, header + observations.map(observationLine).join(''));
  for (const name of ['index.html', 'page.js', 'page.css', 'icon.svg']) await writeFile(join(folder, name), name);
  const page = pathToFileURL(`${folder}/`);
  const serving = await startServing({address: '127.0.0.1', port: 0, token, file, page, ...more});
  onTestFinished(() => serving.close());
  return serving;
}

type Answer = {status: number; headers: IncomingHttpHeaders; text: string};

async function ask(serving: Serving, path: string, method = 'GET', headers = {}): Promise<Answer> {
  const asked = httpRequest(new URL(path, serving.page), {method, headers}).end();
  const [response] = await once(asked, 'response');
  let text = '';
  for await (const part of response) text += part;
  return {status: response.statusCode, headers: response.headers, text};
}

/** Opens a WebSocket as the page does, and gives how it was closed. */
function asPage(serving: Serving, given: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(serving.url, [PAGE_PROTOCOL, tokenProtocol(given)], {headers});
  onTestFinished(() => socket.terminate());
  socket.on('error', () => undefined);
  const closed = new Promise<[number, string]>(resolve =>
    socket.once('close', (code, reason) => resolve([code, String(reason)])),
  );
  return {socket, closed};
}

describe('the page that is served', () => {
  it.each([
    ['/', 'index.html', 'text/html; charset=utf-8'],
    ['/page.js', 'page.js', 'text/javascript; charset=utf-8'],
    ['/page.css', 'page.css', 'text/css; charset=utf-8'],
    ['/icon.svg', 'icon.svg', 'image/svg+xml'],
  ])('%s is there for everybody, and forbids whatever is not served with it', async (path, text, type) => {
    const serving = await served(1, '');
    const {headers, ...got} = await ask(serving, path);
    expect(got).toEqual({status: 200, text});
    expect(headers).toMatchObject({
      'content-type': type,
      'content-length': String(text.length),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    const policy = String(headers['content-security-policy']);
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "base-uri 'none'"],
        ...["form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"],
      ]),
    );
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const head = await ask(serving, path, 'HEAD');
    expect(head).toMatchObject({status: 200, text: '', headers: {'content-length': String(text.length)}});
  });

  it.each([
    ['GET', '/nothing', {}, 404, 'Nothing is here but the page (/)'],
    ['GET', '/page.js?a', {}, 404, 'Nothing is here'],
    ['GET', '/../a.ndjson', {}, 404, 'Nothing is here'],
    ['GET', '/%2e%2e/a.ndjson', {}, 404, 'Nothing is here'],
    ['GET', '/constructor', {}, 404, 'Nothing is here'],
    ['POST', '/', {}, 405, 'GET and HEAD'],
    ['DELETE', '/page.js', {}, 405, 'GET and HEAD'],
    ['GET', '/', {host: 'evil.example.com'}, 403, 'This is not evil.example.com'],
    ['GET', '/', {origin: 'http://evil.example.com'}, 403, 'Pages of others'],
    ['GET', '/', {a: 'x'.repeat(20_000)}, 431, 'The headers are too long.'],
  ])('%s %s with %j: %s', async (method, path, headers, status, text) => {
    const got = await ask(await served(1, ''), path, method, headers);
    expect(got).toMatchObject({status, text: expect.stringContaining(text)});
    if (status === 405) expect(got.headers.allow).toBe('GET, HEAD');
  });

  it('says what is no request, and goes on', async () => {
    const serving = await served(1, '');
    const socket = connect(Number(new URL(serving.page).port), '127.0.0.1');
    socket.end('What?\r\n\r\n');
    let text = '';
    for await (const part of socket) text += part;
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request[\s\S]*This is no request/);
    expect(await ask(serving, '/')).toMatchObject({status: 200});
  });

  it('says where it is missing beside the program', async () => {
    const nowhere = pathToFileURL(`${await emptyFolder()}/`);
    const got = await ask(await served(1, '', {page: nowhere}), '/');
    expect(got).toMatchObject({status: 500, text: expect.stringContaining('install it again')});
  });
});

describe('a page that attaches', () => {
  it('gets the lines with its token, and no other protocol than its own back', async () => {
    const {socket} = asPage(await served(3, ''), token);
    const messages: string[] = [];
    socket.on('message', data => messages.push(String(data)));
    await once(socket, 'open');
    expect(socket.protocol).toBe(PAGE_PROTOCOL);
    socket.send('{"after":1}');
    await until(() => expect(messages).toHaveLength(3));
    expect(JSON.parse(messages[0] ?? '')).toMatchObject({schema: 'convo-monitor/feed@1', now: expect.any(Number)});
    expect(messages[1]?.match(/^\{"seq":\d/gm)).toEqual(['{"seq":2', '{"seq":3']);
    expect(messages[2]).toBe(CAUGHT_UP);
  });

  it('is told by a code that its token is another one, and sees nothing', async () => {
    const {socket, closed} = asPage(await served(1, ''), 'other');
    const messages: unknown[] = [];
    socket.on('message', data => messages.push(data));
    expect(await closed).toEqual([4401, expect.stringContaining('The token is missing, or another one.')]);
    expect(messages).toEqual([]);
  });

  it('of others is refused, whatever it knows', async () => {
    const {socket} = asPage(await served(1, ''), token, {origin: 'http://evil.example.com'});
    const [error] = await once(socket, 'error');
    expect(error.message).toBe('Unexpected server response: 403');
  });

  it('counts with attach where tokens are tried', async () => {
    const serving = await served(1, '');
    for (let i = 0; i < 5; i++) await asPage(serving, `other ${i}`).closed;
    for (let i = 0; i < 5; i++)
      await expect(attachTo({url: serving.url, token: () => `other-${i}`})).rejects.toMatchObject({status: 401});
    expect(await asPage(serving, token).closed).toEqual([4429, expect.stringContaining('wait a minute')]);
    await expect(attachTo({url: serving.url, token: () => token})).rejects.toMatchObject({
      status: 429,
      message: expect.stringContaining('too many tokens were tried'),
    });
  });

  it('gets no more than it has room for until it says that it took that in', async () => {
    const {socket} = asPage(await served(2000, 'x'.repeat(1000)), token);
    let bytes = 0;
    let isFirst = true;
    socket.on('message', (data: Buffer) => {
      if (!isFirst) bytes += data.length;
      isFirst = false;
    });
    await once(socket, 'open');
    socket.send('{"after":0,"window":300000}');
    await until(() => expect(bytes).toBeGreaterThanOrEqual(300_000));
    // One message is on its way when the window is full, and a ping is answered behind whatever was sent.
    socket.ping();
    await once(socket, 'pong');
    expect(bytes).toBeLessThan(300_000 + 256 * 1024 + 2000);
    const before = bytes;
    socket.send('what?');
    socket.send(JSON.stringify({taken: before}));
    await until(() => expect(bytes).toBeGreaterThanOrEqual(before + 300_000));
    socket.send(JSON.stringify({taken: 1e12}));
    await until(() => expect(bytes).toBeGreaterThan(2_000_000));
  });
});

it('no phone number leaves a monitor that hides them', async () => {
  const body = JSON.stringify({from: '447700900001', to: 447700900002, uuid: 'a'});
  const serving = await served(2, body, {mask: true});
  const {batches, close} = await attachTo({url: serving.url, token: () => token});
  onTestFinished(close);
  const {value} = await batches.next();
  expect(value).toHaveLength(2);
  expect(value[0].raw.body).toMatch(/^\{"from":"44•+0001","to":"44•+0002","uuid":"a"\}$/);
  expect(JSON.stringify(value)).not.toContain('7009000');
});

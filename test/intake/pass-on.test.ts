import {randomBytes} from 'node:crypto';
import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {until} from '../helpers/until.js';
import {exchange, listening} from './exchange.js';

/** The developer's application. */
async function application(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const inFront = async (answer: RequestListener = (_, response) => response.end()) =>
  listening({answering: {kind: 'forward', url: await application(answer)}});

describe('what is no webhook, in front of an application', () => {
  it('goes through as it is, and nothing of it is kept', async () => {
    const sound = randomBytes(3_000_000);
    const {url, observations} = await inFront((request, response) => {
      response.writeHead(206, 'Some', {'Content-Type': 'audio/mpeg', 'X-Asked': `${request.method} ${request.url}`});
      response.end(sound);
    });
    const {status, headers, body} = await exchange(`${url}/audio/hold.mp3?a=%20b`, {headers: ['Range', 'bytes=0-']});
    expect([status, headers['content-type'], headers['x-asked']]).toEqual([
      206,
      'audio/mpeg',
      'GET /audio/hold.mp3?a=%20b',
    ]);
    expect(body.equals(sound)).toBe(true);
    expect(observations).toEqual([]);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('may be a %s', async method => {
    const {url} = await inFront((request, response) => {
      request.pipe(response.writeHead(200, {'X-Method': request.method ?? ''}));
    });
    const {status, headers, body} = await exchange(`${url}/things/1`, {method, body: 'ab'});
    expect([status, headers['x-method'], body.toString()]).toEqual([200, method, method === 'HEAD' ? '' : 'ab']);
  });

  it('is a webhook all the same when it names a conversation: an action may have any eventUrl', async () => {
    const {url, of} = await inFront();
    await exchange(`${url}/recordings`, {method: 'POST', body: '{"conversation_uuid":"CON-1"}'});
    expect(of('event')).toMatchObject([{raw: {path: '/recordings'}}]);
  });

  it('is answered 502 with the reason when nothing listens there', async () => {
    const {url} = await listening({answering: {kind: 'forward', url: 'http://127.0.0.1:1'}});
    const {status, body} = await exchange(`${url}/audio/hold.mp3`);
    expect([status, body.toString()]).toEqual([502, expect.stringContaining('Nothing listens at http://127.0.0.1:1')]);
  });

  it('is told of when the application knows no such path', async () => {
    const {url, of} = await inFront((_, response) => response.writeHead(404).end('what?'));
    const {status, body} = await exchange(`${url}/webhooks/answr`);
    expect([status, body.toString()]).toEqual([404, 'what?']);
    expect(of('health')).toMatchObject([{code: 'unknown-path', text: expect.stringContaining('GET /webhooks/answr')}]);
  });

  it('may not be larger than a webhook', async () => {
    const {url, of} = await inFront();
    const {status} = await exchange(`${url}/upload`, {method: 'POST', body: Buffer.alloc(300_000)});
    expect(status).toBe(413);
    expect(of('health')).toMatchObject([{code: 'too-large'}]);
  });

  it('has limited room, and webhooks have theirs', async () => {
    let waiting = 0;
    const {url} = await inFront((request, response) => {
      if (request.url === '/slow') waiting++;
      else response.end();
    });
    const slow = Array.from({length: 64}, () => exchange(`${url}/slow`).catch(() => undefined));
    await until(() => expect(waiting).toBe(64));
    expect((await exchange(`${url}/slow`)).status).toBe(503);
    expect((await exchange(`${url}/webhooks/event`, {method: 'POST', body: '{}'})).status).toBe(200);
    expect(slow).toHaveLength(64);
  });
});

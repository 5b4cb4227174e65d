import {randomBytes} from 'node:crypto';
import {createServer, type RequestListener} from 'node:http';
import {type AddressInfo, connect} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {WebSocket, WebSocketServer} from 'ws';
import {until} from '../helpers/until.js';
import {exchange, listening} from './exchange.js';

/** The developer's application; `sockets` are at `/socket`, and say back what they hear. */
async function application(answer: RequestListener = (_, response) => response.end()) {
  const server = createServer(answer);
  const sockets = new WebSocketServer({noServer: true});
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/socket?a=1') return socket.end('HTTP/1.1 401 Go Away\r\nContent-Length: 2\r\n\r\nno');
    sockets.handleUpgrade(request, socket, head, client => {
      client.on('message', (data, isBinary) => client.send(data, {binary: isBinary}));
      const {host, 'x-forwarded-host': forwarded, authorization: auth} = request.headers;
      client.send(JSON.stringify({host, forwarded, auth}));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const client of sockets.clients) client.terminate();
    server.close();
    server.closeAllConnections();
  });
  return {sockets, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`};
}

const inFront = async (answer?: RequestListener) => {
  const app = await application(answer);
  return {app, ...(await listening({answering: {kind: 'forward', url: app.url}}))};
};

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

/** A client, and what it has heard. */
function client(url: string) {
  const socket = new WebSocket(url.replace('http', 'ws'), {headers: {authorization: 'Bearer x'}});
  const heard: (string | Buffer)[] = [];
  const ended = new Promise<string>(resolve => {
    socket.on('error', error => resolve(error.message));
    socket.on('close', code => resolve(`closed ${code}`));
  });
  socket.on('message', (data: Buffer, isBinary) => heard.push(isBinary ? data : data.toString()));
  onTestFinished(() => socket.terminate());
  return {socket, heard, ended, opened: new Promise(resolve => socket.once('open', resolve))};
}

describe('a WebSocket, in front of an application', () => {
  it('goes through both ways, until one side closes it', async () => {
    const {url, app} = await inFront();
    const {host} = new URL(url);
    const {socket, heard, ended, opened} = client(`${url}/socket?a=1`);
    await opened;
    const audio = randomBytes(100_000);
    socket.send('{"event":"websocket:connected"}');
    socket.send(audio);
    const greeting = JSON.stringify({host, forwarded: host, auth: 'Bearer x'});
    await until(() => expect(heard).toEqual([greeting, '{"event":"websocket:connected"}', audio]));
    for (const far of app.sockets.clients) far.close(4321);
    expect(await ended).toBe('closed 4321');
  });

  it('is refused as the application refuses it', async () => {
    const {url} = await inFront();
    expect(await client(`${url}/other`).ended).toBe('Unexpected server response: 401');
  });

  it('is answered 502 when nothing listens there', async () => {
    const {url} = await listening({answering: {kind: 'forward', url: 'http://127.0.0.1:1'}});
    expect(await client(`${url}/socket`).ended).toBe('Unexpected server response: 502');
  });

  it('is refused while as many are open as may be, and whoever then resets the connection ends nothing', async () => {
    const {url, port} = await inFront();
    const handshake = 'GET /socket?a=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    await Promise.all(Array.from({length: 64}, () => client(`${url}/socket?a=1`).opened));
    const socket = connect(port, '127.0.0.1', () => socket.write(handshake));
    socket.setEncoding('latin1');
    const answer = await new Promise(resolve => socket.once('data', resolve));
    expect(answer).toContain('503');
    socket.resetAndDestroy();
    expect((await exchange(`${url}/webhooks/event`, {method: 'POST', body: '{}'})).status).toBe(200);
  });

  it('has no place at a webhook', async () => {
    const {url} = await inFront();
    expect(await client(`${url}/webhooks/event`).ended).toBe('socket hang up');
  });

  it('ends with the listener', async () => {
    const {url, close} = await inFront();
    const {ended, opened} = client(`${url}/socket?a=1`);
    await opened;
    await close();
    expect(await ended).toBe('closed 1006');
  });
});

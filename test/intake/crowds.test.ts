import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {type AddressInfo, connect, type Socket} from 'node:net';
import {Worker} from 'node:worker_threads';
import {describe, expect, it, onTestFinished} from 'vitest';
import {keepRoom} from '../../source/intake/connections.js';
import {defaultLimits, hardenedServer} from '../../source/intake/server.js';
import {until} from '../helpers/until.js';

/** A server that keeps room, handles a request as told, and remembers whom it told what. */
async function server(limit: number, handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const told: string[] = [];
  const http = createServer();
  const room = keepRoom(http, {limit, onCrowd: text => told.push(text)});
  http.on('request', (request, response) => {
    room.take(request, response, () => {
      handle(request, response);
      request.resume();
    });
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.close();
    http.closeAllConnections();
  });
  return {told, room, port: (http.address() as AddressInfo).port};
}

/** A connection that has written this, and what came back. */
function client(port: number, text = '') {
  const heard: string[] = [];
  const socket: Socket = connect(port, '127.0.0.1', () => socket.write(text));
  socket.setEncoding('latin1').on('data', data => heard.push(String(data)));
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  return {socket, heard: () => heard.join(''), isOpen: () => !socket.destroyed};
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const begun = (path: string) => `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n`;
const statuses = (text: string) => [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(match => Number(match[1]));

describe('room for whole requests', () => {
  it('is made by those that send, the slowest first', async () => {
    const bytes = new Map<string, number>();
    const {port, told} = await server(8, (request, response) => {
      const {url = ''} = request;
      bytes.set(url, 0);
      request.on('data', (data: Buffer) => bytes.set(url, (bytes.get(url) ?? 0) + data.length));
      request.on('end', () => response.end());
      request.on('error', () => undefined);
    });
    const senders = new Map<string, ReturnType<typeof client>>();
    for (const path of ['/a', '/b', '/c', '/d']) {
      const sender = client(port, begun(path));
      senders.set(path, sender);
      await until(() => expect(bytes.get(path)).toBe(0));
      if (path !== '/b') sender.socket.write('x'.repeat(100));
      if (path !== '/b') await until(() => expect(bytes.get(path)).toBe(100));
    }
    const good = client(port, get('/good'));
    await until(() => expect(statuses(good.heard())).toEqual([200]));
    client(port, begun('/e'));
    await until(() => expect(senders.get('/b')?.isOpen()).toBe(false));
    expect([...senders].flatMap(([path, {isOpen}]) => (isOpen() ? [path] : []))).toEqual(['/a', '/c', '/d']);
    expect(told).toEqual([expect.stringContaining('did not end')]);
  });

  it('is made by those that sent nothing, and not by those that had answers', async () => {
    const {port} = await server(8, (_, response) => response.end());
    const kept = client(port, get('/'));
    await until(() => expect(statuses(kept.heard())).toEqual([200]));
    const silent = Array.from({length: 20}, () => client(port));
    await until(() => expect(silent.filter(each => each.isOpen())).toHaveLength(4));
    kept.socket.write(get('/'));
    await until(() => expect(statuses(kept.heard())).toEqual([200, 200]));
  });

  it('has an end where too many wait for an answer: the next is told to come again', async () => {
    const held: ServerResponse[] = [];
    const {port, told} = await server(4, (_, response) => void held.push(response));
    const waiting = Array.from({length: 4}, () => client(port, get('/')));
    await until(() => expect(held).toHaveLength(4));
    await until(() => {
      const one = client(port, get('/'));
      return new Promise<void>((resolve, reject) => {
        one.socket.on('close', () => (statuses(one.heard())[0] === 503 ? resolve() : reject(new Error(one.heard()))));
      });
    });
    for (const response of held) response.end();
    for (const {heard} of waiting) await until(() => expect(statuses(heard())).toEqual([200]));
    expect(told[0]).toContain('503');
  });
});

describe('requests on one connection', () => {
  it('are handled one after the other', async () => {
    let underWay = 0;
    let most = 0;
    const {port} = await server(8, (_, response) => {
      most = Math.max(most, ++underWay);
      setImmediate(() => {
        underWay--;
        response.end();
      });
    });
    const {heard} = client(port, get('/').repeat(300));
    await until(() => expect(statuses(heard())).toHaveLength(300));
    expect(most).toBe(1);
  });

  it('are not waited for when hundreds come before an answer', async () => {
    const {port, told} = await server(8, () => undefined);
    const {socket} = client(port, get('/').repeat(600));
    await new Promise(resolve => socket.on('close', resolve));
    expect(told[0]).toContain('without waiting for an answer');
  });

  it('come to an end when the server closes', async () => {
    const {port, room} = await server(8, (_, response) => response.end());
    room.close();
    const {socket, heard} = client(port, get('/'));
    await new Promise(resolve => socket.on('close', resolve));
    expect(heard()).toContain('Connection: close');
  });
});

/** Sends this, and resets the connection, before the server of this thread comes to accept it. */
function sendAndGo(port: number, text: string): void {
  const gone = new Int32Array(new SharedArrayBuffer(4));
  const stranger = `
    const {connect} = require('node:net');
    const {port, text, gone} = require('node:worker_threads').workerData;
    const socket = connect(port, '127.0.0.1', () => socket.write(text, () => socket.resetAndDestroy()));
    socket.on('close', () => { Atomics.store(gone, 0, 1); Atomics.notify(gone, 0); });`;
  new Worker(stranger, {eval: true, workerData: {port, text, gone}});
  Atomics.wait(gone, 0, 0);
}

it('nothing is made of a request whose sender went before it was accepted', async () => {
  const asked: string[] = [];
  const {server, close} = hardenedServer(defaultLimits, {
    handle({url = ''}, response) {
      asked.push(url);
      response.end();
    },
    upgrade: (_request, socket) => void socket.destroy(),
    refused: () => undefined,
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => close(0));
  const {port} = server.address() as AddressInfo;
  for (const path of ['/gone/1', '/gone/2']) sendAndGo(port, get(path));
  const good = client(port, get('/good'));
  await until(() => expect(statuses(good.heard())).toEqual([200]));
  expect(asked).toEqual(['/good']);
});

import {once} from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import {connect as connectBus} from '@nats-io/transport-node';
import {Agent, request} from 'undici';
import {beforeAll, describe, expect, it, onTestFinished, vi} from 'vitest';
import {WebSocket} from 'ws';
import {freePort, knock} from '../../source/run/ports.js';
import {neverWithItself, refuseSelfConnections} from '../../source/run/self-connection.js';

/**
 * Every socket gets the port that it connects to for its own, which else is a matter of luck: where nobody listens there, it is connected with itself. Gives the
 * sockets that were opened since.
 */
function withoutLuck(): net.Socket[] {
  const opened: net.Socket[] = [];
  const {connect} = net.Socket.prototype;
  const spy = vi.spyOn(net.Socket.prototype, 'connect');
  // Called by Node with the arguments made ready, of which the first holds the options.
  spy.mockImplementation(function (this: net.Socket, ...given: unknown[]) {
    opened.push(this);
    const [first] = given;
    const options: unknown = Array.isArray(first) ? first[0] : first;
    if (options instanceof Object && 'port' in options)
      Object.assign(options, {localPort: Number(options.port), localAddress: '127.0.0.1'});
    return Reflect.apply(connect, this, given);
  });
  onTestFinished(() => spy.mockRestore());
  return opened;
}

const isHeld = (opened: readonly net.Socket[]): boolean => opened.some(({destroyed}) => !destroyed);

it('a socket is connected with itself where nothing is done about it', async () => {
  const port = await freePort();
  const opened = withoutLuck();
  const socket = net.connect({port, host: '127.0.0.1'});
  await once(socket, 'connect');
  expect([socket.localPort, socket.remotePort, isHeld(opened)]).toEqual([port, port, true]);
  socket.destroy();
});

describe('nobody who tries a port of this machine holds it', () => {
  beforeAll(() => refuseSelfConnections());
  const host = '127.0.0.1';
  const failed = async (emitter: NodeJS.EventEmitter) => (await once(emitter, 'error'))[0];

  it.each<[string, (port: number) => Promise<unknown>]>([
    ['a socket', port => failed(net.connect({port, host}))],
    ['a request', port => failed(http.get({port, host}))],
    [
      'a request that keeps its connection',
      port => failed(http.get({port, host, agent: new http.Agent({keepAlive: true})})),
    ],
    ['undici', port => request(`http://${host}:${port}/`, {dispatcher: new Agent()}).catch(error => error)],
    ['a WebSocket', port => failed(new WebSocket(`ws://${host}:${port}`))],
    [
      'a WebSocket with TLS',
      port => {
        const finishRequest = (asked: http.ClientRequest) => {
          asked.once('socket', neverWithItself);
          asked.end();
        };
        return failed(new WebSocket(`wss://${host}:${port}`, {finishRequest}));
      },
    ],
    ['a bus', port => connectBus({servers: `${host}:${port}`, reconnect: false}).catch(error => error.cause ?? error)],
  ])('%s', async (_, tried) => {
    const port = await freePort();
    const opened = withoutLuck();
    expect(await tried(port)).toMatchObject({code: 'ECONNREFUSED'});
    expect([opened.length, isHeld(opened)]).toEqual([1, false]);
  });

  it('TLS that begins at once', async () => {
    const port = await freePort();
    const opened = withoutLuck();
    await failed(https.get({port, host}));
    expect([opened.length, isHeld(opened)]).toEqual([1, false]);
  });

  it('who knocks', async () => {
    const port = await freePort();
    const opened = withoutLuck();
    expect([await knock(host, port, 10_000), opened.length, isHeld(opened)]).toEqual(['ECONNREFUSED', 1, false]);
  });

  it('and whoever is there is connected to as always', async () => {
    const server = net.createServer(socket => socket.end('hello')).listen(0, host);
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const socket = net.connect({port: (server.address() as net.AddressInfo).port, host});
    const heard: string[] = [];
    for (const event of ['connect', 'ready']) socket.on(event, () => heard.push(event));
    const [said] = await once(socket, 'data');
    expect([heard, String(said), Object.hasOwn(socket, 'emit')]).toEqual([['connect', 'ready'], 'hello', true]);
  });
});

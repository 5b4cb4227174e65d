import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import fc from 'fast-check';
import {describe, expect, it, onTestFinished} from 'vitest';
import {WebSocketServer} from 'ws';
import {brokenOf, tries} from '../helpers/mutants.js';
import {type StartOptions, start} from './start.js';

/** A frame as a server sends it, one character a byte. */
function frame(first: number, payload: string): string {
  const {length} = payload;
  const size = length < 126 ? [length] : [126, length >> 8, length & 255];
  return String.fromCharCode(first, ...size) + payload;
}
const [text, binary, last, ping] = [0x81, 0x82, 0x80, 0x89];

const conversations = [
  frame(text, '{"action":"clear"}') + frame(text, '{"action":"notify","payload":{"customKey":[1]}}'),
  frame(binary, '\0\x10'.repeat(320)).repeat(8) + frame(text, '{"action":"notify"}'),
  frame(0x01, '{"action":') + frame(ping, 'x') + frame(last, '"clear"}'),
  frame(text, 'hello') + frame(0x88, '\x03\xe8bye'),
];
const pieces = [
  frame(text, '{"action":{"toString":1},"payload":null}'),
  frame(text, '[[[]]]'),
  frame(text, '\xff\xfe'),
  frame(binary, ''),
  frame(binary, 'x'),
  frame(0x88, '\0\0'),
  frame(0x88, '\x03'),
  '\x81\x7f\0\0\0\0\0\x10\0\0',
  '\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff',
  '\xf1\x01x',
  '\x00\x01x',
  '\x81\x81abcdx',
  frame(0x01, 'x').repeat(100),
  frame(ping, 'x'.repeat(125)).repeat(100),
];

/** An application that sends these bytes on its WebSocket as soon as that is open, and is right in everything else. */
async function startSocket() {
  const application = {sends: '', url: ''};
  const [server, sockets] = [createServer(), new WebSocketServer({noServer: true})];
  server.on('upgrade', (request, connection, head) => {
    sockets.handleUpgrade(request, connection, head, socket => {
      socket.on('error', () => undefined);
      connection.write(Buffer.from(application.sends, 'latin1'));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  application.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => void server.close());
  return application;
}

describe('frames that an application sends right behind its handshake', () => {
  const begun = async (options?: StartOptions) => {
    const socket = await startSocket();
    const ncco = [{action: 'connect', endpoint: [{type: 'websocket', uri: socket.url}]}];
    const run = await start(({path}) => (path === '/answer' ? {body: ncco} : {}), options);
    onTestFinished(run.close);
    const place = async (sends: string) => {
      socket.sends = sends;
      const {legs} = await run.vonage.place('websocket');
      return legs.map(({statuses}) => statuses.map(({status}) => status));
    };
    return {...run, place};
  };

  it('are read, and end the connection where they are none', async () => {
    const {place} = await begun();
    const [, far] = await place('\xf1\x01x');
    expect(far).toEqual(['started', 'answered', 'disconnected', 'completed']);
  });

  it('end no simulated call otherwise than in the usual way when somebody changed them', async () => {
    const {place} = await begun({speed: 500});
    await fc.assert(
      fc.asyncProperty(brokenOf(conversations, pieces), async mutant => {
        for (const statuses of await place(mutant)) expect(statuses.at(-1)).toBe('completed');
      }),
      tries(40),
    );
  });
});

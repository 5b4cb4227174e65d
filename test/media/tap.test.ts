import {randomBytes} from 'node:crypto';
import {createServer} from 'node:http';
import {type AddressInfo, connect, createServer as createTcpServer} from 'node:net';
import fc from 'fast-check';
import {describe, expect, it, onTestFinished} from 'vitest';
import {WebSocket, WebSocketServer} from 'ws';
import type {Sender} from '../../source/call/media.js';
import type {SocketSession} from '../../source/media/session.js';
import {readSocket} from '../../source/media/tap.js';
import {until} from '../helpers/until.js';

/** A session that notes what it is told. */
function noting() {
  const told: [string, Sender | 'monitor', string][] = [];
  const session: SocketSession = {
    audio: (from, bytes) => void told.push(['audio', from, Buffer.from(bytes).toString('base64')]),
    text: (from, bytes) => void told.push(['text', from, bytes.toString()]),
    closing: (from, code, reason) => void told.push(['closing', from, `${code} ${reason}`]),
    unreadable: text => void told.push(['unreadable', 'monitor', text]),
    settle: () => undefined,
    ended: by => void told.push(['ended', by, '']),
    levels: () => undefined,
  };
  return {told, session};
}

/** What passes between a client and a server of the library, as bytes, and what each of them said. */
async function recorded(
  {client, server}: {client: (string | Buffer)[]; server: (string | Buffer)[]},
  perMessageDeflate: boolean,
) {
  const passed: [Sender, Buffer][] = [];
  const http = createServer();
  const sockets = new WebSocketServer({server: http, perMessageDeflate: perMessageDeflate && {threshold: 0}});
  let extensions: string | undefined;
  sockets.on('headers', headers => {
    extensions = headers.find(each => /^sec-websocket-extensions/i.test(each))?.split(': ')[1];
  });
  sockets.on('connection', each => {
    for (const message of server) each.send(message);
    let heard = 0;
    each.on('message', () => ++heard === client.length && each.close(4001, 'enough'));
    if (client.length === 0) each.close(4001, 'enough');
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  const between = createTcpServer(near => {
    const far = connect((http.address() as AddressInfo).port, '127.0.0.1');
    let isOpen = false;
    far.on('data', (bytes: Buffer) => {
      near.write(bytes);
      const end = isOpen ? 0 : bytes.indexOf('\r\n\r\n') + 4;
      isOpen = true;
      passed.push(['application', bytes.subarray(end)]);
    });
    near.on('data', (bytes: Buffer) => {
      far.write(bytes);
      if (isOpen) passed.push(['vonage', bytes]);
    });
    near.on('close', () => far.destroy()).on('error', () => undefined);
    far.on('close', () => near.destroy()).on('error', () => undefined);
  });
  await new Promise<void>(resolve => between.listen(0, '127.0.0.1', resolve));
  const socket = new WebSocket(`ws://127.0.0.1:${(between.address() as AddressInfo).port}`, {perMessageDeflate});
  onTestFinished(() => {
    socket.terminate();
    http.close();
    between.close();
  });
  socket.on('open', () => {
    for (const message of client) socket.send(message);
  });
  await new Promise(resolve => socket.on('close', resolve));
  return {passed, extensions};
}

const said = (from: Sender, messages: (string | Buffer)[]) =>
  messages.map(each => (typeof each === 'string' ? ['text', from, each] : ['audio', from, each.toString('base64')]));

describe('the tap of a WebSocket', () => {
  it.each([false, true])('reads what passes both ways, however it is cut; compressed: %s', async perMessageDeflate => {
    const client = ['{"event":"websocket:connected"}', randomBytes(640), randomBytes(70_000), 'ä'.repeat(300), ''];
    const server = [randomBytes(640), '{"action":"clear"}', Buffer.alloc(960)];
    const {passed, extensions} = await recorded({client, server}, perMessageDeflate);
    expect(extensions === undefined).toBe(!perMessageDeflate);
    const before = passed.map(([, bytes]) => Buffer.from(bytes));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({min: 1, max: 3000}), {minLength: 1, maxLength: 20}), async sizes => {
        const {told, session} = noting();
        const reader = readSocket(session, extensions);
        for (const [from, bytes] of passed)
          for (let at = 0, i = 0; at < bytes.length; at += sizes[i++ % sizes.length] ?? 1)
            reader.pass(from, bytes.subarray(at, at + (sizes[i % sizes.length] ?? 1)), at);
        reader.look();
        const of = (from: Sender) => told.filter(([, by]) => by === from);
        await until(() => expect(of('application')).toHaveLength(server.length + 1));
        await until(() => expect(of('vonage')).toHaveLength(client.length + 1));
        expect(of('vonage')).toEqual([...said('vonage', client), ['closing', 'vonage', '4001 enough']]);
        expect(of('application')).toEqual([...said('application', server), ['closing', 'application', '4001 enough']]);
        reader.close();
      }),
      {numRuns: 20},
    );
    // It unmasks copies: what is on its way is as it came.
    expect(passed.map(([, bytes]) => bytes)).toEqual(before);
  });

  it.each([
    ['is no frame', 'application', Buffer.from([0xff, 0xff, 0xff]), 'the application'],
    ['is not masked', 'vonage', Buffer.from([0x81, 0x01, 0x61]), 'Vonage'],
    ['is too long', 'application', Buffer.from([0x82, 0x7f, 0, 0, 0, 0, 0x10, 0, 0, 0]), 'the application'],
  ] as const)('says once that what comes %s, and is silent from then on', async (_, from, bytes, whose) => {
    const {told, session} = noting();
    const reader = readSocket(session, undefined);
    for (let i = 0; i < 3; i++) {
      reader.pass(from, bytes, i);
      reader.look();
    }
    await until(() => expect(told).toEqual([['unreadable', 'monitor', expect.stringContaining(whose)]]));
  });

  it('still reads with which code the other side closes then', async () => {
    const {told, session} = noting();
    const reader = readSocket(session, undefined);
    reader.pass('application', Buffer.from([0xff, 0xff, 0xff]), 0);
    reader.pass('application', Buffer.from('more'), 1);
    reader.pass('vonage', Buffer.from([0x88, 0x82, 0, 0, 0, 0, 1002 >> 8, 1002 & 0xff]), 2);
    reader.look();
    await until(() =>
      // An error is told in the next turn.
      expect(told.toSorted()).toEqual([
        ['closing', 'vonage', '1002 '],
        ['unreadable', 'monitor', expect.stringMatching(/^What the application sends .* it breaks the protocol/)],
      ]),
    );
  });

  it('says how long a message may be', async () => {
    const {told, session} = noting();
    const reader = readSocket(session, undefined);
    reader.pass('application', Buffer.from([0x81, 0x7f, 0, 0, 0, 0, 0, 4, 0, 1]), 0);
    await until(() =>
      expect(told).toEqual([['unreadable', 'monitor', expect.stringContaining('a message has more than 256 KiB')]]),
    );
  });

  it('says so where both agreed upon what it does not know', () => {
    const {told, session} = noting();
    const reader = readSocket(session, 'permessage-deflate; strange=1');
    reader.pass('vonage', Buffer.from('anything'), 0);
    reader.pass('application', Buffer.from('anything'), 1);
    expect(told).toEqual([['unreadable', 'monitor', expect.stringContaining('strange')]]);
  });
});

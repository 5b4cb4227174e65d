import {writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {createServer as createNetServer, type Server, type Socket} from 'node:net';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {WebSocketServer} from 'ws';
import type {Observation} from '../../../source/call/observation.js';
import {headerLine, observationLine} from '../../../source/recording/line.js';
import {attachTo} from '../../../source/run/attach/attached.js';
import {exitOf} from '../../../source/run/exit.js';
import {startServing} from '../../../source/run/serve/server.js';
import {emptyFolder} from '../../end-to-end/program.js';
import {talked} from '../../helpers/calls.js';
import {noOpenssl, selfSigned} from '../../helpers/certificates.js';
import {until} from '../../helpers/until.js';

const token = 'a-token';
const HERE = 'DNS:localhost,IP:127.0.0.1';

async function recorded(): Promise<string> {
  const file = join(await emptyFolder(), 'a.ndjson');
  const header = headerLine({started: '2026-11-27T12:00:00.000Z', version: '1.2.3'});
  await writeFile(
    file,
    header + talked.map(({seq, at, ...rest}) => observationLine({seq, at, ...rest} as Observation)).join(''),
  );
  return file;
}

type Tls = {cert: Buffer; key: Buffer};

/** A monitor that is served. */
async function served(port: number, {tls, given = token}: {tls?: Tls; given?: string} = {}) {
  const serving = await startServing({address: '127.0.0.1', port, token: given, file: await recorded(), tls});
  onTestFinished(() => serving.close());
  return serving;
}

/** Somebody else at a port, until the test is over or `close` is called. */
async function listening(server: Server, port: number) {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    const closed = new Promise(resolve => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  onTestFinished(close);
  return {close};
}

/** Answers everybody like this. */
const answering = (status: number, body = '') =>
  createServer((_, response) => response.writeHead(status, {'content-type': 'text/html'}).end(body));

/** Says this to everybody whose WebSocket it has opened. */
function greeting(text: string): Server {
  const server = createServer();
  new WebSocketServer({server}).on('connection', each => each.send(text));
  return server;
}

type Row = {
  what: string;
  /** Takes the port of the monitor. */
  comes: (port: number, tls: Tls | undefined) => Promise<{close(): Promise<void>}>;
  /** The monitor is one with a certificate; `needs` one: whoever comes is. */
  isSecure?: true;
  needs?: true;
  code: string;
  exit: number;
  says: RegExp;
};

const rows: readonly Row[] = [
  {
    what: 'the monitor with another token',
    comes: port => served(port, {given: 'another-token'}),
    code: 'unauthorized',
    exit: 3,
    says: /answered 401: it wants another token\. It said which when it started: .*started with --serve-token has the same/,
  },
  {
    what: 'one that does not know this name',
    comes: port => listening(answering(403), port),
    code: 'other-host',
    exit: 4,
    says: /answered 403: it is not known there by this name\. Connect to the address/,
  },
  {
    what: 'something that has nothing there',
    comes: port => listening(answering(404, '<!doctype html>'), port),
    code: 'not-served',
    exit: 4,
    says: /answered 404: nothing is served there\. Give the address/,
  },
  {
    what: 'a page',
    comes: port => listening(answering(200, '<!doctype html>'), port),
    code: 'not-served',
    exit: 4,
    says: /answered 200: look whether a monitor is served there/,
  },
  {
    what: 'what speaks no HTTP',
    comes: port =>
      listening(
        createNetServer(socket => socket.on('error', () => undefined).end('SSH-2.0-server\r\n')),
        port,
      ),
    code: 'not-served',
    exit: 4,
    says: /what listens there is no monitor that is served/,
  },
  {
    what: 'a WebSocket that is none of ours',
    comes: port => listening(greeting('hello'), port),
    code: 'not-served',
    exit: 4,
    says: /is no monitor that is served\. Start it with --serve/,
  },
  {
    what: 'another version',
    comes: port => listening(greeting('{"schema":"convo-monitor/feed@2","version":"9","recording":"r"}'), port),
    code: 'other-version',
    exit: 4,
    says: /is of another version \(9\): use the same here and there/,
  },
  {
    what: 'one with a certificate in the place of one without',
    comes: (port, tls) => served(port, {tls}),
    needs: true,
    code: 'tls-only',
    exit: 4,
    says: /it is served with a certificate, so attach wss:\/\/127\.0\.0\.1:\d+\./,
  },
  {
    what: 'one without a certificate in the place of one with it',
    comes: port => served(port),
    isSecure: true,
    needs: true,
    code: 'no-tls',
    exit: 4,
    says: /speaks no TLS\. It is served without a certificate: attach ws:/,
  },
  {
    what: 'one with the certificate of somebody else',
    comes: async port => served(port, {tls: selfSigned(await emptyFolder(), HERE)}),
    isSecure: true,
    needs: true,
    code: 'certificate',
    exit: 4,
    says: /its certificate is of nobody who is believed here/,
  },
];

/** Somebody who is attached, until whoever comes has taken the place of the monitor. */
async function replaced({comes, isSecure, needs}: Pick<Row, 'comes' | 'isSecure' | 'needs'>, isWatched: boolean) {
  const tls = needs ? selfSigned(await emptyFolder(), HERE) : undefined;
  const first = await served(0, {tls: isSecure ? tls : undefined});
  const port = Number(new URL(first.url).port);
  const {batches, close} = await attachTo({url: first.url, token: () => token, ca: tls?.cert, isWatched});
  onTestFinished(close);
  const seen: Observation[] = [];
  const ended = (async () => {
    for await (const batch of batches) seen.push(...batch);
  })().catch(error => error);
  await until(() => expect(seen).toHaveLength(talked.length));
  await first.close();
  const other = await comes(port, tls);
  const said = () => seen.flatMap(each => (each.source === 'health' && each.part === 'feed' ? [each] : []));
  return {port, tls: isSecure ? tls : undefined, other, said, ended};
}

describe('where a monitor was, and now is', () => {
  for (const row of rows) {
    const test = it.skipIf(row.needs && noOpenssl);

    test(`${row.what}: nobody who is not there to see it waits`, async () => {
      const {ended} = await replaced(row, false);
      const error = await ended;
      expect(error).toMatchObject({code: row.code, message: expect.stringMatching(row.says)});
      expect(exitOf(error)).toBe(row.exit);
    });

    test(`${row.what}: it is said to who looks, once, and tried again`, async () => {
      const {port, tls, other, said} = await replaced(row, true);
      await until(() => expect(said().at(-1)).toMatchObject({state: 'failing', code: row.code}));
      expect(said().at(-1)?.text).toMatch(row.says);
      expect(said().at(-1)?.text).toMatch(/ It is tried again until this ends\.$/);
      await other.close();
      await served(port, {tls});
      await until(() => expect(said().at(-1)).toMatchObject({state: 'ok'}));
      const codes = said().map(({code}) => code);
      expect(codes.filter(code => code === row.code)).toHaveLength(1);
    });
  }
});

it.each([502, 503, 504])('what a proxy says meanwhile (%d) passes, and is waited for', async status => {
  const row = {comes: (port: number) => listening(answering(status), port)};
  const {port, other, said} = await replaced(row, false);
  await until(() => expect(said().map(({code}) => code)).toEqual(['detached']));
  await other.close();
  await served(port);
  await until(() => expect(said().at(-1)).toMatchObject({state: 'ok'}));
});

it('a monitor that was started anew is found with the token that it has by then', async () => {
  const first = await served(0);
  let known = token;
  const {batches, close} = await attachTo({url: first.url, token: () => known});
  onTestFinished(close);
  const seen: Observation[] = [];
  void (async () => {
    for await (const batch of batches) seen.push(...batch);
  })();
  await until(() => expect(seen).toHaveLength(talked.length));
  known = 'another-token';
  await first.close();
  await served(Number(new URL(first.url).port), {given: known});
  await until(() => expect(seen.at(-1)).toMatchObject({seq: talked.length, code: 'attached'}));
});

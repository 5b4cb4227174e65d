import {writeFileSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {WebSocketServer} from 'ws';
import {attachTo} from '../../../source/run/attach/attached.js';
import {connectWithNewest} from '../../../source/run/attach/newest-token.js';
import {tokenIn} from '../../../source/run/attach/token.js';
import {FEED} from '../../../source/run/serve/protocol.js';
import {emptyFolder} from '../../end-to-end/program.js';
import {until} from '../../helpers/until.js';

const [old, newer] = ['the-first-token-', 'the-second-token'];

/** What takes the token that it has by then, and notes all that it was asked with. */
async function monitor(wanted = newer) {
  const tried: string[] = [];
  const at = {wanted, onRefused: () => undefined as unknown};
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    verifyClient({req}, done) {
      const given = (req.headers.authorization ?? '').slice('Bearer '.length);
      tried.push(given);
      if (given !== at.wanted) at.onRefused();
      done(given === at.wanted, 401);
    },
  });
  server.on('connection', client => client.send(JSON.stringify({schema: FEED, version: '1', recording: 'a.ndjson'})));
  await new Promise(resolve => server.once('listening', resolve));
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const cut = () => {
    for (const client of server.clients) client.terminate();
  };
  return {url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, tried, at, cut};
}

/** A file with the token. */
async function inFile(text: string) {
  const path = join(await emptyFolder(), 'token');
  await writeFile(path, text, {mode: 0o600});
  return {path, source: tokenIn({text, path})};
}

const how = () => ({patienceMs: 60_000, signal: new AbortController().signal});

describe('a token that is refused', () => {
  it('is tried once where it stays the same, and the refusal is what is told', async () => {
    const {url, tried} = await monitor();
    const {source, path} = await inFile(old);
    const said = {code: 'unauthorized', message: expect.stringContaining(`It was read from ${path}`)};
    await expect(connectWithNewest({url, ...source}, how())).rejects.toMatchObject(said);
    expect(tried).toEqual([old]);
    await expect(connectWithNewest({url, ...source}, {...how(), graceMs: 1})).rejects.toMatchObject(said);
    expect(tried).toEqual([old, old]);
  });

  it('is tried once more where the file has another one by then', async () => {
    const {url, tried, at} = await monitor();
    const {source, path} = await inFile(old);
    at.onRefused = () => writeFileSync(path, newer);
    const connection = await connectWithNewest({url, ...source}, how());
    expect(tried).toEqual([old, newer]);
    connection.close();
  });

  it('is tried no third time, where the other one is refused as well', async () => {
    const {url, tried, at} = await monitor('the-third-token-');
    const {source, path} = await inFile(old);
    at.onRefused = () => writeFileSync(path, newer);
    await expect(connectWithNewest({url, ...source}, how())).rejects.toMatchObject({code: 'unauthorized'});
    expect(tried).toEqual([old, newer]);
  });

  it('is waited for no longer than somebody wants to', async () => {
    const {url, tried, at} = await monitor();
    const closing = new AbortController();
    at.onRefused = () => setImmediate(() => closing.abort());
    const {source} = await inFile(old);
    const never = {...how(), graceMs: 3_600_000, signal: closing.signal};
    await expect(connectWithNewest({url, ...source}, never)).rejects.toThrow();
    expect(tried).toEqual([old]);
  });
});

describe('a monitor that comes back with another token', () => {
  it.each([
    ['in a pipe', false],
    ['on a screen', true],
  ] as const)('is read on %s once that is in the file', async (_, isWatched) => {
    const {url, tried, at, cut} = await monitor(old);
    const {source, path} = await inFile(old);
    const {batches, close} = await attachTo({url, ...source, isWatched});
    onTestFinished(close);
    const said: string[] = [];
    const ended = (async () => {
      for await (const batch of batches) for (const each of batch) if (each.source === 'health') said.push(each.code);
    })();
    at.wanted = newer;
    at.onRefused = () => setImmediate(() => writeFileSync(path, newer));
    cut();
    await until(() => expect(said).toContain('attached'));
    expect(said).not.toContain('started-anew');
    expect(tried.at(-1)).toBe(newer);
    close();
    await ended;
  });

  it('ends a run in a pipe whose token comes from no file', async () => {
    const {url, tried, at, cut} = await monitor(old);
    const {batches} = await attachTo({url, token: () => old});
    const ended = (async () => {
      for await (const _ of batches);
    })();
    at.wanted = newer;
    cut();
    await expect(ended).rejects.toMatchObject({code: 'unauthorized'});
    expect(tried).toEqual([old, old]);
  });
});

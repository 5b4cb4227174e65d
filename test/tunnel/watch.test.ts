import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {ngrokTunnels, type Tunnel} from '../../source/tunnel/ngrok.js';
import {judge, watchTunnel} from '../../source/tunnel/watch.js';
import {until} from '../helpers/until.js';

const here: Tunnel = {url: 'https://ab12.ngrok.app', port: 3000};
const moved: Tunnel = {url: 'https://cd34.ngrok.app', port: 3000};
const elsewhere: Tunnel = {url: 'https://ef56.ngrok.app', port: 8080};

describe('what is said of tunnels', () => {
  it.each<[string, Tunnel[], Tunnel | undefined, RegExp | undefined]>([
    ['nothing while there is none', [], undefined, undefined],
    ['which leads here', [elsewhere, here], undefined, /^ok ngrok https:\/\/ab12\.ngrok\.app leads here/],
    [
      'that it leads to another port',
      [elsewhere],
      undefined,
      /^waiting elsewhere .*port 8080, .* on 3000\. Run: ngrok/,
    ],
    ['that it has gone', [], here, /^failing gone .*ab12\.ngrok\.app is gone: .*port 3000\. Run: ngrok http 3000/],
    ['that it has gone, where another is left', [elsewhere], here, /^failing gone .*ab12/],
    ['the one that was there before, of two', [moved, here], here, /^ok ngrok https:\/\/ab12/],
    ['the new URL', [moved], here, /^ok ngrok https:\/\/cd34/],
  ])('%s', (_, tunnels, before, expected) => {
    const said = judge(tunnels, 3000, before);
    if (!expected) return expect(said).toBeUndefined();
    expect(`${said?.state} ${said?.code} ${said?.text}`).toMatch(expected);
  });
});

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** An agent that answers with what it is told; gives its base URL. */
async function agent(reply: () => {status?: number; body: string}): Promise<string> {
  const server = createServer((request, response) => {
    const {status = 200, body} = request.url === '/api/tunnels' ? reply() : {status: 404, body: ''};
    response.writeHead(status, {'content-type': 'application/json', location: '/elsewhere'}).end(body);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const listing = (...tunnels: [url: string, addr: string][]) =>
  JSON.stringify({
    tunnels: tunnels.map(([public_url, addr]) => ({name: 'command_line', public_url, proto: 'https', config: {addr}})),
    uri: '/api/tunnels',
  });

describe('an agent', () => {
  it('tells of http tunnels and where they lead, those with TLS first', async () => {
    const body = listing(
      ['http://ab12.ngrok.app', 'localhost:3000'],
      ['tcp://0.tcp.ngrok.io:1234', 'localhost:22'],
      ['https://ab12.ngrok.app', 'http://localhost:3000'],
      ['https://ef56.ngrok.app', '8080'],
    );
    expect(await ngrokTunnels(await agent(() => ({body})))).toEqual([
      here,
      elsewhere,
      {url: 'http://ab12.ngrok.app', port: 3000},
    ]);
  });

  it.each([
    ['something else', {body: '<html>'}],
    ['another kind of list', {body: '{"tunnels":[{"public_url":1}]}'}],
    ['a redirect', {status: 302, body: ''}],
    ['without end', {body: `${listing(['https://a.b', '1'])}${' '.repeat(300_000)}`}],
    ['far too much', {body: listing(...Array.from({length: 101}, () => ['https://a.b', '1'] as [string, string]))}],
  ])('that answers %s is none', async (_, reply) => {
    expect(await ngrokTunnels(await agent(() => reply))).toBeUndefined();
  });

  it('that is not there is none', async () => {
    expect(await ngrokTunnels('http://127.0.0.1:1')).toBeUndefined();
  });
});

it('says that a tunnel came, went, and came back, once each', async () => {
  let tunnels: [string, string][] = [];
  let looks = 0;
  const api = await agent(() => {
    looks++;
    return {body: listing(...tunnels)};
  });
  const said: string[] = [];
  const emit = (draft: Draft) => said.push(draft.source === 'health' ? draft.code : draft.source);
  closing.push(watchTunnel({api, port: 3000, emit, every: 5}));
  const seen = async (...codes: string[]) => {
    const before = looks;
    await until(() => {
      expect(looks).toBeGreaterThan(before + 3);
      expect(said).toEqual(codes);
    });
  };
  await seen();
  tunnels = [[here.url, 'localhost:3000']];
  await seen('ngrok');
  tunnels = [];
  await seen('ngrok', 'gone');
  tunnels = [[here.url, 'localhost:3000']];
  await seen('ngrok', 'gone', 'ngrok');
});

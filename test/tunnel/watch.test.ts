import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {probeAnswering} from '../../source/intake/probe.js';
import {ngrokTunnels, type Tunnel} from '../../source/tunnel/ngrok.js';
import {sendProbe} from '../../source/tunnel/probe.js';
import {tunnelsSay} from '../../source/tunnel/tunnel-health.js';
import {LOOK_EVERY, PROBE_WITHIN, type TunnelSources, watchTunnel} from '../../source/tunnel/watch.js';
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
    [
      'the new URL',
      [moved],
      here,
      /^ok ngrok https:\/\/cd34\S+ leads here .*It was https:\/\/ab12\.ngrok\.app before: put the new/,
    ],
  ])('%s', (_, tunnels, before, expected) => {
    const said = tunnelsSay(tunnels, 3000, before);
    if (!expected) return expect(said).toBeUndefined();
    expect(`${said?.state} ${said?.code} ${said?.text}`).toMatch(expected);
  });
});

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** An agent that answers with what it is told; gives its base URL. */
async function agent(reply: () => {status?: number; body: string}, path = '/api/tunnels'): Promise<string> {
  const server = createServer((request, response) => {
    const {status = 200, body} = request.url === path ? reply() : {status: 404, body: ''};
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

const listener = '5f0c6f0e-6f0e-4f0e-8f0e-5f0c6f0e6f0e';
const toListener = probeAnswering(listener);

/** A tunnel's public end, which shows `through` instead of what it leads to, where there is something; counts what came. */
async function publicEnd() {
  const end = {url: '', requests: 0, through: undefined as RequestListener | undefined};
  const server = createServer((request, response) => {
    end.requests++;
    if (end.through) end.through(request, response);
    else if (!toListener(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const close = () => void server.close().closeAllConnections();
  closing.push(close);
  end.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(end, {close});
}

/** Watches as fast as it can; gives what is said, as it is said. */
function watched(sources: TunnelSources, send = sendProbe): string[] {
  const said: string[] = [];
  const emit = (draft: Draft) =>
    said.push(draft.source === 'health' ? `${draft.state} ${draft.code} ${draft.text}` : draft.source);
  closing.push(watchTunnel({port: 3000, listener, emit, every: 5, send, ...sources}));
  return said;
}
const last = async (said: string[], words: RegExp) => until(() => expect(said.at(-1)).toMatch(words));

it('says that a tunnel came, went, and came back at another address, once each', async () => {
  const [one, two] = [await publicEnd(), await publicEnd()];
  let tunnels: [string, string][] = [];
  let looks = 0;
  const ngrokApi = await agent(() => {
    looks++;
    return {body: listing(...tunnels)};
  });
  const said = watched({ngrokApi});
  const seen = async (...codes: RegExp[]) => {
    const before = looks;
    await until(() => {
      expect(looks).toBeGreaterThan(before + 3);
      expect(said).toEqual(codes.map(code => expect.stringMatching(code)));
    });
  };
  await seen();
  tunnels = [[one.url, 'localhost:3000']];
  await seen(/^ok ngrok/);
  tunnels = [];
  await seen(/^ok ngrok/, /^failing gone/);
  tunnels = [[two.url, 'localhost:3000']];
  await seen(/^ok ngrok/, /^failing gone/, new RegExp(`^ok ngrok ${two.url} leads here.*It was ${one.url} before`));
});

const page =
  (status: number, headers: Record<string, string> = {}, body = ''): RequestListener =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);

describe('a tunnel that is named', () => {
  it.each<[string, RequestListener, RegExp]>([
    ['a reminder page', page(511), /^failing page .*\(511\): localtunnel shows a reminder page instead\. Use another/],
    ['a page of ngrok’s', page(404, {'ngrok-error-code': 'ERR_NGROK_3200'}), /^failing page .*no tunnel of that name/],
    ['a redirect, which is not followed', page(302, {location: '/elsewhere'}), /^failing elsewhere .*answered 302\./],
    [
      'something else',
      page(200, {}, '<html>'),
      /^failing elsewhere .*something else .* 200\. Let it lead to port 3000/,
    ],
    ['another monitor', (...both) => void probeAnswering()(...both), /^failing elsewhere .*another convo-monitor/],
    ['no answer', ({socket}) => void socket.destroy(), /^failing unreachable .*closed the connection/],
  ])('is said to be broken while it shows %s, and to be well again after', async (_, through, words) => {
    const end = await publicEnd();
    const said = watched({given: end.url});
    await last(said, /^ok given .*leads here \(--tunnel\)\.$/);
    end.through = through;
    await last(said, words);
    end.through = undefined;
    await last(said, /^ok given /);
    expect(said).toHaveLength(3);
  });

  it('is said to hang, in time, and to be well again', async () => {
    expect(LOOK_EVERY + PROBE_WITHIN + 1000).toBeLessThanOrEqual(10_000);
    const end = await publicEnd();
    const said: string[] = [];
    const emit = (draft: Draft) => draft.source === 'health' && said.push(`${draft.state} ${draft.text}`);
    closing.push(watchTunnel({port: 3000, listener, emit, every: 5, probeWithin: 300, given: end.url}));
    await last(said, /^ok /);
    end.through = () => undefined;
    await last(said, /^failing Vonage cannot reach http.* did not answer within 300 ms\. Start the tunnel again/);
    end.through = undefined;
    await last(said, /^ok /);
  });

  it('is said to be unreachable when it is gone', async () => {
    const end = await publicEnd();
    const said = watched({given: end.url});
    await last(said, /^ok given /);
    end.close();
    await last(said, /^failing unreachable Vonage cannot reach http.*nothing listens at 127/);
  });
});

it('takes the quick tunnel through which a probe arrives, and says that it has gone', async () => {
  const [other, ours] = [await publicEnd(), await publicEnd()];
  other.through = page(502, {'cf-ray': '1'});
  const ends: Record<string, string> = {'https://a.example': other.url, 'https://b.example': ours.url};
  let isUp = true;
  const metrics = await Promise.all(
    ['a.example', 'b.example'].map(hostname =>
      agent(
        () => ({body: JSON.stringify({hostname: hostname === 'a.example' || isUp ? hostname : ''})}),
        '/quicktunnel',
      ),
    ),
  );
  const said = watched({cloudflared: metrics}, url => sendProbe(ends[url] ?? url));
  await last(said, /^ok cloudflared https:\/\/b\.example leads here \(cloudflared\)/);
  isUp = false;
  await last(said, /^failing gone cloudflared's tunnel https:\/\/b\.example is gone: .*Run: cloudflared tunnel --url/);
});

it('is not alarmed by a quick tunnel that never led here', async () => {
  const end = await publicEnd();
  end.through = page(200);
  const metrics = await agent(() => ({body: '{"hostname":"a.example"}'}), '/quicktunnel');
  const said = watched({cloudflared: [metrics]}, () => sendProbe(end.url));
  await last(said, /^waiting elsewhere https:\/\/a\.example leads to something else/);
});

it('is sparing with probes where requests count, and there alone', async () => {
  const [metered, free] = [await publicEnd(), await publicEnd()];
  const ngrokApi = await agent(() => ({body: listing([metered.url, 'localhost:3000'])}));
  const of = {port: 3000, listener, emit: () => undefined, every: 5};
  closing.push(watchTunnel({...of, ngrokApi}));
  closing.push(watchTunnel({...of, given: free.url}));
  await until(() => expect(free.requests).toBeGreaterThan(5));
  await until(() => expect(metered.requests).toBe(1));
});

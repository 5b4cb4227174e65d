import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, it, onTestFinished} from 'vitest';
import {quickTunnels} from '../../source/tunnel/cloudflared.js';

async function metrics(body: string): Promise<string> {
  const server = createServer(({url}, response) => response.end(url === '/quicktunnel' ? body : ''));
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('tells of quick tunnels, and of nothing else', async () => {
  const said = ['{"hostname":"ten-towns.trycloudflare.com"}', '{"hostname":""}', '{"hostname":"a b"}', '<html>', '[]'];
  const all = await Promise.all(said.map(metrics));
  expect(await quickTunnels([...all, 'http://127.0.0.1:1'])).toEqual(['https://ten-towns.trycloudflare.com']);
});

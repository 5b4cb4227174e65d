import {createServer, type RequestListener} from 'node:http';
import {type AddressInfo, createServer as createPlainServer, type Server} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {freePort} from '../../source/run/ports.js';
import {ask} from '../../source/tunnel/ask.js';

async function at(server: Server, port = 0): Promise<string> {
  await new Promise<void>((done, failed) => server.once('error', failed).listen(port, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
}
const answering = (listener: RequestListener) => at(createServer(listener).unref());
const question = (url: string, deadlineMs = 60_000) => ask(url, {deadlineMs, headers: {authorization: 'Basic eA=='}});

describe('a question', () => {
  it('brings status, headers, JSON and times; it has its credentials in a header', async () => {
    const url = await answering(({headers}, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']).end(JSON.stringify({got: headers.authorization}));
    });
    const {asked, answer} = await question(url);
    expect(asked).toBe(`GET ${url}`);
    expect(answer).toMatchObject({status: 200, json: {got: 'Basic eA=='}, headers: {'set-cookie': 'a=1,b=2'}});
    expect(answer?.ms).toBeGreaterThanOrEqual(0);
  });

  it('follows no redirect: what is with it is for one host', async () => {
    const url = await answering((_, response) => response.writeHead(302, {Location: 'http://127.0.0.1:1/'}).end());
    expect((await question(url)).answer).toMatchObject({status: 302, headers: {location: 'http://127.0.0.1:1/'}});
  });

  it('reads no more than any answer has', async () => {
    const url = await answering((_, response) => {
      const more = () => response.write('x'.repeat(65_536)) && setImmediate(more);
      response.on('drain', more);
      more();
    });
    const {answer} = await question(url);
    expect(answer?.text.length).toBeGreaterThan(256 * 1024);
    expect(answer?.text.length).toBeLessThan(1024 * 1024);
    expect(answer?.json).toBeUndefined();
  });

  it.each([
    ['nothing listens', async () => `http://127.0.0.1:${await freePort()}/`, /^nothing listens at 127\.0\.0\.1:\d+$/],
    ['the connection is closed', () => answering(request => request.socket.destroy()), /closed the connection/],
    ['it is no HTTP', () => at(createPlainServer(socket => socket.end('hello\r\n')).unref()), /does not speak HTTP/],
    ['it is no TLS', async () => (await answering(() => undefined)).replace('http:', 'https:'), /does not speak TLS/],
    ['it is no URL', async () => 'ftp://x', /^ftp:\/\/x is no URL$/],
  ])('that gets no answer says why: %s', async (_, make, said) => {
    expect((await question(await make())).failure).toMatch(said);
  });

  it('does not wait longer than it was told', async () => {
    const url = await answering((_, response) => response.writeHead(200).write('{'));
    expect((await question(url, 200)).failure).toMatch(/did not answer within 200 ms/);
  });
});

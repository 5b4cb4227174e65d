import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {lookAtPort} from '../../source/doctor/evidence/port.js';
import {listening as inodes} from '../../source/doctor/evidence/port-holder.js';
import type {Plan} from '../../source/doctor/plan.js';
import {freePort} from '../../source/run/ports.js';
import {listening} from '../intake/exchange.js';
import {listen} from './servers.js';

const plan = (port: number | undefined, host = '127.0.0.1') => ({port, host}) as Plan;

describe('a port', () => {
  it('that is free is held until the end, answers probes, and sends webhooks away to come again', async () => {
    const port = await freePort();
    const {seen, close} = await lookAtPort(plan(port));
    expect(seen).toMatchObject({state: 'free', port, url: `http://127.0.0.1:${port}`});
    const webhook = await fetch(`http://127.0.0.1:${port}/webhooks/answer`);
    expect([webhook.status, webhook.headers.get('retry-after')]).toEqual([503, '5']);
    await close();
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  });

  it('with a monitor is known by its answer to a probe', async () => {
    const {url} = await listening();
    const {seen} = await lookAtPort(plan(Number(new URL(url).port)));
    expect(seen).toMatchObject({state: 'monitor', url});
  });

  it('with another program names it', async () => {
    const server = createServer((_, response) => response.end('hello'));
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close().closeAllConnections());
    const {port} = server.address() as AddressInfo;
    const {seen} = await lookAtPort(plan(port));
    expect(seen).toMatchObject({state: 'taken', port});
    if (process.platform === 'linux') expect(seen).toMatchObject({by: expect.stringContaining(`(pid ${process.pid})`)});
  });

  it('that is taken has a next one that is free', async () => {
    const port = await freePort();
    const first = await listen(createServer(), port);
    // Taken by somebody else it is taken, too.
    const second = await listen(createServer(), port + 1).catch(() => undefined);
    onTestFinished(async () => void (await Promise.all([first[1](), second?.[1]()])));
    const {seen} = await lookAtPort(plan(port));
    const next = seen.state === 'taken' ? (seen.next ?? 0) : 0;
    expect(next).toBeGreaterThan(port + 1);
    const looked = await lookAtPort(plan(next));
    expect(looked.seen.state).toBe('free');
    await looked.close();
  });

  it('of an address that is not here is refused in words', async () => {
    const {seen} = await lookAtPort(plan(3000, '203.0.113.9'));
    expect(seen).toMatchObject({state: 'refused', text: expect.stringContaining('has no address 203.0.113.9')});
  });

  it.each([0, undefined])('%s is none', async port => {
    expect((await lookAtPort(plan(port))).seen).toEqual({state: 'unset'});
  });
});

it('finds who listens in a table of the kernel', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0',
    '   1: 0100007F:0BB8 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0',
    '   2: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4713 1 0',
  ].join('\n');
  expect(inodes(table, 3000)).toEqual(['4711']);
});

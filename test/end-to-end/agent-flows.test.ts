import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {startAgent} from '../simulator/agents.js';
import {emptyFolder, run} from './program.js';

describe('a flow about an agent', () => {
  let agent: Awaited<ReturnType<typeof startAgent>>;
  let server: http.Server;
  beforeAll(async () => {
    agent = await startAgent({answerAfterMs: 400, answerMs: 3000, clearAfterMs: 100});
    // The NCCO names the address that was asked for, as behind a tunnel.
    server = http.createServer((request, response) => {
      const uri = `ws://${request.headers.host}/socket`;
      const ncco = [{action: 'connect', endpoint: [{type: 'websocket', uri}]}];
      response.writeHead(200, {'Content-Type': 'application/json'});
      response.end(request.url?.startsWith('/webhooks/answer') ? JSON.stringify(ncco) : '');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    agent.close();
    server.close();
  });

  it('is held against what the monitor measured, and says what was slower', {timeout: 120_000}, async () => {
    const folder = await emptyFolder();
    const flow = (limits: string) => `place: {says: [{}, {bargeInMs: 800}]}\ncalls: 1\nagent: ${limits}\n`;
    const [good, bad] = [join(folder, 'good.yaml'), join(folder, 'bad.yaml')];
    await writeFile(
      good,
      flow('{first audio: within 30 s, turns: within 30 s, turn count: 1 to 2, barge-in count: 1}'),
    );
    await writeFile(bad, flow('{turns: within 10 ms}'));
    const ports = [
      '--forward',
      `${(server.address() as AddressInfo).port}`,
      '--forward-socket',
      new URL(agent.url).port,
    ];
    const {status, out} = await run(['test', '--no-record', good, bad, ...ports]);
    expect(out).toMatch(/✓ PASS .*good\.yaml/);
    expect(out).toMatch(/✗ agent: turns .*\n +expected +at most 10 ms\n +seen +\d/);
    expect(out).toMatch(/> .*websocket:turn/);
    expect(status).toBe(1);
  });
});

import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {until} from '../helpers/until.js';
import {inPipe, run} from './program.js';

const canary = 'CANARY7f3a';
const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJ4In0.${canary}`;
const call = 'CON-bc643220-2542-499a-892e-c982c4150c06';

describe('secrets that arrive in a call', () => {
  it('are in no file, line or export', async () => {
    const files = ['--record', 'call.ndjson', '--snapshot', 'call.json'];
    const monitor = await inPipe([
      '--port',
      '0',
      ...files,
      '--format',
      'ndjson',
      '--until',
      'ended',
      '--timeout',
      '20s',
    ]);
    const url = await monitor.url();
    const leg = {
      uuid: '797168e24c19a3c45e74e05b10fef2b5',
      conversation_uuid: call,
      from: '447700900001',
      to: '447700900002',
    };
    const send = (status: string, more: object) =>
      fetch(`${url}/webhooks/event?api_secret=${canary}&next=${encodeURIComponent(`http://a:${canary}@b/`)}`, {
        method: 'POST',
        headers: {'content-type': 'application/json', authorization: `Bearer ${jwt}`, 'x-my-token': canary},
        body: JSON.stringify({...leg, status, timestamp: new Date().toISOString(), ...more}),
      });
    await send('started', {custom: {clientSecret: canary, inner: JSON.stringify({password: canary})}});
    await send(`Bearer ${canary}`, {detail: `sk_live_${canary}`, reason: `http://a:${canary}@b`});
    await send('completed', {end_time: new Date().toISOString()});
    expect(await monitor.ended).toBe(0);
    const written = await Promise.all(
      ['call.ndjson', 'call.json'].map(file => readFile(join(monitor.home, file), 'utf8')),
    );
    const exported = await Promise.all(
      ['json', 'text', 'markdown'].map(format =>
        run(['export', 'call.ndjson', '--format', format], {cwd: monitor.home}),
      ),
    );
    const all = [...written, monitor.out(), monitor.err(), ...exported.map(({out, err}) => out + err)];
    for (const text of all) expect(text).not.toContain(canary);
    expect(written[0]).toContain('api_secret=•••');
  });
});

describe.runIf(process.platform === 'linux')('secrets of the command line', () => {
  it('leave the list of processes', async () => {
    const monitor = await inPipe([
      '--port',
      '0',
      '--api-secret',
      canary,
      `--signature-secret=${canary}`,
      '--no-record',
    ]);
    await monitor.url();
    const listed = () => readFile(`/proc/${monitor.child.pid}/cmdline`, 'utf8');
    await until(async () => expect(await listed()).not.toContain(canary));
    expect(await listed()).toContain('convo-monitor --port 0 --api-secret *** --signature-secret=*** --no-record');
    monitor.child.kill('SIGTERM');
    await monitor.ended;
  });
});

import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {expect, it} from 'vitest';
import {createApplication} from '../../source/simulator/index.js';
import {until} from '../helpers/until.js';
import {atTheEnd, emptyFolder} from './leftovers.js';
import {inPipe} from './program.js';

const call = 'CON-bc643220-2542-499a-892e-c982c4150c06';

it('A program that was stopped, as a laptop that slept, asks the API again and answers what came meanwhile', async () => {
  let asked = 0;
  const api = createServer((_, response) => {
    asked++;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({id: call, sequence_number: asked}));
  });
  await once(api.listen(0, '127.0.0.1'), 'listening');
  atTheEnd(() => api.close() && api.closeAllConnections());
  const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const {id, privateKey} = await createApplication();
  const key = join(await emptyFolder(), 'private.key');
  await writeFile(key, privateKey, {mode: 0o600});
  const monitor = await inPipe([
    '--port',
    '0',
    '--plain',
    '--no-record',
    '--application-id',
    id,
    '--private-key',
    key,
    '--api-url',
    apiUrl,
  ]);
  const url = await monitor.url();
  const send = async (status: string) => {
    const body = JSON.stringify({uuid: 'leg', conversation_uuid: call, status, timestamp: new Date().toISOString()});
    return (await fetch(`${url}/webhooks/event`, {method: 'POST', body})).status;
  };
  expect(await send('started')).toBe(200);
  await until(() => expect(asked).toBeGreaterThan(2));

  monitor.child.kill('SIGSTOP');
  const meanwhile = send('ringing');
  // Whatever was under way has arrived by then: it is how long it sleeps.
  await setTimeout(600);
  const before = asked;
  await setTimeout(600);
  expect(asked).toBe(before);

  monitor.child.kill('SIGCONT');
  expect(await meanwhile).toBe(200);
  await until(() => expect(asked).toBeGreaterThan(before + 1));
  expect(await send('answered')).toBe(200);
  await monitor.says(/answered +W/);
  monitor.child.kill('SIGTERM');
  expect(await monitor.ended).toBe(143);
});

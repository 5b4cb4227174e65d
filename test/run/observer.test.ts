import {readdir, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import type {Observed} from '../../source/recording/observed.js';
import {openPayloads} from '../../source/recording/payload.js';
import {type ObserverOptions, startObserver} from '../../source/run/observer/thread.js';
import {createApplication} from '../../source/simulator/index.js';
import {bundleObserver} from '../faults/bundle.js';
import {exchange} from '../intake/exchange.js';
import {readAll} from '../recording/examples.js';
import {temporaryFolder} from '../recording/folder.js';

async function observer(flavour: string, options: Partial<ObserverOptions> = {}) {
  const folder = await temporaryFolder();
  if (flavour === 'a thread of its own') await bundleObserver(folder);
  const seen: Observed[] = [];
  const failures: Error[] = [];
  const started = await startObserver({
    version: '0.0.0-test',
    listen: {port: 0},
    record: {file: join(folder, 'r.ndjson')},
    inProcess: flavour !== 'a thread of its own',
    worker: pathToFileURL(join(folder, 'worker.mjs')),
    onObservations: batch => void seen.push(...batch),
    onFailure: error => void failures.push(error),
    ...options,
  });
  onTestFinished(async () => void (await started.close()));
  return {...started, folder, seen, failures};
}

describe.each(['a thread of its own', 'this thread'])('the observer in %s', flavour => {
  it('hands over what it recorded, in order, with the place of each line', async () => {
    const {url, file = '', seen, close} = await observer(flavour);
    await Promise.all(
      Array.from({length: 20}, (_, index) =>
        exchange(`${url}/webhooks/event?n=${index}`, {method: 'POST', body: `{"n":${index}}`}),
      ),
    );
    await close();
    const read = await readAll(file);
    expect(read.notices).toEqual([]);
    expect(read.seqs).toEqual(Array.from({length: 40}, (_, index) => index + 1));
    expect(seen).toEqual(read.observed);
    const payloads = await openPayloads(file);
    for (const {observation, offset = 0, length = 0} of seen) {
      expect(await payloads.find(observation.seq, {offset, length})).toEqual(observation);
    }
    await payloads.close();
  });

  it('takes drafts from outside into the same sequence, and resolves them in order', async () => {
    const {url, seen, emit} = await observer(flavour);
    const order: number[] = [];
    const emitted = Array.from({length: 30}, async () => {
      const observation = await emit({source: 'tick'});
      // Whoever is told has been handed it before.
      expect(seen.map(one => one.observation)).toContainEqual(observation);
      order.push(observation.seq);
    });
    await Promise.all([...emitted, exchange(`${url}/webhooks/answer`)]);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).toHaveLength(30);
  });

  it('writes what waits when it is closed', async () => {
    const {emit, close, file = ''} = await observer(flavour);
    const emitted = Array.from({length: 100}, () => emit({source: 'tick'}));
    await close();
    expect(await Promise.all(emitted)).toHaveLength(100);
    expect((await readAll(file)).seqs).toHaveLength(100);
    await expect(emit({source: 'tick'})).rejects.toThrow('closed');
    await close();
  });

  it('hands over a little a turn, whatever comes, so that signals and keys come between', async () => {
    let turns = 0;
    let isOver = false;
    const turn = () => {
      turns++;
      if (!isOver) setImmediate(turn);
    };
    const batches: {turn: number; bytes: number}[] = [];
    const {url, emit, behind} = await observer(flavour, {
      onObservations(batch) {
        batches.push({turn: turns, bytes: batch.reduce((sum, {length = 0}) => sum + length, 0)});
      },
    });
    turn();
    const body = JSON.stringify({uuid: 'u', status: 'ringing', filler: 'x'.repeat(30_000)});
    await Promise.all(Array.from({length: 60}, () => exchange(`${url}/webhooks/event`, {method: 'POST', body})));
    await emit({source: 'tick'});
    isOver = true;
    expect(new Set(batches.map(each => each.turn)).size).toBe(batches.length);
    expect(Math.max(...batches.map(({bytes}) => bytes))).toBeLessThanOrEqual(65_536);
    expect(behind().observations).toBe(0);
  });

  it('writes no file when nothing is to be recorded', async () => {
    const {url, file, seen, emit} = await observer(flavour, {record: undefined});
    await exchange(`${url}/webhooks/event`);
    await emit({source: 'tick'});
    expect(file).toBeUndefined();
    expect(seen.map(({observation, offset}) => [observation.source, offset])).toEqual([
      ['event', undefined],
      ['reply', undefined],
      ['tick', undefined],
    ]);
  });

  it('says why it cannot start', async () => {
    const {port} = await observer(flavour);
    await expect(observer(flavour, {listen: {port}})).rejects.toMatchObject({
      name: 'ListenerError',
      code: 'port-in-use',
      message: expect.stringContaining(String(port)),
    });
    await expect(observer(flavour, {record: {file: '/dev/null/r.ndjson'}})).rejects.toMatchObject({
      name: 'RecordingError',
      code: 'no-folder',
    });
  });

  it('outlives a draft that cannot be recorded', async () => {
    const {url, emit, failures} = await observer(flavour);
    await expect(emit({source: 'event'} as never)).rejects.toThrow('cannot be recorded');
    expect((await exchange(`${url}/webhooks/answer`)).status).toBe(200);
    expect(failures).toEqual([]);
  });

  it('goes on with a recording that exists', async () => {
    const first = await observer(flavour);
    await first.emit({source: 'tick'});
    await first.close();
    const {file = ''} = first;
    const second = await observer(flavour, {record: {file}});
    expect(await second.emit({source: 'tick'})).toMatchObject({seq: 2});
  });
});

describe.each(['a thread of its own', 'this thread'])('what reaches out from the observer in %s', flavour => {
  it('asks for a conversation whose webhook comes while it loads', async () => {
    const {url, reach} = await observer(flavour);
    const {credentials, asked} = await api();
    const reaching = reach({credentials});
    await post(url, {conversation_uuid: conversation, uuid: 'leg', status: 'ringing'});
    await reaching;
    await vi.waitFor(() => expect(asked).toContain(`/v1/conversations/${conversation}`), 10_000);
  });

  it('gives a conversation up that had ended before it was told to begin', async () => {
    const {url, reach, over, seen} = await observer(flavour);
    const {credentials} = await api();
    await post(url, {conversation_uuid: conversation, uuid: 'leg', status: 'completed'});
    over([conversation]);
    await reach({credentials});
    // One that is still up is asked for half a minute longer before it counts as not found.
    const givenUp = expect.objectContaining({part: 'poller', state: 'off', code: 'not-found', conversation});
    await vi.waitFor(() => expect(seen.map(({observation}) => observation)).toContainEqual(givenUp), 10_000);
  });
});

const conversation = 'CON-11111111-2222-4333-8444-555555555555';

const post = (url: string, event: object) =>
  exchange(`${url}/webhooks/event`, {method: 'POST', body: JSON.stringify(event)});

/** An API that finds nothing, and the paths that it was asked for. */
async function api() {
  const asked: string[] = [];
  const server = createServer(({url = ''}, response) => {
    asked.push(url);
    response.writeHead(404, {'content-type': 'application/json'}).end('{}');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const {port} = server.address() as AddressInfo;
  const {id, privateKey} = await createApplication();
  return {asked, credentials: {applicationId: id, privateKey, apiUrl: `http://127.0.0.1:${port}`}};
}

describe('the worker', () => {
  it('loads nothing but what Node has, and little of that', async () => {
    const loaded = await bundleObserver(await temporaryFolder());
    const allowed = [
      'buffer',
      'crypto',
      'diagnostics_channel',
      'fs',
      'fs/promises',
      'http',
      'path',
      'stream',
      'worker_threads',
    ];
    expect([...new Set(loaded)].sort()).toEqual(allowed.map(name => `node:${name}`));
  });

  it('watches a tunnel without loading the poller', async () => {
    const folder = await temporaryFolder();
    await bundleObserver(folder);
    const poller = (await readdir(folder)).find(file => file.startsWith('polling-')) ?? '';
    await rm(join(folder, poller));
    const worker = pathToFileURL(join(folder, 'worker.mjs'));
    const {reach} = await observer('the given one', {inProcess: false, worker});
    await reach({tunnel: {ngrokApi: 'http://127.0.0.1:1'}});
  });

  it('outlives what is thrown in a handler of any event, tells it and counts it', async () => {
    const folder = await temporaryFolder();
    await bundleObserver(folder);
    // Throws, and lets a promise reject, whenever it is told that a call is over.
    await writeFile(
      join(folder, 'throwing.mjs'),
      `import {parentPort} from 'node:worker_threads';
       import './worker.mjs';
       parentPort.on('message', ({type}) => {
         if (type !== 'over') return;
         Promise.reject(new Error('nobody listens'));
         throw new Error('who is this?');
       });`,
    );
    const worker = pathToFileURL(join(folder, 'throwing.mjs'));
    const {url, over, close, seen, failures} = await observer('the given one', {inProcess: false, worker});
    over(['CON-1']);
    const faults = () =>
      seen.flatMap(({observation: o}) => (o.source === 'health' && o.code === 'fault' ? [o.text] : []));
    await vi.waitFor(() => expect(faults()).toHaveLength(1), 10_000);
    expect((await exchange(`${url}/webhooks/answer`)).status).toBe(200);
    await close();
    expect(faults()).toEqual([
      expect.stringMatching(/who is this\?.*It goes on/),
      expect.stringContaining('nobody listens'),
    ]);
    expect(failures).toEqual([]);
  });

  it('is missed when it dies', async () => {
    const {failures, emit} = await observer('the given one', await dyingAt('emit'));
    await expect(emit({source: 'tick'})).rejects.toThrow('out of memory');
    expect(failures).toMatchObject([{message: 'out of memory'}]);
    await expect(emit({source: 'tick'})).rejects.toThrow('out of memory');
  });

  it('says why it died before it listened', async () => {
    await expect(observer('the given one', await dyingAt(undefined))).rejects.toThrow('out of memory');
  });
});

/** A worker that dies of a message of this type; the first message is the set-up, which has none, and is answered. */
async function dyingAt(type: string | undefined): Promise<Partial<ObserverOptions>> {
  const worker = join(await temporaryFolder(), 'dying.mjs');
  await writeFile(
    worker,
    `import {parentPort} from 'node:worker_threads';
     parentPort.on('message', ({type}) => {
       if (type === ${JSON.stringify(type)}) throw new Error('out of memory');
       parentPort.postMessage({type: 'ready', port: 1, url: 'http://127.0.0.1:1'});
     });`,
  );
  return {inProcess: false, worker: pathToFileURL(worker)};
}

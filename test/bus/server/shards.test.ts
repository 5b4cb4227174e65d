import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {openBusLink} from '../../../source/bus/link.js';
import {startPublishing} from '../../../source/bus/publisher.js';
import {shardsOf, streamName} from '../../../source/bus/shards.js';
import type {Draft, Observation} from '../../../source/call/observation.js';
import {snapshotOf} from '../../../source/output/snapshot.js';
import {openJournal} from '../../../source/recording/journal.js';
import {openRecording} from '../../../source/recording/write.js';
import {type BusOptions, readBus} from '../../../source/run/bus/read.js';
import {emptyFolder, run} from '../../end-to-end/program.js';
import {calls} from '../../helpers/several-calls.js';
import {until} from '../../helpers/until.js';
import {worldOf} from '../../output/seed-call.js';
import {started} from '../../recording/examples.js';
import {temporaryFolder} from '../../recording/folder.js';
import {hasNats, lookAt, type NatsServer, natsMissing, startNats} from './nats.js';
import {laptop, messagesFrom, publish} from './published.js';

const whole = calls(['talked', 0], ['busy', 1], ['menu', 2], ['moved', 3], ['talked', 4], ['busy', 5], ['menu', 6]);

async function withShards(shards: number) {
  const server = await startNats();
  const look = lookAt(server);
  await look.addShards(shards);
  /** How many messages are in each stream. */
  const counts = () =>
    look.asking(manager =>
      Promise.all(shardsOf(shards).map(async shard => (await manager.streams.info(streamName(shard))).state.messages)),
    );
  return {server, look, counts};
}

/** All that is there now, and its snapshot, payloads included. */
async function readFrom({address}: NatsServer, more: Partial<BusOptions> = {}) {
  const reading = await readBus({access: {address}, selection: {}, ends: {}, ...more});
  onTestFinished(() => reading.close());
  const seen: Observation[] = [];
  for await (const batch of reading.batches) seen.push(...batch);
  const snapshot = await snapshotOf(worldOf(seen), {takenAt: 0, payload: reading.payload});
  return {seen, snapshot: JSON.stringify(snapshot), codes: seen.map(o => (o.source === 'health' ? o.code : ''))};
}

/** A recording of so many calls that is published as it is written. */
async function publishing(server: NatsServer) {
  const file = join(await temporaryFolder(), 'r.ndjson');
  const recording = await openRecording({file, ...started});
  const journal = openJournal({recording, onWritten: () => undefined});
  onTestFinished(() => journal.close());
  const news: string[] = [];
  const publisher = startPublishing({
    file,
    newest: () => file,
    isOver: () => false,
    names: {team: 'qa', listener: 'lab'},
    url: server.url,
    connect: () => openBusLink({address: server.address}),
    tell: ({code}) => void news.push(code),
  });
  onTestFinished(() => publisher.close());
  const event = (call: number, n: number): Draft => ({
    source: 'event',
    raw: {
      method: 'POST',
      path: '/webhooks/event',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({status: 'answered', uuid: `leg-${call}`, conversation_uuid: `CON-${call}`, n}),
    },
  });
  return {
    news,
    publisher,
    async record(count: number) {
      for (let n = 0; n < count; n += 1) void journal.emit(event(n % 20, n));
      await journal.flushed();
    },
    allAreThere: () => until(() => expect(publisher.state().seq).toBe(journal.lastSeq())),
  };
}

describe.skipIf(!hasNats)(`a bus of several streams${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('gives the World that one stream gives, to the byte, payloads included', async () => {
    const snapshots = [];
    for (const shards of [1, 4]) {
      const {server, counts} = await withShards(shards);
      await publish(server, messagesFrom(whole, laptop, 1e6, shards));
      expect((await counts()).filter(count => count > 0).length).toBeGreaterThan(shards === 1 ? 0 : 2);
      const {seen, snapshot} = await readFrom(server);
      expect(seen.map(({origin, ...o}) => o)).toEqual(whole);
      snapshots.push(snapshot);
    }
    expect(snapshots[1]).toBe(snapshots[0]);
  });

  it('is published to as it is found, each call to one stream, and read from one where one call is asked for', async () => {
    const {server, look, counts} = await withShards(4);
    const {record, allAreThere} = await publishing(server);
    await record(400);
    await allAreThere();
    const each = await counts();
    expect(each.every(count => count > 0)).toBe(true);
    expect(each.reduce((sum, count) => sum + count)).toBe(400);
    const {seen} = await readFrom(server, {selection: {conversation: 'CON-7'}});
    expect(seen).toHaveLength(20);
    expect((await readFrom(server, {selection: {team: 'qa'}})).seen).toHaveLength(400);
    await look.asking(manager => manager.streams.purge('CONVO-3', {keep: 5}));
    const late = await readFrom(server);
    expect(late.codes.filter(code => code === 'dropped')).toHaveLength(1);
    expect(late.seen.filter(({origin}) => origin)).toHaveLength(400 - (each[2] ?? 0) + 5);
  });

  it('goes on where each stream was left when the server is killed, and fills one that was made anew', async () => {
    const {server, look, counts} = await withShards(4);
    const {record, allAreThere, news} = await publishing(server);
    const reading = await readBus({access: {address: server.address}, selection: {}});
    onTestFinished(() => reading.close());
    const seen: Observation[] = [];
    void (async () => {
      for await (const batch of reading.batches) seen.push(...batch);
    })();
    const shown = () => seen.filter(({origin}) => origin).length;
    await record(200);
    await allAreThere();
    await server.kill();
    await record(100);
    await server.start();
    await allAreThere();
    await until(() => expect(shown()).toBe(300));
    await look.asking(async manager => {
      const {config} = await manager.streams.info('CONVO-2');
      await manager.streams.delete('CONVO-2');
      await manager.streams.add(config);
    });
    await server.kill();
    await server.start();
    await until(() => expect(news).toContain('refilling'));
    await allAreThere();
    await until(async () => expect((await counts()).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(300));
    await record(20);
    await until(() => expect(shown()).toBe(320));
    expect(seen.map(o => (o.source === 'health' ? o.code : '')).filter(Boolean)).toContain('started-anew');
    expect((await readFrom(server)).seen).toHaveLength(320);
  });

  it('is made by bus init, which does not change the number of streams', async () => {
    const server = await startNats();
    const init = ['bus', 'init', server.url, '--yes'];
    const made = await run([...init, '--shards', '4']);
    expect(made).toMatchObject({status: 0, err: 'The 4 streams CONVO, CONVO-2 … CONVO-4 are made.\n'});
    expect(made.out).toContain('$JS.API.STREAM.INFO.CONVO-3');
    expect(await run([...init, '--max-bytes', '1GB'])).toMatchObject({
      status: 0,
      err: 'The 4 streams CONVO, CONVO-2 … CONVO-4 are changed.\n',
    });
    expect(await run([...init, '--shards', '2'])).toMatchObject({
      status: 1,
      err: expect.stringContaining('has 4 streams, and their number cannot be changed: leave --shards out.'),
    });
    expect(await run([...init, '--shards', '65'])).toMatchObject({status: 2, err: expect.stringContaining('1 to 64')});
    const record = join(await emptyFolder(), 'r.ndjson');
    const demo = ['demo', 'busy', '--port', '0', '--until', 'ended', '--record', record, '--bus', server.url];
    expect((await run(demo)).status).toBe(0);
    const status = await run(['bus', 'status', server.url, '--json']);
    expect(JSON.parse(status.out).stream).toMatchObject({shards: 4, maxBytes: 1e9, listeners: [{conversations: 1}]});
    expect((await run(['stats', server.url])).out).toContain('1 call');
  });
});

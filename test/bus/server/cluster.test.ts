import {describe, expect, it, onTestFinished} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {readBus} from '../../../source/run/bus/read.js';
import {run} from '../../end-to-end/program.js';
import {rounds} from '../../helpers/rounds.js';
import {until} from '../../helpers/until.js';
import {hasNats, natsMissing, startCluster} from './nats.js';
import {expectOnce, publishing, upTo, writing} from './publishing.js';

describe.skipIf(!hasNats)(`a cluster of three servers${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('loses nothing and keeps nothing twice when the leader of the stream is killed, and who reads goes on', async () => {
    const cluster = await startCluster(3);
    const {look, url, address} = cluster;
    // It takes a while until they know each other.
    await until(async () =>
      expect(await run(['bus', 'init', url, '--replicas', '3', '--yes'])).toMatchObject({status: 0}),
    );
    expect(JSON.parse((await run(['bus', 'status', url, '--json'])).out).stream).toMatchObject({replicas: 3});
    const {record, start, over} = await publishing(cluster);
    const publisher = start();
    const reading = await readBus({access: {address}, selection: {}});
    onTestFinished(() => reading.close());
    const seen: Observation[] = [];
    void (async () => {
      for await (const batch of reading.batches) seen.push(...batch);
    })();
    const shown = () => seen.flatMap(({origin, seq}) => (origin ? [seq] : []));
    const stream = () => look.asking(manager => manager.streams.info('CONVO'));
    const load = writing(record, 50);
    for (let round = 0; round < rounds(2, 5); round += 1) {
      const before = publisher.state().seq;
      await until(() => expect(publisher.state().seq).toBeGreaterThan(before + 50));
      const leader = await until(async () => {
        const {cluster: now} = await stream();
        expect(now?.replicas?.filter(({current}) => current)).toHaveLength(2);
        return now?.leader ?? '';
      });
      const node = cluster.node(leader);
      await node?.kill();
      const then = publisher.state().seq;
      await until(() => expect(publisher.state().seq).toBeGreaterThan(then + 300));
      await until(async () => expect((await stream()).cluster?.leader).not.toBe(leader));
      await node?.start();
    }
    const count = await load.stop();
    await over();
    await publisher.done;
    // A server that came back says that it cannot answer yet, until it has caught up.
    await until(() => expectOnce(look, count));
    await until(() => expect(shown()).toHaveLength(count));
    expect(shown().sort((a, b) => a - b)).toEqual(upTo(count));
  });
});

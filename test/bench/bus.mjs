// Publishes calls to a bus, and reads them back, beside folding them alone. Says one line of JSON a round.
import {jetstreamManager} from '@nats-io/jetstream';
import {connect} from '@nats-io/transport-node';
import {openBusLink} from '../../source/bus/link.ts';
import {makeStreams} from '../../source/bus/stream.ts';
import {createTokens} from '../../source/bus/subject.ts';
import {messagesOf} from '../../source/bus/wire.ts';
import {observationLine} from '../../source/recording/line.ts';
import {readBus} from '../../source/run/bus/read.ts';
import {createFeed} from '../../source/store/feed.ts';
import {busAddressIn} from '../../source/text/bus-address.ts';
import {factOf} from '../../source/vonage/facts.ts';
import {observationsOfCall} from './lib/calls.mjs';

const {url, calls, rounds, window, shards} = JSON.parse(process.argv[2]);
const access = {address: busAddressIn(url)};

const all = [];
for (let call = 0; call < calls; call++) all.push(...observationsOfCall(call, all.length));

/** As two listeners would tell of it, each of every other call. */
async function publish() {
  const connection = await connect({servers: url});
  await makeStreams(await jetstreamManager(connection), {maxAge: 86_400_000, maxBytes: 1e9, replicas: 1, shards});
  await connection.close();
  const link = await openBusLink(access);
  const tokenAt = createTokens();
  let under = [];
  const started = performance.now();
  for (const o of all) {
    const listener = Math.floor(o.seq / 18) % 2;
    const place = {team: 'qa', application: '_', listener: `l${listener}`, conversation: tokenAt(o)};
    const origin = {recording: String(listener).repeat(32), seq: o.seq};
    for (const message of messagesOf(Buffer.from(observationLine(o).trimEnd()), origin, place, link.room, shards)) {
      under.push(link.publish(message));
      if (under.length < window) continue;
      await Promise.all(under);
      under = [];
    }
  }
  await Promise.all(under);
  const ms = performance.now() - started;
  await link.close();
  return ms;
}

/** ms, and CPU ms, until all of it has been read, and folded where there is a feed. */
async function read(feed) {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const bus = await readBus({access, selection: {}, ends: {}});
  let count = 0;
  for await (const batch of bus.batches) {
    count += batch.length;
    feed?.take(batch);
  }
  const took = tookSince(started, cpu);
  await bus.close();
  if (count !== all.length) throw new Error(`${count} of ${all.length} have come`);
  return took;
}

function fold() {
  const feed = createFeed(factOf);
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  for (let from = 0; from < all.length; from += 64) feed.take(all.slice(from, from + 64));
  return tookSince(started, cpu);
}

function tookSince(started, before) {
  const {user, system} = process.cpuUsage(before);
  return {ms: performance.now() - started, cpuMs: (user + system) / 1000};
}

const publishedMs = await publish();
for (let round = 0; round < rounds; round++) {
  const result = {
    observations: all.length,
    publishedMs,
    folded: fold(),
    read: await read(),
    both: await read(createFeed(factOf)),
  };
  console.log(JSON.stringify(result));
}

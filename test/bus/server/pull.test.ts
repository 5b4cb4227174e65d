import {describe, expect, it, onTestFinished} from 'vitest';
import {openBusLink} from '../../../source/bus/link.js';
import {shardsOf, streamName, suffixOf} from '../../../source/bus/shards.js';
import {type Delivered, subscribe} from '../../../source/bus/subscribe.js';
import type {BusMessage} from '../../../source/bus/wire.js';
import type {HealthObservation, Observation} from '../../../source/call/observation.js';
import {readBus} from '../../../source/run/bus/read.js';
import {until} from '../../helpers/until.js';
import {eventObservation} from '../../recording/examples.js';
import {hasNats, lookAt, type NatsServer, natsMissing, startNats} from './nats.js';
import {lab, messagesFrom} from './published.js';
import {upTo} from './publishing.js';

/** What is asked for at a time, and what may wait besides; with one message that is taken from the bus whole. */
const ROOM = 4 * 1024 * 1024;
const LARGEST = 8 * 1024 * 1024;

const sized = (size: number, suffix = ''): BusMessage => ({
  subject: `convo.qa._.lab._${suffix}`,
  headers: {},
  body: Buffer.alloc(size, 32),
});

async function withStream(config = '') {
  const server = await startNats({config});
  const look = lookAt(server);
  await look.addStream();
  return {server, look};
}

/** Publishes in this order, so many bytes at a time. */
async function publish({address}: NatsServer, messages: readonly BusMessage[]): Promise<void> {
  const link = await openBusLink({address});
  let under: Promise<unknown>[] = [];
  let bytes = 0;
  for (const message of messages) {
    under.push(link.publish(message));
    bytes += message.body.length;
    if (bytes < LARGEST && under.length < 256) continue;
    await Promise.all(under);
    [under, bytes] = [[], 0];
  }
  await Promise.all(under);
  await link.close();
}

async function reading({address}: NatsServer) {
  const subscription = await subscribe({address}, {}, () => undefined);
  onTestFinished(() => subscription.close());
  const {messages} = subscription;
  const next = async (): Promise<readonly Delivered[]> => {
    const {value, done} = await messages.next();
    return done ? [] : value.items;
  };
  return {next, subscription};
}

/** The consumers of a stream, as the server sees them. */
const consumersOf = (look: ReturnType<typeof lookAt>, stream = 'CONVO') =>
  look.asking(manager => manager.consumers.list(stream).next());

/** How many messages have been sent to whoever reads, once no more are asked for. */
async function standing(look: ReturnType<typeof lookAt>, stream?: string): Promise<number> {
  let sent = -1;
  await until(async () => {
    const [consumer] = await consumersOf(look, stream);
    expect(consumer?.num_waiting).toBe(0);
    sent = consumer?.delivered.consumer_seq ?? -1;
  });
  return sent;
}

describe.skipIf(!hasNats)(`what is under way from a bus${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('is bounded in bytes, until somebody takes it: 300 messages of 900 kB', async () => {
    const {server, look} = await withStream();
    const size = 900_000;
    await publish(server, Array(300).fill(sized(size)));
    const {next} = await reading(server);
    const numbers: number[] = [];
    let most = 0;
    while (numbers.length < 300) {
      for (const {number, body} of await next()) {
        expect(body.length).toBe(size);
        numbers.push(number);
      }
      if (numbers.length > 250) continue;
      most = Math.max(most, (await standing(look)) - numbers.length);
    }
    expect(numbers).toEqual(upTo(300));
    // What waits, what was asked for besides, and what is being handed on.
    expect(most * size).toBeLessThan(2 * ROOM + 3 * size);
    expect(most).toBeGreaterThan(1);
  });

  it('is bounded for all streams together', async () => {
    const {server, look} = await withStream();
    await look.asking(manager => manager.streams.delete('CONVO'));
    await look.addShards(4);
    const size = 100_000;
    const shards = shardsOf(4);
    await publish(
      server,
      shards.flatMap(shard => Array<BusMessage>(60).fill(sized(size, suffixOf(shard)))),
    );
    const {next} = await reading(server);
    let taken = (await next()).length;
    let sent = 0;
    for (const shard of shards) sent += await standing(look, streamName(shard));
    expect((sent - taken) * size).toBeLessThan(2 * ROOM + 4 * (2 * size + (1 << 20)));
    while (taken < 240) taken += (await next()).length;
    expect(taken).toBe(240);
  });

  it('comes in its order, however large: also what is larger than all that is asked for', async () => {
    const {server, look} = await withStream(`max_payload: ${LARGEST}`);
    const [small, middle, large] = [1000, 900_000, 6_000_000];
    const sizes = [large, large, small, ...Array(16).fill(middle), large, ...Array(1500).fill(small), large, middle];
    await publish(
      server,
      sizes.map(size => sized(size)),
    );
    const {next} = await reading(server);
    const seen: [number, number][] = [];
    const read = async (count: number) => {
      while (seen.length < count) for (const {number, body} of await next()) seen.push([number, body.length]);
    };
    await read(sizes.length);
    // And what comes while it is waited for.
    await until(async () => expect((await consumersOf(look))[0]?.num_waiting).toBe(1));
    const live = [large, small, large, large, middle];
    for (const [i, size] of live.entries()) {
      await publish(server, [sized(size)]);
      await read(sizes.length + i + 1);
    }
    expect(seen).toEqual([...sizes, ...live].map((size, i) => [i + 1, size]));
  });

  it('is read once and in order when the server is killed again and again, and when it forgets who reads', async () => {
    const {server, look} = await withStream();
    const all = upTo(3000).map(seq => eventObservation(seq, ' '.repeat(seq % 100 === 0 ? 500_000 : 100)));
    await publish(server, messagesFrom(all, lab));
    const bus = await readBus({access: {address: server.address}, selection: {}});
    onTestFinished(() => bus.close());
    const seen: Observation[] = [];
    const read = async (count: number) => {
      while (seen.length < count) seen.push(...((await bus.batches.next()).value ?? []));
    };
    for (const count of [1, 400, 900, 1700]) {
      await read(count);
      await server.kill();
      await server.start();
    }
    const forget = () =>
      look.asking(async manager => {
        for (const {name} of await manager.consumers.list('CONVO').next())
          await manager.consumers.delete('CONVO', name);
      });
    await read(2200);
    await forget();
    const published = () => seen.filter(({origin}) => origin);
    // Goes on while it is looked: whoever takes nothing is not told that it was forgotten.
    const allRead = (async () => {
      while (published().length < 3001) await read(seen.length + 1);
    })();
    await until(async () => expect(published()).toHaveLength(3000));
    // Nothing more is there now: it is told while it waits.
    await until(async () => expect((await consumersOf(look))[0]?.num_waiting).toBe(1));
    await forget();
    await publish(server, messagesFrom([eventObservation(3001, '{}')], lab));
    await allRead;
    expect(published().map(({seq}) => seq)).toEqual(upTo(3001));
    const said = seen.filter((o): o is HealthObservation => o.source === 'health');
    expect(new Set(said.map(({code}) => code))).toEqual(new Set(['detached', 'attached']));
  });

  it('ends with who reads it, also where nobody has taken anything', async () => {
    const {server, look} = await withStream();
    await publish(server, Array(50).fill(sized(900_000)));
    const {subscription} = await reading(server);
    await standing(look);
    await subscription.close();
    expect(await consumersOf(look)).toEqual([]);
  });

  it('is left without waiting for a server that does not answer', async () => {
    const {server} = await withStream();
    const [leaving, asking] = [await reading(server), await reading(server)];
    await server.halt();
    const first = await Promise.race([
      asking.subscription.now().catch(() => 'a question was given up'),
      leaving.subscription.close().then(() => 'it was left'),
    ]);
    expect(first).toBe('it was left');
  });
});

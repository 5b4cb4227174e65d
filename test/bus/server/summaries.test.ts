import {describe, expect, it, onTestFinished} from 'vitest';
import type {Message} from '../../../source/bus/wire.js';
import type {Observation} from '../../../source/call/observation.js';
import {snapshotOf} from '../../../source/output/snapshot.js';
import {busSource} from '../../../source/run/bus/source.js';
import type {Taking} from '../../../source/run/session.js';
import {work} from '../../../source/run/worker/worker.js';
import {callsOf} from '../../../source/store/call-order.js';
import {createFeed} from '../../../source/store/feed.js';
import {factOf} from '../../../source/vonage/facts.js';
import {endingOf} from '../../../source/world/read/ending.js';
import {callStatus, partiesOf, stateOf} from '../../../source/world/read/state.js';
import {costOf} from '../../../source/world/read/timings.js';
import type {Conversation, World} from '../../../source/world/world.js';
import {calls} from '../../helpers/several-calls.js';
import {inTurns} from '../../helpers/shared-out.js';
import {until} from '../../helpers/until.js';
import {hasNats, lookAt, type NatsServer, natsMissing, startNats} from './nats.js';
import {lab, laptop, messagesFrom, type Publisher, publish} from './published.js';

/** A bus that holds calls of which each of two listeners has seen a part. */
async function withCalls(all: readonly Observation[], shards = 1): Promise<NatsServer> {
  const server = await startNats();
  await lookAt(server).addShards(shards);
  await publish(server, heardInTurns(all, shards));
  return server;
}

/** The messages of two listeners, as they come while both listen. */
function heardInTurns(all: readonly Observation[], shards: number): Message[] {
  const [first, second] = inTurns(all);
  const sent = (some: readonly Observation[], who: Publisher) =>
    messagesFrom(some, who, 1e6, shards).map((message, i) => ({message, at: some[i]?.at ?? 0}));
  return [...sent(first, laptop), ...sent(second, lab)].sort((a, b) => a.at - b.at).map(({message}) => message);
}

/** Counts the calls of a bus, until the test is over or it is told to end. */
function counting({address}: NatsServer, name: string) {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  onTestFinished(end);
  let published = 0;
  const refuse = (text: string): void => expect.soft(text).toBe('');
  const done = work({
    access: {address},
    name,
    signal: ending.signal,
    published: () => published++,
    say: () => undefined,
    refuse,
  });
  return {end, done, published: () => published};
}

/** What a screen at a bus knows. */
async function watching({address}: NatsServer, summaries: boolean, more: {since?: number} = {}) {
  const source = await busSource({access: {address}, selection: {}, summaries, ...more});
  onTestFinished(() => source.close());
  const feed = createFeed(factOf);
  const all: Observation[] = [];
  const take: Taking = batch => {
    for (const each of batch) all.push(each);
    feed.take(batch);
  };
  void source.listen(take);
  return {
    world: feed.world,
    all,
    look: (...ids: string[]) =>
      source.look?.(ids.map(id => ({id, isHere: feed.world().conversations.get(id) !== undefined}))),
    /** A call as it is saved, without the numbers that whoever reads it gives to what comes. */
    async saved(id: string) {
      const {conversations} = await snapshotOf(feed.world(), {takenAt: 0, payload: source.payload, mask: false});
      const found = conversations.find(each => each.id === id);
      return JSON.stringify(found, (key, value) => (key === 'seq' || key === 'index' ? 0 : value), 1).replace(
        /"id": \d+,(\s+"listener")/g,
        '$1',
      );
    },
  };
}

/** What the list says of a call. */
const rowOf = (world: World, call: Conversation) => ({
  id: call.id,
  state: stateOf(call),
  status: callStatus(world, call),
  parties: (({from, to, direction}) => ({from, to, direction}))(partiesOf(world, call)),
  cost: costOf(world, call),
  ending: endingOf(world, call),
  over: call.over,
});

const kinds = ['talked', 'busy'] as const;
/** Each is over before the next one begins: so legs are called by the same numbers whoever reads them. */
const apart = (count: number) =>
  calls(...Array.from({length: count}, (_, i) => [kinds[i % 2] ?? 'busy', i * 400] as const));

describe.skipIf(!hasNats)(`calls by their summaries${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('are listed without a message of theirs, and each is what it is to those who read all, once it is looked at', async () => {
    const server = await withCalls(apart(300), 4);
    const worker = counting(server, 'one');
    const whole = await watching(server, false);
    await until(() => expect([...whole.world().conversations.values()].filter(({over}) => over)).toHaveLength(300));
    await until(() => expect(worker.published()).toBeGreaterThanOrEqual(300));
    const screen = await watching(server, true);
    const rows = (world: World) => callsOf(world).map(call => rowOf(world, call));
    await until(() => expect(rows(screen.world())).toEqual(rows(whole.world())));
    expect(new Set(screen.all.map(({source}) => source))).toEqual(new Set(['summary']));

    const ids = callsOf(whole.world()).map(({id}) => id);
    for (const id of [ids[299], ids[0], ids[151], ids[0]].filter(each => each !== undefined)) {
      screen.look(id);
      await until(() => expect(screen.world().conversations.get(id)?.over).toBe(true));
      expect(await screen.saved(id)).toBe(await whole.saved(id));
    }
    expect(screen.world().conversations.size).toBe(3);
    expect(rows(screen.world())).toEqual(rows(whole.world()));
  });
});

import {connect} from '@nats-io/transport-node';
import {describe, expect, it, onTestFinished} from 'vitest';
import {STREAM} from '../../../source/bus/shards.js';
import type {BusMessage} from '../../../source/bus/wire.js';
import type {Observation} from '../../../source/call/observation.js';
import {snapshotOf} from '../../../source/output/snapshot.js';
import {readSummaries} from '../../../source/run/bus/read-summaries.js';
import {createBusReader} from '../../../source/run/bus/reader.js';
import {busSource} from '../../../source/run/bus/source.js';
import {freePort} from '../../../source/run/ports.js';
import type {Taking} from '../../../source/run/session.js';
import {work} from '../../../source/run/worker/worker.js';
import {callsOf} from '../../../source/store/call-order.js';
import {createFeed} from '../../../source/store/feed.js';
import {factOf} from '../../../source/vonage/facts.js';
import {endingOf} from '../../../source/world/read/ending.js';
import {callStatus, partiesOf, stateOf} from '../../../source/world/read/state.js';
import {costOf} from '../../../source/world/read/timings.js';
import type {Conversation, World} from '../../../source/world/world.js';
import {onScreen} from '../../end-to-end/on-screen.js';
import {inPipe, run} from '../../end-to-end/program.js';
import {CON} from '../../helpers/calls.js';
import {calls} from '../../helpers/several-calls.js';
import {inTurns} from '../../helpers/shared-out.js';
import {until} from '../../helpers/until.js';
import {hasNats, lookAt, type NatsServer, natsMissing, startNats} from './nats.js';
import {lab, laptop, messagesFrom, type Publisher, publish} from './published.js';

/** A bus that holds calls of which each of two listeners has seen a part. */
async function withCalls(all: readonly Observation[], shards = 1, config = ''): Promise<NatsServer> {
  const server = await startNats({config});
  await lookAt(server).addShards(shards);
  await publish(server, heardInTurns(all, shards));
  return server;
}

/** The messages of two listeners, as they come while both listen. */
function heardInTurns(all: readonly Observation[], shards = 1): BusMessage[] {
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
    forget: feed.forget,
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

/** How many read the observations of a bus with one stream, beside who counts them. */
const consumers = (server: NatsServer): Promise<number> =>
  lookAt(server).asking(async manager => {
    let count = -1;
    for await (const _ of manager.consumers.list(STREAM)) count += 1;
    return count;
  });

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

  it('are read as long as they are looked at, as they go on, with what their legs came from', async () => {
    const all = calls(['talked', 0], ['moved', 400], ['busy', 800]);
    const server = await withCalls(all);
    counting(server, 'one');
    const whole = await watching(server, false);
    const screen = await watching(server, true);
    await until(() => expect(callsOf(screen.world())).toHaveLength(4));
    const [talked = '', from = '', to = '', ended = ''] = callsOf(whole.world()).map(({id}) => id);
    screen.look(to, from);
    await until(async () => expect(await screen.saved(from)).toBe(await whole.saved(from)));
    await until(async () => expect(await screen.saved(to)).toBe(await whole.saved(to)));
    await until(async () => expect(await consumers(server)).toBe(1 + 2));
    screen.look(talked);
    screen.look(ended);
    await until(async () => expect(await screen.saved(ended)).toBe(await whole.saved(ended)));
    expect(screen.world().conversations.has(talked)).toBe(false);
    await until(async () => expect(await consumers(server)).toBe(1 + 1));

    const last = heardInTurns(calls(['talked', 0], ['moved', 400], ['busy', 800], ['talked', 1200])).slice(all.length);
    await publish(server, last.slice(0, 6));
    await until(() => expect(callsOf(screen.world())).toHaveLength(5));
    const live = callsOf(screen.world())[4]?.id ?? '';
    expect(callsOf(screen.world())[4]?.summed?.state).toBe('active');
    screen.look(live);
    await until(async () => expect(await screen.saved(live)).toBe(await whole.saved(live)));
    await publish(server, last.slice(6));
    await until(() => expect(whole.world().conversations.get(live)?.over).toBe(true));
    await until(async () => expect(await screen.saved(live)).toBe(await whole.saved(live)));
  });

  it('are read over the connection of their list, also when that is a new one, and nothing is held of those that were read before', async () => {
    const port = await freePort();
    const all = calls(['talked', 0], ['busy', 400], ['talked', 800], ['busy', 1200], ['talked', 1600]);
    const given = calls(['talked', 0], ['busy', 400], ['talked', 800], ['busy', 1200]).length;
    const server = await withCalls(all.slice(0, given + 4), 1, `http: "127.0.0.1:${port}"`);
    const worker = counting(server, 'one');
    const screen = await watching(server, true);
    await until(() => expect(callsOf(screen.world())).toHaveLength(5));
    worker.end();
    await worker.done;
    /** How much is listened to over each connection. */
    const connections = async (): Promise<number[]> => {
      const answer = await fetch(`http://127.0.0.1:${port}/connz`);
      return JSON.parse(await answer.text()).connections.map(
        ({subscriptions}: {subscriptions: number}) => subscriptions,
      );
    };
    /** Nobody counts any more. */
    const read = async () => [await connections(), (await consumers(server)) + 1];
    await until(async () => expect(await connections()).toHaveLength(1));
    const [before = 0] = await connections();
    const ids = callsOf(screen.world()).map(({id}) => id);
    for (const id of [...ids, ...ids, ...ids]) {
      screen.look(id);
      await until(() => expect(screen.world().conversations.has(id)).toBe(true));
    }
    screen.look();
    await until(async () => expect(await read()).toEqual([[before], 0]));

    const live = ids[4] ?? '';
    screen.look(live);
    await until(async () => expect(await read()).toEqual([[before + 1], 1]));
    await server.kill();
    await server.start();
    await publish(server, heardInTurns(all).slice(given + 4));
    await until(() => expect(screen.world().conversations.get(live)?.over).toBe(true));
    await until(async () => expect(await read()).toEqual([[before + 1], 1]));
  });

  it('are said to be gone where the bus has dropped their events, and read again where there was no room for them', async () => {
    const server = await withCalls(calls(['talked', 0], ['busy', 400]));
    const worker = counting(server, 'one');
    const whole = await watching(server, false);
    const screen = await watching(server, true);
    await until(() => expect(callsOf(screen.world())).toHaveLength(2));
    const [talked = '', ended = ''] = callsOf(screen.world()).map(({id}) => id);
    const look = async (id: string) => {
      screen.look(id);
      await until(async () => expect(await screen.saved(id)).toBe(await whole.saved(id)));
    };
    await look(talked);
    await look(ended);
    screen.forget(0.5);
    expect(screen.world().conversations.has(talked)).toBe(false);
    expect(callsOf(screen.world()).map(({id}) => id)).toEqual([talked, ended]);
    await look(talked);

    worker.end();
    await worker.done;
    await lookAt(server).asking(manager => manager.streams.purge(STREAM, {filter: `convo.qa.*.*.${ended}`}));
    const late = await watching(server, true);
    await until(() => expect(callsOf(late.world())).toHaveLength(2));
    late.look(ended);
    await until(() =>
      expect(late.world().health.get(`feed:${ended}`)?.text).toBe(
        `The bus at ${server.url} has dropped its events: there is its summary alone.`,
      ),
    );
    expect(late.world().health.get('feed')).toBeUndefined();
  });

  it('go on behind what was read when the server was killed, and say what is no summary once', async () => {
    const server = await withCalls(calls(['talked', 0]));
    counting(server, 'one');
    const screen = await watching(server, true);
    await until(() => expect(callsOf(screen.world())).toHaveLength(1));
    const [id = ''] = callsOf(screen.world()).map(call => call.id);
    screen.look(id);
    await until(() => expect(screen.world().conversations.get(id)?.over).toBe(true));
    await server.kill();
    await until(() => expect(screen.world().health.get('feed')?.code).toBe('detached'));
    await server.start();
    await until(() => expect(screen.world().health.get('feed')?.code).toBe('attached'));
    await publish(server, heardInTurns(calls(['talked', 0], ['busy', 400])).slice(calls(['talked', 0]).length));
    await until(() => expect(callsOf(screen.world())).toHaveLength(2));
    const connection = await connect({servers: server.url});
    const before = screen.all.length;
    connection.publish('sum.qa.CON-bad', 'none');
    connection.publish('sum.qa.CON-worse', JSON.stringify({schema: 'convo-monitor/summary@1'}));
    await connection.flush();
    await connection.close();
    const refused = () => screen.all.slice(before).flatMap(o => (o.source === 'health' ? [o.text] : []));
    await until(() => expect(refused()).toHaveLength(2));
    expect(refused()).toEqual([
      `A message at ${server.url} ("sum.qa.CON-bad") holds no JSON: it is left out.`,
      `A message at ${server.url} ("sum.qa.CON-worse") is no convo-monitor/summary@1: team is not as it should be: it is left out.`,
    ]);
    expect(callsOf(screen.world())).toHaveLength(2);
  });

  it('are counted on by whoever takes the place of a worker that is killed', async () => {
    const server = await withCalls(calls(['talked', 0]));
    const one = await inPipe(['worker', server.url]);
    await one.says('Counts the calls at ');
    const screen = await watching(server, true);
    await until(() => expect(callsOf(screen.world())).toHaveLength(1));
    one.child.kill('SIGKILL');
    await one.ended;
    await publish(server, heardInTurns(calls(['talked', 0], ['busy', 400])).slice(calls(['talked', 0]).length));
    await until(() =>
      expect(screen.world().health.get('bus')?.text).toBe(
        `No worker counts the calls at ${server.url} just now: the list may be behind. To have them counted: convo-monitor worker ${server.url}`,
      ),
    );
    expect(callsOf(screen.world())).toHaveLength(1);
    const other = await inPipe(['worker', server.url]);
    await other.says('Counts the calls at ');
    await until(() => expect(callsOf(screen.world())).toHaveLength(2));
    await until(() => expect(screen.world().health.get('bus')?.state).toBe('ok'));
  });

  it('are waited for with what is missing for it, where nobody counts', async () => {
    const server = await startNats();
    await lookAt(server).addShards(1);
    const screen = await onScreen(['attach', server.url, '--summaries', '--team', 'qa']);
    await screen.shows(/qa · 0 listeners · 0 live · no worker/);
    await screen.shows(/\[!\] bus +No worker counts the calls at/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
  });

  it('are read from near the end of a stream that holds more than are kept', async () => {
    const server = await withCalls(calls(...Array.from({length: 60}, (_, i) => ['busy', i * 400] as const)));
    const worker = counting(server, 'one');
    const whole = await watching(server, true);
    await until(() => expect(callsOf(whole.world()).filter(({over}) => over)).toHaveLength(60));
    worker.end();
    await worker.done;
    const reader = createBusReader(server.url, Date.now);
    const {batches, close} = await readSummaries({access: {address: server.address}, selection: {}}, reader, 10);
    onTestFinished(close);
    const all: Observation[] = [];
    for await (const batch of batches) {
      all.push(...batch);
      if (batch.some(({source}) => source === 'health')) break;
    }
    const ids = all.flatMap(each => (each.source === 'summary' ? [each.summed.conversation] : []));
    expect(ids).toEqual(
      callsOf(whole.world())
        .map(({id}) => id)
        .slice(-10),
    );
    expect(all.at(-1)).toMatchObject({code: 'newest', text: expect.stringContaining('Only the newest 10 calls')});
  });

  it('are refused with what to do where nothing takes summaries, and where what was asked for wants all that happens', async () => {
    const server = await startNats();
    await lookAt(server).addStream();
    expect(await run(['attach', server.url, '--summaries', '--plain'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('convo-monitor calls (--json)'),
    });
    const screen = await onScreen(['attach', server.url, '--summaries']);
    await screen.over();
    expect(screen.output()).toContain(
      `No stream at ${server.url} takes summaries of calls. To make it: convo-monitor bus init ${server.url}.`,
    );
    for (const [flags, text] of [
      [['--until', 'ended'], '--until is about all that happens'],
      [['--conversation', CON], '--conversation names the one call that is read'],
      [['--serve'], '--serve serves all that is read'],
      [['--fail-on', 'error'], '--fail-on is about all that happens'],
    ] as const) {
      const refused = await onScreen(['attach', server.url, '--summaries', ...flags]);
      await refused.over();
      expect(refused.output()).toContain(text);
    }
  });

  it('are a list on the screen, and the one that is chosen is the call that a screen of everything shows', async () => {
    const server = await withCalls(apart(300));
    const worker = await inPipe(['worker', server.url]);
    const size = {columns: 160, rows: 48};
    const whole = await onScreen(['attach', server.url], size);
    await until(() => expect(worker.out().match(/CON-/g)).toHaveLength(300));
    const screen = await onScreen(['attach', server.url, '--summaries'], size);
    for (const each of [whole, screen]) {
      await each.shows(/0 live · 300 total/);
      each.pty.write('1g');
      await each.shows(/1\/300/);
      each.pty.write('jjj');
      await each.shows(/4\/300/);
      // The whole width is the list's, then that of the events.
      await each.press('+', /how it went/);
    }
    await screen.press('/status:busy is:ended\r', /150 of 300/);
    screen.pty.write('\x1b');
    await screen.shows(/4\/300/);
    const seen = (run: typeof screen) => run.seen().slice(1, -1);
    await until(() => expect(withoutTimes(seen(screen))).toEqual(withoutTimes(seen(whole))));
    for (const each of [whole, screen]) await each.press('+3+', /Events · follow/);
    await until(() => expect(seen(screen)).toEqual(seen(whole)));
    for (const each of [whole, screen]) await each.press('v', /Ladder · follow/);
    await until(() => expect(seen(screen)).toEqual(seen(whole)));
    for (const each of [whole, screen]) {
      each.pty.write('Q');
      expect(await each.ended()).toBe(0);
      expect(each.forbidden()).toBe('');
    }
  });
});

/** When a call began and how long it took is by the listener's clock in a summary, and by Vonage's where its events are read. */
const withoutTimes = (rows: readonly string[]) => rows.map(row => row.replace(/\d\d:\d\d(:\d\d)?/g, '·'));

import {describe, expect, it, onTestFinished} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {busSource} from '../../../source/run/bus/source.js';
import type {SecondReading} from '../../../source/run/source.js';
import {work} from '../../../source/run/worker/worker.js';
import {onScreen} from '../../end-to-end/on-screen.js';
import {calls} from '../../helpers/several-calls.js';
import {until} from '../../helpers/until.js';
import {worldOf} from '../../output/seed-call.js';
import {eventObservation} from '../../recording/examples.js';
import {hasNats, lookAt, type NatsServer, natsMissing, startNats} from './nats.js';
import {laptop, messagesFrom, publish} from './published.js';

const whole = calls(['talked', 0], ['busy', 100], ['menu', 200]);
/** In the middle of the second call. */
const border = whole.findIndex(({at}) => at > (whole[0]?.at ?? 0) + 103_000);
const all = messagesFrom(whole, laptop);

async function withStream(stream: object = {}): Promise<NatsServer> {
  const server = await startNats();
  await lookAt(server).addStream(stream);
  return server;
}

/** Publishes the first part, then the rest; gives a time between the two, by the server's clock, which is this one. */
async function publishedInParts(server: NatsServer): Promise<number> {
  await publish(server, all.slice(0, border));
  const {last_ts: last} = await lookAt(server).state();
  const then = Math.floor(Date.parse(String(last))) + 1;
  await until(() => expect(Date.now()).toBeGreaterThan(then));
  await publish(server, all.slice(border));
  return then;
}

/** What is shown, as it is known from then on, ms. */
async function attached({address}: NatsServer, more: {since?: number; summaries?: boolean} = {}) {
  const source = await busSource({access: {address}, selection: {}, ...more});
  onTestFinished(() => source.close());
  const seen: Observation[] = [];
  const ended = Promise.resolve(source.listen(batch => void seen.push(...batch)));
  const anew = async (from: number | undefined): Promise<{beside: SecondReading; read: Observation[]}> => {
    if (typeof source.anew !== 'function') throw new Error('it cannot be read again');
    const beside = await source.anew(from);
    const read: Observation[] = [];
    void beside.listen(batch => void read.push(...batch));
    return {beside, read};
  };
  return {source, seen, anew, ended};
}

/** Without what only numbers say. */
const essence = (some: readonly Observation[]) => {
  const {conversations} = worldOf(some);
  return [...conversations.values()].map(({id, rows, legs}) => [id, rows.length, legs.toSorted()]);
};
const told = (some: readonly Observation[]) => some.filter(({origin}) => origin);

describe.skipIf(!hasNats)(`going back on a bus${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('reads from another time on what would have been read from the start, whole calls with their replies', async () => {
    const server = await withStream();
    const then = await publishedInParts(server);
    const {seen, anew} = await attached(server, {since: then});
    await until(() => expect(told(seen)).toHaveLength(whole.length - border));
    expect(essence(seen)).not.toEqual(essence(whole));
    const {beside, read} = await anew(undefined);
    await beside.caughtUp;
    expect(read.map(({origin, ...each}) => each)).toEqual(whole);
    await beside.close();
    const narrower = await anew(then);
    await narrower.beside.caughtUp;
    expect(essence(narrower.read)).toEqual(essence(seen));
  });

  it('loses nothing that comes meanwhile, neither there nor in what is shown, and goes on in its place', async () => {
    const server = await withStream();
    await publish(server, all.slice(0, 10));
    const {source, seen, anew} = await attached(server, {since: Date.now() + 60_000});
    const {beside, read} = await anew(undefined);
    const publishing = publish(server, all.slice(10));
    await beside.caughtUp;
    const count = seen.length;
    beside.takePlace();
    await publishing;
    await until(() => expect(read).toHaveLength(whole.length));
    expect(essence(read)).toEqual(essence(whole));
    // What is read again is looked up by the numbers that it has there.
    const place = whole.findLastIndex(each => each.source === 'event');
    expect(await source.payload(read[place]?.seq ?? 0)).toMatchObject({at: whole[place]?.at});
    await publish(server, messagesFrom([eventObservation(9999, '{}')], laptop));
    await until(() => expect(read).toHaveLength(whole.length + 1));
    expect(seen.length).toBeGreaterThanOrEqual(count);
    expect(seen.length).toBeLessThan(whole.length);
    expect(source.reading?.()).toBeUndefined();
  });

  it('reads the list again where calls are listed by their summaries, and then the call that is looked at', async () => {
    const server = await startNats();
    await lookAt(server).addShards(1);
    await publish(server, all);
    const ending = new AbortController();
    onTestFinished(() => ending.abort());
    let published = 0;
    const count = () => published++;
    const quiet = () => undefined;
    void work({access: server, name: 'one', signal: ending.signal, published: count, say: quiet, refuse: quiet});
    await until(() => expect(published).toBeGreaterThanOrEqual(3));
    const {source, seen, anew} = await attached(server, {since: Date.now() + 60_000, summaries: true});
    const {beside, read} = await anew(undefined);
    await beside.caughtUp;
    const listed = (some: readonly Observation[]) =>
      new Set(some.flatMap(each => (each.source === 'summary' ? each.summed.conversation : [])));
    expect([listed(seen).size, listed(read).size]).toEqual([0, 3]);
    beside.takePlace();
    const [id = ''] = listed(read);
    source.look?.([{id, isHere: false}]);
    await until(() => expect(worldOf(told(read)).conversations.get(id)?.over).toBe(true));
    expect(told(seen)).toEqual([]);
  });

  it('reads all of a list that is empty', async () => {
    const server = await startNats();
    await lookAt(server).addShards(1);
    const {anew} = await attached(server, {summaries: true});
    const {beside, read} = await anew(undefined);
    await beside.caughtUp;
    expect(told(read)).toEqual([]);
  });

  it('leaves nothing at the server, whatever became of it', async () => {
    const server = await withStream();
    await publish(server, all);
    const {source, anew, ended} = await attached(server);
    const readers = () => lookAt(server).asking(manager => manager.consumers.list('CONVO').next());
    const left = await anew(undefined);
    await left.beside.close();
    const taken = await anew(Date.now() - 60_000);
    await taken.beside.caughtUp;
    taken.beside.takePlace();
    await until(async () => expect(await readers()).toHaveLength(1));
    // Of the one whose place was taken nothing is to be ended: what is shown goes on.
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    await anew(undefined);
    await source.close();
    await ended;
    expect(isOver).toBe(true);
    expect(await readers()).toEqual([]);
  });

  it('says what the stream has dropped by then', async () => {
    const server = await withStream({max_msgs: 20});
    await publish(server, all);
    const {anew} = await attached(server, {since: Date.now() + 60_000});
    const {beside, read} = await anew(undefined);
    await beside.caughtUp;
    expect(told(read)).toHaveLength(20);
    expect(read.filter(each => each.source === 'health' && each.code === 'dropped')).toHaveLength(1);
  });

  it('leaves what is shown where the bus cannot be reached just then', async () => {
    const server = await withStream();
    await publish(server, all);
    const {seen, anew} = await attached(server);
    await until(() => expect(told(seen)).toHaveLength(whole.length));
    await server.kill();
    await expect(anew(undefined)).rejects.toThrow('No NATS server is reached');
    await server.start();
    await publish(server, messagesFrom([eventObservation(9999, '{}')], laptop));
    await until(() => expect(told(seen)).toHaveLength(whole.length + 1));
  });

  it('is a command on the screen, which keeps what was chosen', async () => {
    const server = await withStream();
    const then = await publishedInParts(server);
    const since = new Date(then).toISOString().slice(0, 23);
    for (const size of [
      {columns: 80, rows: 24},
      {columns: 160, rows: 48},
    ]) {
      const screen = await onScreen(['attach', server.url, '--since', `${since}Z`], size);
      await screen.shows(/2 total/);
      await screen.shows(/since \d\d:\d\d, :since for more/);
      await screen.press('1k', /▸ ?1 CON-/);
      await screen.press('3kkm', '★');
      await screen.press(':since all\r', /All is read that the stream still has: 3 calls, 1 more than before\./);
      await screen.shows(/3 total/);
      await screen.shows(/▸ ?2 CON-/);
      await screen.shows('★');
      await screen.shows(/follow ○/);
      expect(screen.text()).not.toContain(':since for more');
      await screen.press(':since 2020-01-01\r', /Read from 2020-01-01 \d\d:\d\d on: 3 calls, as many as before/);
      await screen.press(':since never\r', 'never is no time to read from');
      screen.pty.write('Q');
      expect(await screen.ended()).toBe(0);
    }
  });

  it('is not there beside what keeps or counts all that comes, and says so', async () => {
    const server = await withStream();
    await publish(server, all);
    const screen = await onScreen(['attach', server.url, '--since', '1h', '--record', 'kept.ndjson']);
    await screen.shows(/3 total/);
    expect(screen.text()).not.toContain(':since');
    await screen.press(':since 6h\r', '--record keeps what comes as it comes');
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
  });
});

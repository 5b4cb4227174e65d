import {randomBytes} from 'node:crypto';
import {describe, expect, it, onTestFinished} from 'vitest';
import {messagesOf} from '../../../source/bus/wire.js';
import type {HealthObservation, Observation} from '../../../source/call/observation.js';
import {snapshotOf} from '../../../source/output/snapshot.js';
import {observationLine} from '../../../source/recording/line.js';
import {type BusOptions, type BusReading, readBus} from '../../../source/run/bus/read.js';
import {calls} from '../../helpers/several-calls.js';
import {until} from '../../helpers/until.js';
import {payloadOf, worldOf} from '../../output/seed-call.js';
import {eventObservation} from '../../recording/examples.js';
import {hasNats, lookAt, type NatsServer, natsMissing, startNats} from './nats.js';
import {lab, laptop, messagesFrom, publish} from './published.js';

const whole = calls(['talked', 0], ['busy', 1], ['menu', 2]);
const CON = 'CON-11111111-2222-3333-4444-555555555555';

type Given = Partial<Omit<BusOptions, 'access'>>;

const bus = ({address}: NatsServer, {selection = {}, ...more}: Given = {}) =>
  readBus({access: {address}, selection, ...more});

/** All that is there now. */
async function history(server: NatsServer, given: Given = {}): Promise<{seen: Observation[]; reading: BusReading}> {
  const reading = await bus(server, {ends: {}, ...given});
  onTestFinished(() => reading.close());
  const seen: Observation[] = [];
  for await (const batch of reading.batches) seen.push(...batch);
  return {seen, reading};
}

/** Attaches, and gives what has come so far. */
async function attached(server: NatsServer, given: Given = {}) {
  const reading = await bus(server, given);
  onTestFinished(() => reading.close());
  const seen: Observation[] = [];
  const ended = (async () => {
    for await (const batch of reading.batches) seen.push(...batch);
  })();
  return {seen, reading, ended};
}

/** What this side had to say. */
const saidIn = (seen: readonly Observation[]) =>
  seen.filter((o): o is HealthObservation => o.source === 'health' && o.part === 'feed');
const codes = (seen: readonly Observation[]) => saidIn(seen).map(({code}) => code);

async function withStream(options: Parameters<typeof startNats>[0] = {}, stream: object = {}) {
  const server = await startNats(options);
  const look = lookAt(server);
  await look.addStream(stream);
  return {server, look};
}

/** What nothing packs. */
const noise = (length: number) => randomBytes((length * 3) / 4).toString('base64');

describe.skipIf(!hasNats)(`reading a bus${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('makes the snapshot that the recording makes, to the byte, payloads included, where one listener published it', async () => {
    const {server} = await withStream();
    await publish(server, messagesFrom(whole, laptop));
    const {seen, reading} = await history(server);
    expect(seen.map(({origin, ...o}) => o)).toEqual(whole);
    const snapshot = (all: readonly Observation[], payload: BusReading['payload']) =>
      snapshotOf(worldOf(all), {takenAt: 0, payload}).then(each => JSON.stringify(each));
    expect(await snapshot(seen, reading.payload)).toBe(await snapshot(whole, payloadOf(whole)));
  });

  it('shows two listeners’ halves of calls as the calls, each with its own replies, and again after what came twice', async () => {
    const {server} = await withStream({}, {duplicate_window: 1e8});
    const isFirst = (o: Observation) => (o.source === 'reply' ? o.to : o.seq) % 2 === 0;
    const halves = [
      messagesFrom(alone(whole.filter(isFirst)), laptop),
      messagesFrom(alone(whole.filter(o => !isFirst(o))), lab),
    ];
    const screens = [await attached(server), await attached(server)];
    await Promise.all(halves.map(half => publish(server, half)));
    for (const {seen} of screens) await until(() => expect(seen).toHaveLength(whole.length));
    const essence = (all: readonly Observation[]) => {
      const {conversations} = worldOf(all);
      return [...conversations.values()].map(({id, rows, legs}) => [id, rows.length, legs.toSorted()]).sort();
    };
    for (const {seen} of screens) {
      expect(essence(seen)).toEqual(essence(whole));
      expect(new Set(seen.map(({origin}) => origin?.listener))).toEqual(new Set(['laptop', 'lab']));
      for (const o of seen)
        if (o.source === 'reply') expect(seen.find(({seq}) => seq === o.to)?.origin).toEqual(o.origin);
    }
    // Outside of the window in which the server knows what came twice.
    await new Promise(resolve => setTimeout(resolve, 200));
    await publish(server, halves.flat());
    await publish(server, messagesFrom([eventObservation(9999, '{}')], laptop));
    for (const {seen} of screens) await until(() => expect(seen).toHaveLength(whole.length + 1));
  });

  it('reads what is asked for: a team, a listener, a conversation, from a time on, up to a time', async () => {
    const {server} = await withStream();
    await publish(server, messagesFrom(whole, laptop));
    await publish(server, messagesFrom([eventObservation(1, '{}')], {...lab, team: 'dev'}));
    const count = async (given: Given) => (await history(server, given)).seen.length;
    expect(await count({selection: {team: 'qa'}})).toBe(whole.length);
    expect(await count({selection: {team: 'dev'}})).toBe(1);
    expect(await count({selection: {listener: 'lab'}})).toBe(1);
    expect(await count({selection: {application: 'other'}})).toBe(0);
    expect(await count({since: Date.now() + 60_000})).toBe(0);
    expect(await count({since: Date.now() - 60_000})).toBe(whole.length + 1);
    const middle = whole[whole.length >> 1]?.at ?? 0;
    expect(await count({selection: {team: 'qa'}, ends: {upTo: middle}})).toBe(
      whole.filter(({at}) => at <= middle).length,
    );
    const [conversation] = worldOf(whole).conversations.keys();
    const {seen} = await history(server, {selection: {conversation}});
    expect([...worldOf(seen).conversations.keys()]).toEqual([conversation]);
  });

  it('leaves nothing behind at the server', async () => {
    const {server, look} = await withStream();
    await publish(server, messagesFrom(whole, laptop));
    const {reading} = await history(server);
    await reading.close();
    expect(await look.asking(manager => manager.consumers.list('CONVO').next())).toEqual([]);
  });

  it('goes on behind the last message when the server was killed, and says both', async () => {
    const {server} = await withStream();
    await publish(server, messagesFrom(whole.slice(0, 10), laptop));
    const {seen} = await attached(server);
    await until(() => expect(seen).toHaveLength(10));
    await server.kill();
    await until(() => expect(codes(seen)).toEqual(['detached']));
    expect(saidIn(seen)[0]?.text).toMatch(/It is tried again until this ends\.$/);
    await server.start();
    await publish(server, messagesFrom(whole, laptop).slice(10));
    await until(() => expect(seen.filter(({origin}) => origin)).toHaveLength(whole.length));
    expect(codes(seen)).toEqual(['detached', 'attached']);
  });

  it('reads a store that was wiped and filled again without showing anything twice', async () => {
    const {server} = await withStream();
    await publish(server, messagesFrom(whole.slice(0, 20), laptop));
    const {seen} = await attached(server);
    await until(() => expect(seen).toHaveLength(20));
    await server.kill();
    await server.start({wiped: true});
    await lookAt(server).addStream();
    await publish(server, messagesFrom(whole, laptop));
    await until(() => expect(seen.filter(({origin}) => origin)).toHaveLength(whole.length));
    expect(codes(seen)).toEqual(['detached', 'started-anew']);
  });

  it('says what retention has dropped before it came', async () => {
    const {server} = await withStream({}, {max_msgs: 20});
    await publish(server, messagesFrom(whole, laptop));
    for (const since of [undefined, Date.now() - 60_000]) {
      const {seen} = await history(server, {since});
      expect(seen).toHaveLength(21);
      const text = /^\d+ older messages at .* were dropped by the stream: it is seen from here on, of 20/;
      expect(saidIn(seen)).toMatchObject([{code: 'dropped', text: expect.stringMatching(text)}]);
    }
  });

  it('says what retention has dropped while it was read, and goes on with what is there', async () => {
    const {server} = await withStream({}, {max_msgs: 10});
    const reading = await bus(server);
    onTestFinished(() => reading.close());
    const {batches} = reading;
    await batches.next();
    const pad = noise(900_000);
    const large = Array.from({length: 60}, (_, i) => eventObservation(i + 1, `${i + 1} ${pad}`));
    await publish(server, messagesFrom(large, lab, 1_000_000));
    const seen: Observation[] = [];
    const isLast = (o: Observation) => o.source === 'event' && o.raw.body.startsWith('60 ');
    while (!seen.some(isLast)) seen.push(...((await batches.next()).value ?? []));
    const gaps = saidIn(seen);
    expect(gaps.length).toBeGreaterThan(0);
    const lost = gaps.reduce((sum, {text}) => sum + Number(/^\d+/.exec(text)?.[0]), 0);
    expect(seen.filter(({origin}) => origin).length + lost).toBe(60);
  });

  it('refuses what no monitor sent, names and counts it, and shows the rest', async () => {
    const {server} = await withStream({config: 'max_payload: 16MB'});
    const [other] = messagesFrom([eventObservation(901, '{}')], laptop);
    if (!other) throw new Error('there is none');
    const withHeaders = (more: object) => ({...other, headers: {...other.headers, ...more}});
    const ofLab = {'Cm-Recording': lab.recording, 'Nats-Msg-Id': `${lab.recording}:1`};
    const forged = {...other, subject: other.subject.replace('.laptop.', '.mallory.')};
    const large = {...withHeaders(ofLab), subject: 'convo.qa._.lab._', body: Buffer.alloc(10_000_000, 32)};
    const foreign = withHeaders({'Cm-Schema': 'convo-monitor/bus@2', 'Nats-Msg-Id': 'x'});
    await publish(server, [...messagesFrom(whole.slice(0, 9), laptop), forged, large, foreign]);
    const bare = (text: string) => ({subject: 'convo.qa._.lab._', headers: {}, body: Buffer.from(text)});
    await publish(server, [bare('{"seq":1'), ...Array.from({length: 20}, () => bare(''))]);
    await publish(server, messagesFrom(whole, laptop).slice(9));
    const {seen} = await history(server);
    const shown = seen.filter(({origin}) => origin);
    expect(shown.map(({origin, ...o}) => o).at(-1)).toEqual(whole.at(-1));
    expect(saidIn(seen).map(({text}) => text.replace(/^A message at \S+ /, ''))).toEqual([
      expect.stringContaining('(convo.qa._.mallory.'),
      expect.stringContaining('is too large: 10000000 bytes'),
      expect.stringContaining('says that it is "convo-monitor/bus@2"'),
      expect.stringContaining('does not say that it is convo-monitor/bus@1'),
      expect.stringContaining('does not say that it is convo-monitor/bus@1'),
      expect.stringContaining('It is the 10th that is not as it should be.'),
    ]);
  });

  it('reads a body of 2 MiB, in parts, and again when it is asked for', async () => {
    const {server} = await withStream();
    const large = eventObservation(
      1,
      JSON.stringify({conversation_uuid: CON, status: 'answered', pad: noise(2 << 20)}),
    );
    const place = {team: 'qa', application: '_', listener: 'lab', conversation: CON};
    const messages = messagesOf(
      Buffer.from(observationLine(large).trimEnd()),
      {recording: lab.recording, seq: 1},
      place,
      700_000,
    );
    expect(messages.length).toBeGreaterThan(2);
    await publish(server, messages);
    await publish(server, messagesFrom([eventObservation(2, '{}')], lab));
    const {seen, reading} = await history(server);
    expect(seen.map(({origin, ...o}) => o)).toEqual([large, eventObservation(2, '{}')]);
    expect(await reading.payload(1)).toEqual(seen[0]);
    expect(await reading.payload(2)).toEqual(seen[1]);
    expect(await reading.payload(3)).toBeUndefined();
  });

  it('shows what has lost a part of its body with what is there of that, and says so', async () => {
    const {server} = await withStream();
    const large = eventObservation(1, JSON.stringify({conversation_uuid: CON, pad: noise(30_000)}));
    const [first, , ...others] = messagesFrom([large], lab, 8192);
    if (!first) throw new Error('there is none');
    await publish(server, [first, ...others, ...messagesFrom([eventObservation(2, '{}')], lab)]);
    const {seen} = await history(server);
    expect(seen.map(o => [o.source, 'raw' in o && o.raw?.cut !== undefined])).toEqual([
      ['event', false],
      ['health', false],
      ['event', true],
    ]);
    expect(saidIn(seen)[0]?.text).toMatch(
      /holds observation 1 in \d parts, and these have not come: 2: it is shown as far/,
    );
  });

  it('is told in words where there is no server, no stream, or no JetStream', async () => {
    const server = await startNats();
    await expect(bus(server)).rejects.toThrow(/^No stream at nats:.* convo-monitor bus init/);
    await server.kill();
    await expect(bus(server)).rejects.toThrow(/^No NATS server is reached at /);
    const bare = await startNats({jetStream: false});
    await expect(bus(bare)).rejects.toThrow(/at nats:\/\/127\.0\.0\.1:\d+/);
  });
});

/** A recording of its own: numbered from 1, with replies to its own webhooks. */
function alone(some: readonly Observation[]): Observation[] {
  const places = new Map(some.map(({seq}, i) => [seq, i + 1]));
  return some.map(o => ({...o, seq: places.get(o.seq) ?? 0, ...(o.source === 'reply' && {to: places.get(o.to) ?? 0})}));
}

import {randomBytes} from 'node:crypto';
import {readFile, stat, unlink, writeFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {BusError} from '../../../source/bus/error.js';
import {openBusLink} from '../../../source/bus/link.js';
import {type PublishingState, startPublishing} from '../../../source/bus/publisher.js';
import {rounds} from '../../helpers/rounds.js';
import {until} from '../../helpers/until.js';
import {hasNats, lookAt, natsMissing, startNats} from './nats.js';
import {CON, expectOnce, publishing, writing} from './publishing.js';
import {receivedFrom} from './received.js';

const DAY = 86_400_000;

describe.skipIf(!hasNats)(`publishing to a server${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('puts every line of the recording there, byte for byte and in its order, and keeps how far it came', async () => {
    const server = await startNats();
    const look = lookAt(server);
    await look.addStream();
    const {file, journal, record, start, news, over} = await publishing(server);
    await record(300);
    const publisher = start();
    journal.emit({source: 'reply', to: 5, by: 'monitor', ms: 1, raw: {status: 200, headers: {}, body: ''}});
    journal.emit({source: 'health', part: 'bus', state: 'ok', code: 'published', text: 'Not for the bus.'});
    await record(300);
    await over();
    await publisher.done;
    const {text, refused, observations} = await receivedFrom(look);
    const lines = (await readFile(file, 'utf8'))
      .split('\n')
      .filter(line => line.startsWith('{"seq"') && !line.includes('"bus"'));
    expect(text).toBe(`${lines.join('\n')}\n`);
    expect(refused).toEqual([]);
    expect(new Set(observations.map(({place}) => place.conversation))).toEqual(new Set([CON]));
    expect(news).toEqual([{state: 'ok', code: 'published', text: `Published to ${server.url} as qa/lab.`}]);
    expect(publisher.state()).toMatchObject({state: 'ok', seq: 602});
    expect((await stat(`${file}.bus`)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(`${file}.bus`, 'utf8'))).toMatchObject({
      seq: 602,
      file: 'r.ndjson',
      stream: {seq: 601},
    });
  });

  it('loses nothing and stores nothing twice when the server is killed again and again', async () => {
    const server = await startNats();
    const look = lookAt(server);
    await look.addStream();
    const {record, start, over} = await publishing(server);
    const publisher = start();
    const load = writing(record);
    for (let round = 0; round < rounds(4, 50); round += 1) {
      const before = publisher.state().seq;
      await until(() => expect(publisher.state().seq).toBeGreaterThan(before + 50));
      await server.kill();
      await server.start();
    }
    const count = await load.stop();
    await over();
    await publisher.done;
    await expectOnce(look, count);
  });

  it('loses nothing when the server stands still, and goes on by itself', async () => {
    const server = await startNats();
    const look = lookAt(server);
    await look.addStream();
    const {record, start, over, news} = await publishing(server);
    const publisher = start();
    const load = writing(record);
    await until(() => expect(publisher.state().seq).toBeGreaterThan(50));
    await server.halt();
    await until(() => expect(publisher.state().state).toBe('down'));
    server.goOn();
    const count = await load.stop();
    await over();
    await publisher.done;
    expect(news.map(({code}) => code)).toEqual(['published', 'no-answer', 'back']);
    await expectOnce(look, count);
  });

  it('loses nothing when the disk of the server is full, and goes on when it is not', async () => {
    const server = await startNats();
    const look = lookAt(server);
    await look.addStream();
    await server.kill();
    await server.start({mostKb: 64});
    const {record, start, over, news} = await publishing(server);
    const publisher = start();
    const load = writing(record);
    await until(() => expect(publisher.state().state).toBe('down'));
    const failing = news.filter(({state}) => state === 'failing');
    expect(failing).toEqual([{state: 'failing', code: 'no-answer', text: expect.stringContaining('its disk is full')}]);
    await server.kill();
    await server.start();
    await until(() => expect(publisher.state().state).toBe('ok'));
    const count = await load.stop();
    await over();
    await publisher.done;
    await expectOnce(look, count);
  });

  it('fills a stream again that was emptied while it was away, and says so once', async () => {
    const server = await startNats();
    const look = lookAt(server);
    await look.addStream();
    const {record, start, over, news} = await publishing(server);
    const publisher = start();
    await record(500);
    await until(() => expect(publisher.state().seq).toBe(500));
    await server.kill();
    await record(10);
    await server.start({wiped: true});
    await until(() => expect(news.at(-1)?.code).toBe('no-stream'));
    await look.addStream();
    await until(() => expect(publisher.state().seq).toBe(510));
    await over();
    await publisher.done;
    await expectOnce(look, 510);
    const refills = news.filter(({code}) => code === 'refilling');
    expect(refills).toEqual([
      {state: 'waiting', code: 'refilling', text: expect.stringContaining('is another one than before')},
    ]);
  });

  it.each([
    ['for a moment, as after a server was cut off', 3, []],
    ['and stays so', Number.POSITIVE_INFINITY, ['refilling']],
  ])(
    'sends nothing twice to a stream that seems to lack what it had, unless that lasts: it does %s',
    async (_, times, refills) => {
      const server = await startNats();
      const look = lookAt(server);
      // What is sent again after that is there twice.
      await look.addStream({duplicate_window: 1e8});
      let asked = 0;
      const connect = async () => {
        const link = await openBusLink({address: server.address});
        const before = (await link.streams())[0]?.last ?? 0;
        const streams = async () =>
          (await link.streams()).map(each => (before > 0 && asked++ < times ? {...each, last: before - 50} : each));
        return {...link, streams};
      };
      const {record, start, over, news} = await publishing(server, {connect});
      const publisher = start();
      await record(100);
      await until(() => expect(publisher.state().seq).toBe(100));
      await server.kill();
      await record(100);
      await server.start();
      await until(() => expect(publisher.state().seq).toBe(200));
      await over();
      await publisher.done;
      const codes = news.map(({code}) => code);
      expect(codes.filter(code => code === 'refilling')).toEqual(refills);
      expect(codes).toContain('short');
      if (refills.length === 0) await expectOnce(look, 200);
      else expect(await look.state()).toMatchObject({messages: 300});
    },
  );

  it('fills again no more than the stream keeps', async () => {
    const server = await startNats();
    const look = lookAt(server);
    await look.addStream();
    let now = Date.now() - 2 * DAY;
    const {record, start, over} = await publishing(server, {now: () => now});
    await record(20);
    const publisher = start();
    await until(() => expect(publisher.state().seq).toBe(20));
    await server.kill();
    now = Date.now();
    await record(5);
    await server.start({wiped: true});
    await look.addStream({max_age: DAY * 1e6});
    await over();
    await publisher.done;
    expect((await receivedFrom(look)).seqs).toEqual([21, 22, 23, 24, 25]);
  });

  it('goes on where it was killed between an acknowledgement and the keeping of it', async () => {
    const server = await startNats();
    const look = lookAt(server);
    await look.addStream();
    const {file, record, start, over} = await publishing(server);
    await record(400);
    const first = start();
    await until(() => expect(first.state().seq).toBe(400));
    await first.close();
    // As it stood when only the first of them were known to be there, and as if nothing had been kept at all.
    const kept = JSON.parse(await readFile(`${file}.bus`, 'utf8'));
    const lines = (await readFile(file, 'utf8')).split('\n');
    const offset = Buffer.byteLength(lines.slice(0, 101).join('\n')) + 1;
    for (const text of [JSON.stringify({...kept, offset, seq: 100, stream: {...kept.stream, seq: 100}}), '{"torn']) {
      await writeFile(`${file}.bus`, text);
      const again = start();
      await until(() => expect(again.state().seq).toBe(400));
      await again.close();
    }
    await over();
    await expectOnce(look, 400);
  });

  it('follows a recording into the files in which it goes on, and one that was deleted into the next', async () => {
    const server = await startNats();
    const look = lookAt(server);
    await look.addStream();
    const {record, start, journal, over, recording, moveTo} = await publishing(server, {max: 20_000});
    const publisher = start();
    for (let i = 0; i < 5; i += 1) await record(40);
    await until(() => expect(publisher.state().seq).toBe(journal.lastSeq()));
    expect(recording.file).toMatch(/-\d\.ndjson$/);
    await unlink(recording.file);
    const move = await recording.check();
    moveTo(move?.to ?? '');
    await record(10);
    await until(() => expect(publisher.state().seq).toBe(journal.lastSeq()));
    await over();
    await publisher.done;
    await expectOnce(look, journal.lastSeq());
  });

  it('sends 2 MiB that nothing packs in parts, and what can be packed as one', async () => {
    const server = await startNats();
    const look = lookAt(server);
    await look.addStream();
    const {journal, start, over} = await publishing(server);
    const body = (text: string) => ({status: 200, headers: {}, body: text});
    const request = {kind: 'events', conversation: CON, path: '/'} as const;
    journal.emit({source: 'api', request, ms: 1, raw: body(randomBytes(1_572_864).toString('base64'))});
    journal.emit({source: 'api', request, ms: 1, raw: body('{"a":1},'.repeat(250_000))});
    const publisher = start();
    await over();
    await publisher.done;
    const {observations, refused} = await receivedFrom(look);
    expect(refused).toEqual([]);
    expect(observations.map(({line}) => line.length)).toEqual(
      [2_097_152, 2_000_000 + 500_000].map(size => expect.toSatisfy((length: number) => length > size)),
    );
    expect((await look.messages()).map(({header}) => header('Cm-Part') || header('Cm-Encoding'))).toEqual([
      '1/3',
      '2/3',
      '3/3',
      'gzip',
    ]);
  });

  it('goes on as who published the recording before', async () => {
    const server = await startNats();
    const look = lookAt(server);
    await look.addStream();
    const {record, start, news, over, file} = await publishing(server);
    await record(5);
    const first = start();
    await until(() => expect(first.state().seq).toBe(5));
    await first.close();
    await record(5);
    const other = startPublishing({
      ...{
        file,
        newest: () => file,
        isOver: () => true,
        url: server.url,
        tell: (each: PublishingState) => void news.push(each),
      },
      ...{names: {team: 'qa', listener: 'other'}, connect: () => openBusLink({address: server.address})},
    });
    await other.done;
    await over();
    const {observations, refused} = await receivedFrom(look);
    expect([observations.length, refused.length]).toEqual([10, 0]);
    expect(news.map(({code}) => code)).toContain('other-names');
  });
});

describe.skipIf(!hasNats)('a bus that does not take it', () => {
  const refusals: [string, {config?: string; jetStream?: boolean; stream?: object}, string, string][] = [
    ['has no JetStream', {jetStream: false}, 'no-jetstream', 'nats-server -js'],
    ['has no stream', {}, 'no-stream', 'convo-monitor bus init nats://'],
    ['is full', {stream: {max_bytes: 2000, discard: 'new'}}, 'full', 'maximum bytes exceeded'],
    ['takes no large message', {stream: {max_msg_size: 100}}, 'too-large', 'max_msg_size'],
    ['wants other credentials', {config: 'authorization {user: a, password: b}'}, 'unauthorized', '--bus-creds FILE'],
  ];
  it.each(refusals)('says once what to do: it %s', async (_what, {stream, ...options}, code, text) => {
    const server = await startNats(options);
    if (stream) await lookAt(server).addStream(stream);
    const {record, start, news} = await publishing(server);
    const publisher = start();
    await record(20);
    await until(() => expect(publisher.state().state).toBe('down'));
    // Several tries later it is still said once.
    await until(() => expect(publisher.state().tries).toBeGreaterThan(3));
    const failing = news.filter(({state}) => state === 'failing');
    expect(failing).toEqual([{state: 'failing', code, text: expect.stringContaining(text)}]);
    expect(publisher.state().seq).toBeLessThan(20);
  });

  it('says which subject is not permitted', async () => {
    const users = `authorization {users: [
      {user: a, password: b},
      {user: l, password: l, permissions: {publish: ["convo.dev.>"], subscribe: ["_INBOX.>"]}}], }\nno_auth_user: l`;
    const server = await startNats({config: users});
    await lookAt(server, {user: 'a', pass: 'b'}).addStream();
    const {record, start, news} = await publishing(server);
    start();
    await record(5);
    await until(() => expect(news.map(({code}) => code)).toEqual(['unwatched', 'forbidden']));
    expect(news[1]?.text).toContain(`"convo.qa._.lab.${CON}"`);
  });

  it('is not asked more often the longer it is away', async () => {
    const tries: number[] = [];
    const server = await startNats();
    await server.kill();
    const {start} = await publishing(server, {
      random: () => 1,
      connect: async () => {
        tries.push(performance.now());
        throw new BusError('unreachable', 'Not there.');
      },
    });
    const publisher = start();
    await until(() => expect(tries.length).toBeGreaterThan(5));
    await publisher.close();
    const gaps = tries.slice(1).map((at, i) => at - (tries[i] ?? 0));
    for (const [i, gap] of gaps.entries()) expect(gap).toBeGreaterThan(100 * 2 ** i - 5);
  });
});

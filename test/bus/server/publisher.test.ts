import {readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {describe, expect, it, onTestFinished} from 'vitest';
import {openLink} from '../../../source/bus/link.js';
import {type News, type PublisherOptions, startPublishing} from '../../../source/bus/publisher.js';
import {createReceiver} from '../../../source/bus/receive.js';
import {openJournal} from '../../../source/recording/journal.js';
import {openRecording} from '../../../source/recording/write.js';
import {rounds} from '../../helpers/rounds.js';
import {until} from '../../helpers/until.js';
import {started} from '../../recording/examples.js';
import {temporaryFolder} from '../../recording/folder.js';
import {hasNats, lookAt, type NatsServer, natsMissing, startNats} from './nats.js';

const CON = 'CON-11111111-2222-3333-4444-555555555555';
const webhook = (body: object) =>
  ({
    source: 'event',
    raw: {
      method: 'POST',
      path: '/webhooks/event',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify(body),
    },
  }) as const;
const event = (n: number) => webhook({status: 'answered', uuid: `leg-${n % 7}`, conversation_uuid: CON, n});

/** A recording that is written, and a publisher that follows it to a server. */
async function publishing(server: NatsServer, {max, ...more}: Partial<PublisherOptions> & {max?: number} = {}) {
  const file = more.file ?? join(await temporaryFolder(), 'r.ndjson');
  const recording = await openRecording({file, ...started, max});
  const journal = openJournal({recording, onWritten: () => undefined});
  const news: News[] = [];
  let isOver = false;
  const start = () => {
    const publisher = startPublishing({
      file,
      newest: () => file,
      isOver: () => isOver,
      names: {team: 'qa', listener: 'lab'},
      url: server.url,
      connect: () => openLink({address: server.address}),
      tell: each => void news.push(each),
      ...more,
    });
    onTestFinished(() => publisher.close());
    return publisher;
  };
  onTestFinished(() => journal.close());
  /** Records so many more. */
  const record = async (count: number) => {
    for (let n = 0; n < count; n += 1) journal.emit(event(n));
    await journal.flushed();
  };
  const over = async () => {
    await journal.close();
    isOver = true;
  };
  return {file, journal, record, start, news, over};
}

/** What a reader makes of a stream. */
async function receivedFrom(look: ReturnType<typeof lookAt>) {
  const receiver = createReceiver();
  const all = (await look.messages()).flatMap(message => receiver.take(message, 0));
  const observations = all.flatMap(each => (each.kind === 'observation' ? [each] : []));
  return {
    refused: all.filter(each => each.kind === 'refused'),
    seqs: observations.map(({origin}) => origin.seq),
    text: observations.map(({line}) => `${line}\n`).join(''),
    observations,
  };
}

const upTo = (count: number) => Array.from({length: count}, (_, i) => i + 1);

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

  it(`loses nothing and stores nothing twice when the server is killed again and again`, async () => {
    const server = await startNats();
    const look = lookAt(server);
    await look.addStream();
    const {record, start, over} = await publishing(server);
    const publisher = start();
    let isWriting = true;
    const written = (async () => {
      let count = 0;
      for (; isWriting; count += 20) {
        await record(20);
        await setTimeout(10);
      }
      return count;
    })();
    for (let round = 0; round < rounds(4, 20); round += 1) {
      const before = publisher.state().seq;
      await until(() => expect(publisher.state().seq).toBeGreaterThan(before + 50));
      await server.kill();
      await server.start();
    }
    isWriting = false;
    const count = await written;
    await over();
    await publisher.done;
    const {seqs, refused} = await receivedFrom(look);
    expect(refused).toEqual([]);
    expect(seqs.length).toBe(count);
    expect([...seqs].sort((a, b) => a - b)).toEqual(upTo(count));
  });
});

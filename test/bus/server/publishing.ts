import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {expect, onTestFinished} from 'vitest';
import {openBusLink} from '../../../source/bus/link.js';
import {type PublisherOptions, type PublishingState, startPublishing} from '../../../source/bus/publisher.js';
import {openJournal} from '../../../source/recording/journal.js';
import {openRecording} from '../../../source/recording/write.js';
import {started} from '../../recording/examples.js';
import {temporaryFolder} from '../../recording/folder.js';
import type {lookAt, NatsServer} from './nats.js';
import {receivedFrom} from './received.js';

export const CON = 'CON-11111111-2222-3333-4444-555555555555';
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
export async function publishing(
  server: Pick<NatsServer, 'url' | 'address'>,
  {max, now, ...more}: Partial<PublisherOptions> & {max?: number; now?: () => number} = {},
) {
  const file = more.file ?? join(await temporaryFolder(), 'r.ndjson');
  const recording = await openRecording({file, ...started, max});
  const journal = openJournal({recording, onWritten: () => undefined, now});
  const news: PublishingState[] = [];
  let isOver = false;
  let newest = file;
  const start = () => {
    const publisher = startPublishing({
      file,
      newest: () => newest,
      isOver: () => isOver,
      names: {team: 'qa', listener: 'lab'},
      url: server.url,
      connect: () => openBusLink({address: server.address}),
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
  const moveTo = (next: string) => {
    newest = next;
  };
  return {file, recording, journal, record, start, news, over, moveTo};
}

/** Records twenty every so many ms, by default as fast as a busy monitor does, until it is stopped: then it says how many those were. */
export function writing(record: (count: number) => Promise<void>, every = 10): {stop(): Promise<number>} {
  let isWriting = true;
  const written = (async () => {
    let count = 0;
    for (; isWriting; count += 20) {
      await record(20);
      await setTimeout(every);
    }
    return count;
  })();
  return {
    stop() {
      isWriting = false;
      return written;
    },
  };
}

/** Every number up to there is in the stream, once. */
export async function expectOnce(look: Pick<ReturnType<typeof lookAt>, 'messages'>, count: number): Promise<void> {
  const {seqs, refused} = await receivedFrom(look);
  expect(refused).toEqual([]);
  expect(seqs.length).toBe(count);
  expect([...seqs].sort((a, b) => a - b)).toEqual(upTo(count));
}

export const upTo = (count: number) => Array.from({length: count}, (_, i) => i + 1);

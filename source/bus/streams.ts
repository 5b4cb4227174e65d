import type {JetStreamManager, StreamInfo} from '@nats-io/jetstream';
import type {Opened} from './consumer.js';
import {BusError, busErrorOf} from './error.js';
import {STREAM, shardsBy, shardsOf, streamName} from './shards.js';

/** The streams of all shards as they are, in their order. Rejects as the client library does: also where one is missing. */
export async function streamsNow({streams}: JetStreamManager): Promise<[StreamInfo, ...StreamInfo[]]> {
  const first = await streams.info(STREAM);
  const [, ...others] = shardsOf(shardsBy(first.config.subjects));
  return [first, ...(await Promise.all(others.map(shard => streams.info(streamName(shard)))))];
}

/** One of the streams of workers as it is. Rejects with `BusError` where it is missing, else as the client library does. */
export async function streamOfWorkers(
  {manager, url}: Pick<Opened, 'manager' | 'url'>,
  name: string,
): Promise<StreamInfo> {
  return manager.streams.info(name).catch(error => {
    throw busErrorOf(error, url).code === 'no-stream' ? new BusError('no-stream', noSummaries(url)) : error;
  });
}

const noSummaries = (url: string): string =>
  `No stream at ${url} takes summaries of calls. To make it: convo-monitor bus init ${url}.`;

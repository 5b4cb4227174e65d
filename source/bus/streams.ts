import type {JetStreamManager, StreamInfo} from '@nats-io/jetstream';
import {STREAM, shardsBy, shardsOf, streamOf} from './shards.js';

/** The streams of all shards as they are, in their order. Rejects as the client library does: also where one is missing. */
export async function streamsNow({streams}: JetStreamManager): Promise<[StreamInfo, ...StreamInfo[]]> {
  const first = await streams.info(STREAM);
  const [, ...others] = shardsOf(shardsBy(first.config.subjects));
  return [first, ...(await Promise.all(others.map(shard => streams.info(streamOf(shard)))))];
}

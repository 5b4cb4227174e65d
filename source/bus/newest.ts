import {type Consuming, consume, type Opened, type Start} from './consumer.js';

/** Beyond so many times what is wanted, it is worth the questions to read less. */
const MUCH = 1.25;

/** What is read of a stream. */
type Read = {extent: {stream: string; first: number; last: number}; subjects: string; start: Start};

/**
 * Begins to read some subjects of a stream so that not many more than `most` messages are waiting: the newest. Where in the stream they begin is found by
 * asking in halves, for of a stream that keeps the last of each subject nobody knows how many numbers are missing.
 */
export async function consumeNewest(bus: Opened, {extent, subjects, start}: Read, most: number): Promise<Consuming> {
  const {stream, first, last} = extent;
  const begun = await consume(bus, stream, subjects, start);
  if (begun.waiting <= most * MUCH) return begun;
  await begun.close();
  let [few, many] = [last, first - 1];
  while (few - many > 1) {
    const after = Math.floor((few + many) / 2);
    const tried = await consume(bus, stream, subjects, {after});
    if (tried.waiting >= most && tried.waiting <= most * MUCH) return tried;
    await tried.close();
    if (tried.waiting < most) few = after;
    else many = after;
  }
  return consume(bus, stream, subjects, {after: many});
}

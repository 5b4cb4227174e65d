import {createFeed} from '../store/feed.js';
import {factOf} from '../vonage/facts.js';
import type {World} from '../world/world.js';
import type {Replay} from './recorded.js';

/** Calls that have been read, and what reads their payloads back; `close` it when no more is read of it. */
export type Whole = Pick<Replay, 'payload' | 'close'> & {world: World};

/** Reads what was opened to its end. Where that fails, it is closed. Throws what `listen` does. */
export async function readWhole(replay: Replay): Promise<Whole> {
  const feed = createFeed(factOf);
  try {
    await replay.listen(feed.take);
  } catch (error) {
    await replay.close();
    throw error;
  }
  return {world: feed.world(), payload: replay.payload, close: replay.close};
}

import type {Feed} from '../store/feed.js';
import {stateOf} from '../world/read/state.js';
import type {World} from '../world/world.js';
import {type Conditions, type Done, doneBy, wakeAt} from './done.js';
import type {Source} from './source.js';

/**
 * Lets the ticker follow the feed, and tells the observer which conversations have ended. Resolves when the run has had enough (`--until`, `--calls`, `--timeout`): whatever the
 * screen does, for this looks at the feed. To be called when all else listens to it, so that the last words are said first.
 */
export function control({
  feed,
  source,
  conditions,
}: {
  feed: Feed;
  source: Source;
  conditions: Conditions;
}): Promise<Done> {
  return new Promise(resolve => {
    let ended = new Set<string>();
    const look = (world: World) => {
      source.attend?.([...ended], wakeAt(world, conditions));
      ended = new Set();
      const done = doneBy(world, conditions);
      if (done) resolve(done);
    };
    feed.listen({
      each(world, {conversations}) {
        for (const id of conversations) {
          const conversation = world.conversations.get(id);
          if (conversation && stateOf(conversation) === 'ended') ended.add(id);
        }
      },
      batch: look,
    });
    look(feed.world());
  });
}

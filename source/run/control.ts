import type {Feed} from '../store/feed.js';
import type {World} from '../world/world.js';
import {type Conditions, type Done, doneBy, wakeAt} from './done.js';
import type {Source} from './source.js';

/**
 * Lets the ticker and the poller follow the feed. Resolves when the run has had enough (`--until`, `--calls`, `--timeout`): whatever the
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
    const look = (world: World) => {
      source.attend?.(world, wakeAt(world, conditions));
      const done = doneBy(world, conditions);
      if (done) resolve(done);
    };
    feed.listen({batch: look});
    look(feed.world());
  });
}

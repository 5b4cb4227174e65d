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
    const changed = new Set<string>();
    const look = (world: World) => {
      // Not at each observation: a named conversation that ended may have been called again in the same batch.
      const ended = [...changed].filter(id => {
        const conversation = world.conversations.get(id);
        return conversation && stateOf(conversation) === 'ended';
      });
      changed.clear();
      source.attend?.(ended, wakeAt(world, conditions));
      const done = doneBy(world, conditions);
      if (done) resolve(done);
    };
    feed.listen({
      each(_, {conversations}) {
        for (const id of conversations) changed.add(id);
      },
      batch: look,
    });
    look(feed.world());
  });
}

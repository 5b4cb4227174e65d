import type {Feed} from '../store/feed.js';
import {stateOf} from '../world/read/state.js';
import type {World} from '../world/world.js';
import {type Conditions, type Done, doneBy, hasCome} from './done.js';
import type {Source} from './source.js';

/**
 * Lets the ticker follow the feed, and tells the observer which conversations have ended. Resolves when the run has had enough (`--until`, `--calls`, `--timeout`): whatever the
 * screen does, for this looks at the feed. To be called when all else listens to it, so that the last words are said first.
 */
export function untilDone({
  feed,
  source,
  conditions,
}: {
  feed: Feed;
  source: Pick<Source, 'attend'>;
  conditions: Conditions;
}): Promise<Done> {
  return new Promise(resolve => {
    const changed = new Set<string>();
    const mayBeDone = hopeOf(conditions);
    const look = (world: World) => {
      const touched = [...changed];
      // Not at each observation: a named conversation that ended may have been called again in the same batch.
      const ended = touched.filter(id => {
        const conversation = world.conversations.get(id);
        return conversation && stateOf(conversation) === 'ended';
      });
      changed.clear();
      source.attend?.(ended, world.due);
      const done = mayBeDone(world, touched) ? doneBy(world, conditions) : undefined;
      if (done) resolve(done);
    };
    feed.listen({
      each(_, {conversations, over}) {
        for (const id of conversations) changed.add(id);
        for (const id of over) changed.add(id);
      },
      batch: look,
    });
    look(feed.world());
    const {timeoutMs, startedAt} = conditions;
    if (timeoutMs === undefined) return;
    const timeUp = (): void => {
      const done = doneBy(feed.world(), conditions, true);
      if (done) resolve(done);
    };
    // What is shown keeps the program up: where that is over, nobody waits for this.
    setTimeout(timeUp, startedAt + timeoutMs - performance.now()).unref();
  });
}

/**
 * Whether a run may be done, told from what changed: to look at all calls after each batch would cost the more, the more there are. As many
 * conversations as calls at the least have come to what is waited for by then.
 */
function hopeOf({until, calls = 1}: Conditions): (world: World, changed: readonly string[]) => boolean {
  if (until === undefined) return () => true;
  const come = {ended: new Set<string>(), [until]: new Set<string>()};
  return (world, changed) => {
    for (const id of changed) {
      const conversation = world.conversations.get(id);
      if (!conversation) continue;
      if (hasCome(world, [conversation], 'ended')) come.ended.add(id);
      if (hasCome(world, [conversation], until)) come[until]?.add(id);
    }
    const count = (goal: string) => (come[goal as 'ended']?.size ?? 0) + (world.forgotten?.cameTo.get(goal) ?? 0);
    return count('ended') >= calls || count(until) >= calls;
  };
}

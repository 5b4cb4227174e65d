import type {Fact} from '../call/fact.js';
import type {Observation} from '../call/observation.js';
import type {Changes} from '../world/changes.js';
import {fold} from '../world/fold/fold.js';
import {type Forgot, forget} from '../world/fold/forget.js';
import {emptyWorld, type World} from '../world/world.js';

export type FeedListener = {
  /** After each observation, with the World just behind it and what it changed: how observations were batched makes no difference. */
  each?(world: World, changes: Changes, observation: Observation): void;
  /** After all that came together. */
  batch?(world: World): void;
  /** Calls were forgotten: the World is a smaller one than `before`, in which they are still to be read. */
  forgot?(forgot: Forgot, before: World): void;
};

/**
 * Observations into the World, always: no pause, no slow screen and no heavy export holds it up. Whatever must be right whatever the screen does
 * (when a run ends, its exit status, the snapshot it leaves, ticks, the poller) listens here; the screen's frames are drawn from it when there is time.
 */
export type Feed = {
  /** Everything that is known, as of now. */
  world(): World;
  take(observations: readonly Observation[]): void;
  /** Lets go of the oldest calls, as much of the World as this share (0 to 1). */
  forget(share: number): void;
  /** Listeners are told in the order in which they came. Returns how to stop listening. */
  listen(listener: FeedListener): () => void;
};

/** `factOf` says what an observation says. */
export function createFeed(factOf: (observation: Observation) => Fact): Feed {
  let world = emptyWorld();
  const listeners = new Set<FeedListener>();
  return {
    world: () => world,
    take(observations) {
      if (observations.length === 0) return;
      for (const observation of observations) {
        const folded = fold(world, factOf(observation));
        world = folded.world;
        for (const {each} of listeners) each?.(world, folded.changes, observation);
      }
      for (const {batch} of listeners) batch?.(world);
    },
    forget(share) {
      const before = world;
      const forgot = forget(world, share);
      world = forgot.world;
      for (const each of listeners) each.forgot?.(forgot, before);
      for (const {batch} of listeners) batch?.(world);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

import {copied} from '../world/frozen.js';
import type {World} from '../world/world.js';

/** A World, and how many observations are in it. */
type Checkpoint = {count: number; world: World};

/** Worlds on the way from one observation on, from which any between them is a few observations away. */
export type Checkpoints = {
  /** The last one that has no more observations than so many. It is not to be folded on: a copy is. */
  before(count: number): Checkpoint | undefined;
  /** Keeps a copy of it where one is due. */
  offer(count: number, world: World): void;
};

/** Rows that all may have together: 120 bytes each, more or less. */
const MOST_ROWS = 400_000;

/**
 * From the World `first` on, one for every so many observations; where they come to have too many rows, every other one goes, and they lie twice as
 * far apart.
 */
export function createCheckpoints(first: Checkpoint, every: number, mostRows = MOST_ROWS): Checkpoints {
  let kept = [first];
  let step = every;
  let rows = 0;

  const last = (count: number) => kept.findLastIndex(each => each.count <= count);

  return {
    before: count => kept[last(count)],
    offer(count, world) {
      if ((count - first.count) % step !== 0) return;
      const at = last(count);
      if (kept[at]?.count === count) return;
      kept.splice(at + 1, 0, {count, world: copied(world)});
      rows += world.log.length;
      while (rows > mostRows && kept.length > 1) {
        step *= 2;
        kept = kept.filter(each => (each.count - first.count) % step === 0);
        rows = kept.reduce((sum, each) => sum + each.world.log.length, 0);
      }
    },
  };
}

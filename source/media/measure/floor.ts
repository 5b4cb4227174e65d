import {blockMs} from './block.js';

/** Blocks of which only the quietest is kept. */
const together = 20;

/**
 * The power that a sound has between words: the smallest of the last `windowMs`, averaged over 30 ms.
 * `before` is what was there before anything is heard, where that is known.
 */
export function createFloor(windowMs: number, before = Number.POSITIVE_INFINITY) {
  const quietest = new Float64Array(Math.ceil(windowMs / blockMs / together)).fill(before);
  let [index, count] = [0, 0];
  /** What it is now, and the last two blocks; none yet. */
  const floor = {power: before, last: Number.NaN, last2: Number.NaN};

  function put(value: number): void {
    quietest[index] = Math.min(quietest[index] as number, value);
    floor.power = Math.min(floor.power, value);
    if (++count < together) return;
    count = 0;
    index = (index + 1) % quietest.length;
    quietest[index] = Number.POSITIVE_INFINITY;
    let power = Number.POSITIVE_INFINITY;
    for (let each = 0; each < quietest.length; each++) power = Math.min(power, quietest[each] as number);
    floor.power = power;
  }

  return {
    hear(next: number): void {
      const mean = (next + floor.last + floor.last2) / 3;
      floor.last2 = floor.last;
      floor.last = next;
      put(Number.isNaN(mean) ? next : mean);
    },
    /** Nothing came for a while. */
    pause(): void {
      put(0);
      floor.last = floor.last2 = Number.NaN;
    },
    get power() {
      return floor.power;
    },
  };
}

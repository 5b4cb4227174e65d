import {levelOf} from './level.js';

/** ms in which the needle goes most of the way, and after which it rests where nothing comes. */
const [easeMs, restMs] = [120, 200];

/** A level that the eye can follow. */
export function createMeter() {
  let power = 0;
  let endAt = Number.NEGATIVE_INFINITY;
  return {
    hear(next: number, ms: number, at: number): void {
      const isFresh = at - endAt > restMs;
      power += (next - power) * (isFresh ? 1 : Math.min(1, ms / easeMs));
      endAt = at + ms;
    },
    /** dBFS; nothing where nothing was heard just now. */
    level: (at: number) => (at - endAt > restMs ? undefined : levelOf(power)),
  };
}

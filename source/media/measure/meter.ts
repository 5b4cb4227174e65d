import {levelOf} from './level.js';

/** ms in which the needle goes most of the way, and after which it rests where nothing comes. */
const [easeMs, restMs] = [120, 200];

/** A level that the eye can follow. */
export function createMeter() {
  const meter = {power: 0, endAt: Number.NEGATIVE_INFINITY};
  return {
    hear(next: number, ms: number, at: number): void {
      const isFresh = at - meter.endAt > restMs;
      meter.power += (next - meter.power) * (isFresh ? 1 : Math.min(1, ms / easeMs));
      meter.endAt = at + ms;
    },
    /** dBFS; nothing where nothing was heard just now. */
    level: (at: number) => (at - meter.endAt > restMs ? undefined : levelOf(meter.power)),
  };
}

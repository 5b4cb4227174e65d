/** Sounds are added up as their power, the mean square of samples, and told as levels in dBFS: 0 is a sine wave at full scale (AES17). */

const fullScale = 32_768 ** 2 / 2;

/** The level of digital silence; sixteen bits go no lower. */
const lowest = -96;

export function levelOf(power: number): number {
  return power > 0 ? Math.max(lowest, 10 * Math.log10(power / fullScale)) : lowest;
}

export function powerOf(level: number): number {
  return fullScale * ratioOf(level);
}

/** How many times as much power so many dB are. */
export function ratioOf(decibels: number): number {
  return 10 ** (decibels / 10);
}

/** What is below this level is silence. */
export const silence = powerOf(-60);

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

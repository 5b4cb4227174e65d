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

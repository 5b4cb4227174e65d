/** ms that a letter of a strip stands for. */
export const STRIP_MS = 100;

const [SILENT, FULL] = [64, 95];
/** dB between one letter and the next, and the level of the last one that is silence. */
const [STEP, FLOOR] = [2, -62];

/** A level (dBFS) as a letter of a strip; without one, silence. */
export function letterOf(level: number | undefined): string {
  const steps = level === undefined ? 0 : Math.round((level - FLOOR) / STEP);
  return String.fromCharCode(Math.max(SILENT, Math.min(FULL, SILENT + steps)));
}

/** How loud a letter is: 0 silence, 1 full scale. */
export function loudnessOf(letter: number): number {
  return Math.max(0, Math.min(1, (letter - SILENT) / (FULL - SILENT)));
}

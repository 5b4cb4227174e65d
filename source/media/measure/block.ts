/** ms that are measured as one: half of a frame, so that edges are found within it. */
export const blockMs = 10;

/** A piece of audio. */
export type Block = {
  samples: number;
  /** Mean square of its samples. */
  power: number;
  /** The loudest sample, up to 32,768. */
  peak: number;
  /** Samples at full scale. */
  clipped: number;
};

/** Reads `samples` samples (16 bits, little-endian) from a byte of a frame on, into a block that is used again and again. */
export function readBlock(frame: Uint8Array, start: number, samples: number, into: Block): void {
  let [sum, highest, lowest, clipped] = [0, 0, 0, 0];
  const end = start + 2 * samples;
  for (let at = start; at < end; at += 2) {
    const sample = (((frame[at] as number) | ((frame[at + 1] as number) << 8)) << 16) >> 16;
    sum += sample * sample;
    if (sample > highest) highest = sample;
    else if (sample < lowest) lowest = sample;
    if (sample >= 32_767 || sample === -32_768) clipped++;
  }
  into.samples = samples;
  into.power = sum / samples;
  into.peak = Math.max(highest, -lowest);
  into.clipped = clipped;
}

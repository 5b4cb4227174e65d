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

export const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The samples of a frame (16 bits, little-endian), where they are if they can be read there. */
export function samplesOf(frame: Uint8Array): Int16Array {
  if (isLittleEndian && frame.byteOffset % 2 === 0)
    return new Int16Array(frame.buffer, frame.byteOffset, frame.length >> 1);
  const copy = Buffer.alloc(frame.length & ~1);
  copy.set(frame.subarray(0, copy.length));
  if (!isLittleEndian) copy.swap16();
  return new Int16Array(copy.buffer, copy.byteOffset, copy.length >> 1);
}

/** Reads samples `start` to `end` into a block that is used again and again. */
export function readBlock(frame: Int16Array, start: number, end: number, into: Block): void {
  let [sum, highest, lowest] = [0, 0, 0];
  for (let at = start; at < end; at++) {
    const sample = frame[at] as number;
    // A square is of 31 bits: a product of integers takes half as long as one of numbers.
    sum += Math.imul(sample, sample);
    if (sample > highest) highest = sample;
    else if (sample < lowest) lowest = sample;
  }
  const samples = end - start;
  into.samples = samples;
  into.power = sum / samples;
  into.peak = Math.max(highest, -lowest);
  into.clipped = isFull(highest) || isFull(lowest) ? frame.subarray(start, end).filter(isFull).length : 0;
}

const isFull = (sample: number): boolean => sample === 32_767 || sample === -32_768;

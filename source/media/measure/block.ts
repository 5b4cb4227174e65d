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

/** Samples (16 bits, little-endian) from `first` to `end` of an array. */
export type Samples = {all: Int16Array; first: number; end: number};

/** Finds the samples of one frame after the other, where they are if they can be read there. What it gives is filled anew for each. */
export function createSamples(): (frame: Uint8Array) => Samples {
  const samples: Samples = {all: new Int16Array(0), first: 0, end: 0};
  return frame => {
    const {buffer, byteOffset, length} = isLittleEndian && frame.byteOffset % 2 === 0 ? frame : copyOf(frame);
    // All of the memory that the frame is in: the next one mostly is, too, and a view for each would be garbage.
    if (samples.all.buffer !== buffer) samples.all = new Int16Array(buffer, 0, buffer.byteLength >> 1);
    samples.first = byteOffset >> 1;
    samples.end = samples.first + (length >> 1);
    return samples;
  };
}

function copyOf(frame: Uint8Array): Uint8Array {
  const copy = Buffer.alloc(frame.length & ~1);
  copy.set(frame.subarray(0, copy.length));
  return isLittleEndian ? copy : copy.swap16();
}

/** Reads samples `start` to `end` into a block that is used again and again. */
export function readBlock(all: Int16Array, start: number, end: number, into: Block): void {
  let [sum, highest, lowest] = [0, 0, 0];
  for (let at = start; at < end; at++) {
    const sample = all[at] as number;
    // A square is of 31 bits: a product of integers takes half as long as one of numbers.
    sum += Math.imul(sample, sample);
    if (sample > highest) highest = sample;
    else if (sample < lowest) lowest = sample;
  }
  const samples = end - start;
  into.samples = samples;
  into.power = sum / samples;
  into.peak = Math.max(highest, -lowest);
  into.clipped = isFull(highest) || isFull(lowest) ? all.subarray(start, end).filter(isFull).length : 0;
}

const isFull = (sample: number): boolean => sample === 32_767 || sample === -32_768;

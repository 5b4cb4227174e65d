import {readFile} from 'node:fs/promises';
import {codeOf, messageOf} from '../../text/system-error.js';

/** The first channel of a WAV file. */
export type Wav = {rate: number; samples: Int16Array};

/** Bytes of a file that is played: half an hour at 24 kHz in stereo. */
const mostBytes = 200 * 1024 ** 2;

/** Reads a WAV file with samples of 16 bits. Throws an error that says which file, what is wrong with it and what to do. */
export async function readWav(file: string): Promise<Wav> {
  const not = (why: string): Error => new Error(`${file} cannot be played: ${why}`);
  const bytes = await readFile(file).catch(error => {
    throw not(
      `${codeOf(error) === 'ENOENT' ? 'there is no such file' : messageOf(error)}. Give --media a WAV file that can be read.`,
    );
  });
  const wav = bytes.length > mostBytes ? undefined : wavIn(bytes);
  if (!wav)
    throw not(
      'it is no WAV file with PCM samples of 16 bits, or too large. Convert it, such as with `sox IN -b 16 OUT.wav`.',
    );
  return wav;
}

export function wavIn(bytes: Buffer): Wav | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') return undefined;
  let shape: {channels: number; rate: number} | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const [name, size] = [bytes.toString('latin1', at, at + 4), bytes.readUInt32LE(at + 4)];
    const body = bytes.subarray(at + 8, at + 8 + size);
    if (name === 'fmt ' && body.length >= 16) {
      const [channels, rate] = [body.readUInt16LE(2), body.readUInt32LE(4)];
      if (body.readUInt16LE(14) !== 16 || channels === 0 || rate === 0) return undefined;
      shape = {channels, rate};
    }
    if (name === 'data' && shape) {
      const {channels, rate} = shape;
      const length = Math.floor(body.length / 2 / channels);
      return {rate, samples: Int16Array.from({length}, (_, index) => body.readInt16LE(index * 2 * channels))};
    }
    // Chunks are padded to an even length.
    at += 8 + size + (size % 2);
  }
  return undefined;
}

/** The samples at another rate, as L16 in little-endian: between two, a straight line. */
export function resampled({rate, samples}: Wav, wanted: number): Buffer {
  const length = Math.floor((samples.length * wanted) / rate);
  const out = Buffer.alloc(length * 2);
  for (let index = 0; index < length; index++) {
    const place = (index * rate) / wanted;
    const before = samples[Math.floor(place)] ?? 0;
    const after = samples[Math.floor(place) + 1] ?? before;
    out.writeInt16LE(Math.round(before + (after - before) * (place % 1)), index * 2);
  }
  return out;
}

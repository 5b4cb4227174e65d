import type {Format} from './format.js';
import {frameMs} from './format.js';
import {lineNoise, spoken} from './voice.js';

/** What the people on the phone are heard to say: nothing, a tone, what sounds like speech, or a WAV file's bytes (16-bit PCM). */
export type Sound = 'silence' | 'tone' | 'speech' | Uint8Array;

/** Hz; a whole number of waves fits into a frame, so that one frame repeats without a click. */
const toneHz = 400;

/** Of the full scale, about -12 dB. */
const toneLevel = 0.25;

/**
 * The frames of a sound, by number. A WAV file is brought to the format's rate and is followed by silence.
 * @throws TypeError when the bytes are no WAV file with 16-bit samples.
 */
export function framesOf(sound: Sound, format: Format): (index: number) => Buffer {
  const silence = Buffer.alloc(format.frameBytes);
  if (sound === 'silence') return () => silence;
  if (sound === 'tone') {
    const tone = toneOf(format);
    return () => tone;
  }
  if (sound === 'speech') {
    const words = spoken(format, usualWordsMs);
    const pause = lineNoise(format);
    const frames = words.length / format.frameBytes;
    return index => {
      const at = (index % (frames * 2)) * format.frameBytes;
      return at < words.length ? words.subarray(at, at + format.frameBytes) : pause;
    };
  }
  const samples = resampled(readWav(sound), format.rate);
  return index => {
    const piece = samples.subarray(index * format.frameBytes, (index + 1) * format.frameBytes);
    return piece.length === format.frameBytes ? piece : Buffer.concat([piece, silence], format.frameBytes);
  };
}

/** ms that somebody speaks who was not told for how long. */
const usualWordsMs = 1600;

/** Mean square of a sample that nobody hears at the end of a file: -50 dBFS. */
const inaudible = (32_768 * 10 ** (-50 / 20)) ** 2;

/**
 * What is said at a time, as samples: in a WAV file, all of it up to its last sound; else for `ms`. Who is to speak and has no words makes some up.
 *
 * @throws TypeError when the bytes are no WAV file with 16-bit samples.
 */
export function wordsOf(sound: Sound, format: Format, ms = usualWordsMs): Buffer {
  if (sound instanceof Uint8Array) return untilLastSound(resampled(readWav(sound), format.rate), format);
  if (sound !== 'tone') return spoken(format, ms);
  const tone = toneOf(format);
  return Buffer.concat(Array.from({length: Math.ceil(ms / frameMs)}, () => tone));
}

function untilLastSound(samples: Buffer, {frameBytes}: Format): Buffer {
  for (let from = Math.floor(samples.length / frameBytes) * frameBytes; from >= 0; from -= frameBytes) {
    const frame = samples.subarray(from, from + frameBytes);
    let sum = 0;
    for (let i = 0; i < frame.length; i += 2) sum += frame.readInt16LE(i) ** 2;
    if (sum > inaudible * (frame.length / 2)) return samples.subarray(0, from + frame.length);
  }
  return samples;
}

function toneOf({rate}: Format): Buffer {
  const frame = Buffer.alloc((rate / 1000) * frameMs * 2);
  for (let at = 0; at < frame.length / 2; at++) {
    frame.writeInt16LE(Math.round(Math.sin((2 * Math.PI * toneHz * at) / rate) * toneLevel * 32_767), at * 2);
  }
  return frame;
}

type Wav = {rate: number; samples: Int16Array};

/** The first channel of a RIFF/WAVE file. */
function readWav(bytes: Uint8Array): Wav {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let shape: {channels: number; rate: number} | undefined;
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw new TypeError('Not a WAV file.');
  }
  for (let at = 12; at + 8 <= file.length; ) {
    const [name, size] = [file.toString('latin1', at, at + 4), file.readUInt32LE(at + 4)];
    const body = file.subarray(at + 8, at + 8 + size);
    if (name === 'fmt ' && body.length >= 16) {
      if (body.readUInt16LE(14) !== 16) throw new TypeError('A WAV file with samples of other than 16 bits.');
      shape = {channels: Math.max(1, body.readUInt16LE(2)), rate: body.readUInt32LE(4)};
    }
    if (name === 'data' && shape) {
      const {channels, rate} = shape;
      const length = Math.floor(body.length / 2 / channels);
      return {rate, samples: Int16Array.from({length}, (_, index) => body.readInt16LE(index * 2 * channels))};
    }
    // Chunks are padded to an even length.
    at += 8 + size + (size % 2);
  }
  throw new TypeError('A WAV file without samples.');
}

function resampled({rate, samples}: Wav, wanted: number): Buffer {
  const length = Math.floor((samples.length * wanted) / Math.max(1, rate));
  const out = Buffer.alloc(length * 2);
  for (let at = 0; at < length; at++) out.writeInt16LE(samples[Math.floor((at * rate) / wanted)] ?? 0, at * 2);
  return out;
}

/** Sounds with known levels: samples from -1 to 1, which `framesOf` cuts into messages. Levels are dBFS, where 0 is a sine wave at full scale. */
export type Sound = Float64Array;

/** Samples of a time. */
const lengthOf = (rate: number, ms: number) => Math.round((rate * ms) / 1000);

/** A sine wave's amplitude. */
const amplitudeOf = (level: number) => 10 ** (level / 20);

export function quiet(rate: number, ms: number): Sound {
  return new Float64Array(lengthOf(rate, ms));
}

export function tone(rate: number, ms: number, level: number, hertz = 400): Sound {
  return quiet(rate, ms).map((_, at) => amplitudeOf(level) * Math.sin((2 * Math.PI * hertz * at) / rate));
}

export function noise(rate: number, ms: number, level: number, random: () => number): Sound {
  return leveled(
    quiet(rate, ms).map(() => random() + random() + random() - 1.5),
    level,
  );
}

/**
 * What measures as speech does: syllables of a voice, louder and softer, in words with short rests, the last of which ends in a soft consonant.
 * `level` is that of all of it.
 */
export function spoken(rate: number, ms: number, level: number, random: () => number): Sound {
  const sound = quiet(rate, ms);
  const between = (least: number, most: number) => least + random() * (most - least);
  const pitch = between(100, 220);
  const consonant = lengthOf(rate, 60);
  for (let from = 0; from < sound.length - consonant; ) {
    const length = Math.min(lengthOf(rate, between(120, 260)), sound.length - consonant - from);
    const loudness = amplitudeOf(between(-9, 0));
    for (let at = 0; at < length; at++) {
      const envelope = Math.sin((Math.PI * (at + 0.5)) / length) ** 0.5;
      sound[from + at] = loudness * envelope * (voice(pitch, (from + at) / rate) + 0.1 * between(-1, 1));
    }
    from += length + lengthOf(rate, random() < 0.3 ? between(80, 160) : between(0, 40));
  }
  for (let at = sound.length - consonant; at < sound.length; at++) sound[at] = amplitudeOf(-12) * between(-1, 1);
  return leveled(sound, level);
}

/** Harmonics of a pitch, each softer than the one before. */
function voice(pitch: number, seconds: number): number {
  let sum = 0;
  for (let each = 1; each <= 8; each++) sum += Math.sin(2 * Math.PI * pitch * each * seconds) / each;
  return sum;
}

function leveled(sound: Sound, level: number): Sound {
  const power = sound.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, sound.length);
  const factor = power > 0 ? amplitudeOf(level) * Math.sqrt(0.5 / power) : 0;
  return sound.map(sample => sample * factor);
}

/** One after the other. */
export function joined(...sounds: readonly Sound[]): Sound {
  const all = new Float64Array(sounds.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const sound of sounds) {
    all.set(sound, at);
    at += sound.length;
  }
  return all;
}

/** At the same time. */
export function mixed(one: Sound, other: Sound): Sound {
  const [long, short] = one.length < other.length ? [other, one] : [one, other];
  return long.map((sample, at) => sample + (short[at] ?? 0));
}

/** Messages of so many bytes, the last of them filled up with silence: 16 bits, little-endian; what is too loud is clipped. */
export function framesOf(sound: Sound, bytes: number): Buffer[] {
  const frames = Array.from({length: Math.ceil((sound.length * 2) / bytes)}, () => Buffer.alloc(bytes));
  sound.forEach((sample, at) => {
    const value = Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_767)));
    frames[Math.floor((at * 2) / bytes)]?.writeInt16LE(value, (at * 2) % bytes);
  });
  return frames;
}

/** The same numbers from 0 to 1 each time (Marsaglia's xorshift). */
export function randomOf(seed: number): () => number {
  let state = Math.imul(seed + 1, 2_654_435_761) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

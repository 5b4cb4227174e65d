import type {Format} from './format.js';

/** Whose voice it sounds like: Hz of its lowest tone. */
export type VoiceOptions = {pitch?: number};

/** ms of a syllable, of the words between two pauses, and of such a pause. */
const [syllableMs, wordsMs, pauseMs] = [200, 1200, 120];

/** Where in a syllable speech stops, as a share of it: in the middle of a vowel, so that it is known when it did. */
const lastPart = 0.3;

/** ms at its beginning that are loud at once. */
const attackMs = 60;

/** Amplitude of vowels (about -18 dBFS), and of a telephone's line when nobody speaks (-58). */
const [loud, line] = [0.22, 0.0022];

/**
 * What sounds like speech to whoever measures it: syllables of a voice with pauses between words, that begin and stop at once. The same every time.
 *
 * @param ms how long it is; the end counts from there, so a multiple of 20 ms ends with a frame.
 */
export function spoken({rate}: Format, ms: number, {pitch = 120}: VoiceOptions = {}): Buffer {
  const length = Math.round((ms * rate) / 1000);
  const samples = Buffer.alloc(length * 2);
  const noise = createNoise();
  for (let at = 0; at < length; at++) {
    const fromStart = (at / rate) * 1000;
    const buzz = 2 * (((at * pitch) / rate) % 1) - 1;
    const value = (0.8 * buzz + 0.4 * noise()) * loud * loudnessAt(fromStart, ms - fromStart) + line * noise();
    samples.writeInt16LE(Math.round(value * 32_767), at * 2);
  }
  return samples;
}

function loudnessAt(fromStart: number, toEnd: number): number {
  if (toEnd % (wordsMs + pauseMs) > wordsMs && fromStart > attackMs) return 0;
  const syllable = (toEnd / syllableMs + lastPart) % 1;
  const vowel = 0.15 + 0.85 * Math.sin(Math.PI * syllable);
  return fromStart < attackMs ? Math.max(vowel, 0.7) : vowel;
}

/** A frame of the noise that a telephone's line has. */
export function lineNoise({frameBytes}: Format, seed = 7): Buffer {
  const noise = createNoise(seed);
  const frame = Buffer.alloc(frameBytes);
  for (let at = 0; at < frameBytes; at += 2) frame.writeInt16LE(Math.round(noise() * line * 32_767), at);
  return frame;
}

/** Numbers from -1 to 1, the same every time. */
function createNoise(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

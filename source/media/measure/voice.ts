import {ratioOf} from './level.js';

/** How much softer than usual, on average, a voice is still the same one; softer are others near, or an echo. */
const softer = ratioOf(-15);

/** ms of an utterance that tell how loud a voice is, and ms of audio after which a voice is forgotten. */
const [leastMs, memoryMs] = [300, 30_000];

/** How loud somebody usually speaks, from what was clearly speech: the last utterances count most. */
export function createVoice() {
  const voice = {usual: 0, sinceMs: 0};
  return {
    /** So much audio passed. */
    pass(ms: number): void {
      voice.sinceMs += ms;
      if (voice.sinceMs > memoryMs) voice.usual = 0;
    },
    learn(power: number, ms: number): void {
      if (ms < leastMs) return;
      voice.usual = voice.usual === 0 ? power : (voice.usual + power) / 2;
      voice.sinceMs = 0;
    },
    /** The least power of a sound that is of this voice; `power` and `ms` are those of what is said just now. */
    least: (power: number, ms: number) => softer * Math.max(voice.usual, ms < leastMs ? 0 : power),
  };
}

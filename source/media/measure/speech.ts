import {createFloor} from './floor.js';
import {levelOf, powerOf, ratioOf, silence} from './level.js';
import {createVoice} from './voice.js';

/** Somebody spoke. */
export type Utterance = {
  from: number;
  /** End of its last sound; so far, while `isOver` is not set. */
  to: number;
  /** When what began it was sent. */
  sentAt: number;
  isOver: boolean;
  /** Whether it stands out from what is between words; known after `tellMs` of it, or at its end. */
  isClear?: boolean;
  /** Its rest was thrown away. */
  isCut?: boolean;
};

/** How far above its floor a sound is speech. */
const above = ratioOf(9);

/** How far above the noise speech is, on average, for its ends to be believed. */
const clearlyAbove = ratioOf(12);

/** ms over which the noise is averaged. */
const noiseMs = 1000;

/** No floor is believed to be lower: below the noise of a line, or what is heard beside an agent's voice, there is nothing to tell. */
const leastFloor = {heard: powerOf(-65), made: powerOf(-55)};

/** ms of sound that begin speech, ms of rest that end it, and ms between sounds that do not yet let its beginning be forgotten. */
const [onMs, offMs, dipMs] = [60, 400, 30];

/** ms after which what was thrown away does not go on. */
const cutMs = 150;

/** ms of an utterance that tell whether it is clear. */
const tellMs = 200;

/** ms between two blocks that are a pause. */
const pauseMs = 100;

/** Utterances that are remembered. */
const mostRecent = 8;

/** ms that the floor remembers: in them, there is a rest between words. What is made by a machine may be a lasting tone. */
const windowMs = {heard: 2000, made: 10_000};

/** Tells speech from what is between: by energy, against a floor that follows the noise. */
export type Speech = ReturnType<typeof createSpeech>;

type Options = {
  /** Recorded by a telephone, with noise and others around; or made by an application, and silent before. */
  kind: 'heard' | 'made';
  began?(utterance: Utterance): void;
  ended?(utterance: Utterance): void;
};

export function createSpeech({kind, began, ended}: Options) {
  const floor = createFloor(windowMs[kind], kind === 'made' ? 0 : undefined);
  const voice = kind === 'heard' ? createVoice() : undefined;
  const recent: Utterance[] = [];
  /** What may become an utterance, or is one (`isOn`). */
  let current: Utterance | undefined;
  let isOn = false;
  // Fields, here and beside this file: a number in a variable that functions share is allocated anew whenever it changes.
  /** Energy of what is said and how long it is, up to its last sound; of the rest after that, and the quietest in it; how long it was loud, and what counted as loud when it began. */
  const said = {energy: 0, ms: 0, restEnergy: 0, restMs: 0, restLeast: 0, loudMs: 0, loudThen: 0};
  /** Where the last block began and ended; ms of all, and of speech; mean power of what is none. */
  const heard = {lastAt: 0, endAt: 0, ms: 0, spoken: 0, noise: 0};
  let unclear = 0;

  const base = () => Math.max(leastFloor[kind], floor.power);
  const isClear = () => said.energy / said.ms >= Math.max(base(), heard.noise) * clearlyAbove;
  const isLoud = (power: number) =>
    power > silence &&
    power > base() * above &&
    power > (voice?.least(isOn ? said.energy / said.ms : 0, isOn ? said.ms : 0) ?? 0);
  /** ms of rest that end what is said. */
  const endsAfter = () => (!isOn ? dipMs : current?.isCut ? cutMs : offMs);

  function begin(at: number, sentAt: number): Utterance {
    said.energy = said.ms = said.restEnergy = said.restMs = said.loudMs = 0;
    said.loudThen = Math.max(silence, base() * above);
    return {from: at, to: at, sentAt, isOver: false};
  }

  function end(utterance: Utterance): void {
    current = undefined;
    if (!isOn) return;
    isOn = false;
    // What goes on so loud that it would have begun an utterance then, in this voice, has not ended: the noise became louder.
    const isNoise =
      said.restMs > 0 && said.restLeast > Math.max(said.loudThen, voice?.least(said.energy / said.ms, said.ms) ?? 0);
    utterance.isClear = isClear() && !isNoise;
    utterance.isOver = true;
    heard.spoken += utterance.to - utterance.from;
    if (utterance.isClear) voice?.learn(said.energy / said.ms, said.ms);
    else unclear++;
    ended?.(utterance);
  }

  function sound(utterance: Utterance, power: number, lasts: number): void {
    said.energy += said.restEnergy + power * lasts;
    said.ms += said.restMs + lasts;
    said.loudMs += lasts;
    said.restEnergy = said.restMs = 0;
    said.restLeast = Number.POSITIVE_INFINITY;
    utterance.to = heard.endAt;
    if (!isOn && said.loudMs >= onMs) {
      isOn = true;
      recent.push(utterance);
      if (recent.length > mostRecent) recent.shift();
      began?.(utterance);
    }
    if (isOn && utterance.isClear === undefined && said.ms >= tellMs) utterance.isClear = isClear();
  }

  function between(utterance: Utterance, power: number, lasts: number): void {
    said.restEnergy += power * lasts;
    said.restMs += lasts;
    said.restLeast = Math.min(said.restLeast, power);
    if (said.restMs >= endsAfter()) end(utterance);
  }

  /** Nothing was heard until then. */
  function rest(until: number): void {
    if (current && until - current.to >= endsAfter()) end(current);
  }

  return {
    rest,
    /** Takes a piece of audio that began at `at`. */
    hear(power: number, lasts: number, at: number, sentAt = at): void {
      // Pieces that were late come all at once, but none before another.
      heard.lastAt = Math.max(at, heard.lastAt);
      if (heard.lastAt - heard.endAt > pauseMs) {
        rest(heard.lastAt);
        // Where nothing is played, it is silent. From a telephone, frames are late: its noise is as it was.
        if (kind === 'made') floor.pause();
      }
      heard.endAt = heard.lastAt + lasts;
      heard.ms += lasts;
      floor.hear(power);
      voice?.pass(lasts);
      if (isLoud(power)) {
        current ??= begin(heard.lastAt, sentAt);
        sound(current, power, lasts);
      } else {
        heard.noise += (power - heard.noise) * Math.min(1, lasts / Math.min(noiseMs, heard.ms));
        if (current) between(current, power, lasts);
      }
    },
    /** What was to be heard from then on is thrown away. */
    cut(at: number): void {
      if (!isOn || !current) return;
      current.isCut = true;
      // It was loud until then, and the piece that was being played has not been taken.
      if (current.to === heard.endAt && at - heard.endAt < pauseMs) current.to = at;
    },
    isLoud,
    get current() {
      return isOn ? current : undefined;
    },
    /** The last utterances, the one that goes on included, oldest first. */
    recent: recent as readonly Utterance[],
    /** How many were not clear. */
    get unclear() {
      return unclear;
    },
    /** ms of speech so far. */
    get spoken() {
      return heard.spoken + (isOn && current ? current.to - current.from : 0);
    },
    /** Level of what is between words, when enough was heard to tell. */
    get floor() {
      return heard.ms < windowMs[kind] ? undefined : levelOf(floor.power);
    },
  };
}

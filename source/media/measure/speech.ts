import {createFloor} from './floor.js';
import {levelOf, powerOf, ratioOf, silence} from './level.js';

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

/** How far above the floor speech is, on average, for its ends to be believed: found on sentences in noise. */
const clearlyAbove = ratioOf(12);

/** No floor is believed to be lower: between digital silence and the noise of a line there is nothing to tell. */
const leastFloor = powerOf(-65);

/** ms of sound that begin speech, ms of rest that end it, and ms between sounds that do not yet let its beginning be forgotten. */
const [onMs, offMs, dipMs] = [60, 400, 30];

/** ms after which what was thrown away does not go on. */
const cutMs = 150;

/** ms of an utterance that tell whether it is clear. */
const tellMs = 200;

/** ms between two blocks that are a pause. */
const pauseMs = 100;

/** Tells speech from what is between: by energy, against a floor that follows the noise. */
export type Speech = ReturnType<typeof createSpeech>;

type Options = {
  /** ms in which there is a pause: how long the floor remembers. */
  windowMs: number;
  /** Whether it is known to be silent before anything is heard. */
  startsSilent?: boolean;
  began?(utterance: Utterance): void;
  ended?(utterance: Utterance): void;
};

/** Utterances that are remembered. */
const mostRecent = 8;

export function createSpeech({windowMs, startsSilent, began, ended}: Options) {
  const floor = createFloor(windowMs, startsSilent ? 0 : undefined);
  /** What may become an utterance, or is one (`isOn`). */
  let current: Utterance | undefined;
  let isOn = false;
  /** ms of sound, and of rest since the last sound. */
  let [loudMs, quietMs] = [0, 0];
  /** Energy of the utterance, and of the rest after its last sound; how long both are. */
  let [energy, ms, restEnergy] = [0, 0, 0];
  let thresholdThen = 0;
  /** The last block. */
  let [lastAt, endAt] = [0, 0];
  let [heardMs, spoken, unclear] = [0, 0, 0];
  const recent: Utterance[] = [];

  const least = () => Math.max(leastFloor, floor.power);
  const threshold = () => Math.max(silence, least() * above);

  function isClear(): boolean {
    return energy / ms >= least() * clearlyAbove;
  }

  function end(): void {
    if (!current) return;
    const utterance = current;
    current = undefined;
    if (!isOn) return;
    isOn = false;
    // What goes on as loud as what began it has not ended: the noise became louder.
    const isNoise = quietMs > 0 && restEnergy / quietMs > thresholdThen;
    utterance.isClear = isClear() && !isNoise;
    utterance.isOver = true;
    spoken += utterance.to - utterance.from;
    if (!utterance.isClear) unclear++;
    ended?.(utterance);
  }

  /** ms without sound that end the utterance. */
  const endsAfter = () => (current?.isCut ? cutMs : offMs);

  /** Nothing was heard until then. */
  function rest(until: number): void {
    if (current && until - current.to >= (isOn ? endsAfter() : dipMs)) end();
  }

  function hear(power: number, lasts: number, at: number, sentAt = at): void {
    // Blocks that were late come all at once, but none before another.
    const from = Math.max(at, lastAt);
    if (from - endAt > pauseMs) {
      rest(from);
      if (heardMs > 0) floor.pause();
    }
    lastAt = from;
    endAt = from + lasts;
    heardMs += lasts;
    floor.hear(power);
    if (power > threshold()) {
      if (!current) {
        current = {from, to: endAt, sentAt, isOver: false};
        thresholdThen = threshold();
        [loudMs, quietMs, energy, ms, restEnergy] = [0, 0, 0, 0, 0];
      }
      loudMs += lasts;
      energy += restEnergy + power * lasts;
      ms += quietMs + lasts;
      [quietMs, restEnergy] = [0, 0];
      current.to = endAt;
      if (!isOn && loudMs >= onMs) {
        isOn = true;
        recent.push(current);
        if (recent.length > mostRecent) recent.shift();
        began?.(current);
      }
      if (isOn && current.isClear === undefined && ms >= tellMs) current.isClear = isClear();
    } else if (current) {
      quietMs += lasts;
      restEnergy += power * lasts;
      if (quietMs >= (isOn ? endsAfter() : dipMs)) end();
    }
  }

  return {
    hear,
    rest,
    /** What was to be heard is thrown away. */
    cut(): void {
      if (isOn && current) current.isCut = true;
    },
    isLoud: (power: number) => power > threshold(),
    get current() {
      return isOn ? current : undefined;
    },
    /** The last utterances, the one that goes on included, oldest first. */
    recent: recent as readonly Utterance[],
    get unclear() {
      return unclear;
    },
    /** ms of speech so far. */
    get spoken() {
      return spoken + (isOn && current ? current.to - current.from : 0);
    },
    /** Level of what is between words, when enough was heard to tell. */
    get floor() {
      return heardMs < windowMs ? undefined : levelOf(floor.power);
    },
  };
}

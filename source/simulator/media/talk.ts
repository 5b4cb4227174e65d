import type {TurnOutcome} from '../outcome.js';
import type {Saying} from '../scenarios/scenario.js';
import {type Format, frameMs} from './format.js';
import type {Heard, Utterance} from './heard.js';
import type {Manners} from './options.js';
import {type Sound, wordsOf} from './sound.js';
import {lineNoise} from './voice.js';

const usualManners: Manners = {pauseMs: 900, greetingMs: 2000, patienceMs: 10_000};

/** ms that an agent may speak on before the caller speaks over it. */
const longestAnswerMs = 60_000;

/** ms from one key to the next, and how long each is held, as in captures. */
const [keyEveryMs, keyMs] = [500, 130];

/** ms by which an answer may end before the caller does and still be one: an echo's last frames. */
const echoMs = 200;

type Turn = {
  saying: Saying;
  from: number;
  to: number;
  /** What the agent was saying when it began. */
  interrupted?: Utterance;
};

export type TalkOptions = {
  sayings: readonly Saying[];
  sound: Sound;
  format: Format;
  heard: Heard;
  manners?: Partial<Manners>;
  /** When the socket was connected, simulated ms. */
  began: number;
  press(digit: string): void;
  /** Is told of each turn that has begun. */
  says?(text: string): void;
};

/** A caller who takes turns with an agent: what is heard on the line, frame by frame, until everything was said and answered. */
export type Talk = {
  /** The frame that is sent now, simulated ms; undefined when the caller hangs up. */
  frame(at: number): Buffer | undefined;
  /** What became of each turn that has begun; times are ms since the connection. */
  turns(): TurnOutcome[];
};

export function createTalk(options: TalkOptions): Talk {
  const {sayings, sound, format, heard, began, press, says} = options;
  const {pauseMs, greetingMs, patienceMs} = {...usualManners, ...options.manners};
  const silence = lineNoise(format);
  const turns: Turn[] = [];
  let words: Buffer = Buffer.alloc(0);
  let keys = '';
  let nextKeyAt = 0;

  const answerOf = ({from, to}: Turn): Utterance | undefined => heard.first(from, to - echoMs);

  /** Whether it is the caller's turn to say something (or, after the last thing, to hang up). */
  function isMyTurn(at: number, bargeInMs?: number): boolean {
    const turn = turns.at(-1);
    const answer = turn ? answerOf(turn) : heard.first(began, 0);
    if (!answer) return at - (turn?.to ?? began) >= (turn ? patienceMs : greetingMs);
    if (bargeInMs !== undefined && at >= answer.from + bargeInMs) return true;
    if (at - answer.from >= longestAnswerMs) return true;
    return at - (heard.last()?.to ?? at) >= pauseMs;
  }

  function begin(saying: Saying, at: number): void {
    turns.push({saying, from: at, to: at, interrupted: heard.during(at)});
    if (saying.press) [keys, nextKeyAt] = [saying.press, at];
    else words = wordsOf(sound, format, saying.forMs);
    says?.(saying.press ? `presses ${saying.press}` : `speaks${turns.at(-1)?.interrupted ? ' over the agent' : ''}`);
  }

  /** The next 20 ms of what is being said. */
  function spoken(turn: Turn, at: number): Buffer {
    const frame = words.subarray(0, format.frameBytes);
    words = words.subarray(frame.length);
    turn.to = at + frameMs;
    return frame.length === format.frameBytes ? frame : Buffer.concat([frame, silence], format.frameBytes);
  }

  function pressed(turn: Turn, at: number): Buffer {
    if (at >= nextKeyAt) {
      press(keys.charAt(0));
      keys = keys.slice(1);
      nextKeyAt = at + keyEveryMs;
      turn.to = at + keyMs;
    }
    return silence;
  }

  return {
    frame(at) {
      const current = turns.at(-1);
      if (!(current && (words.length > 0 || keys)) && isMyTurn(at, sayings[turns.length]?.bargeInMs)) {
        const saying = sayings[turns.length];
        if (!saying) return undefined;
        begin(saying, at);
      }
      const turn = turns.at(-1);
      if (turn && words.length > 0) return spoken(turn, at);
      return turn && keys ? pressed(turn, at) : silence;
    },
    turns: () => turns.map(turn => outcomeOf(turn, answerOf(turn), began)),
  };
}

function outcomeOf({saying, from, to, interrupted}: Turn, answer: Utterance | undefined, began: number): TurnOutcome {
  const whole = Math.round;
  return {
    at: whole(from - began),
    forMs: whole(to - from),
    ...(saying.press && {keys: saying.press}),
    ...(answer && {latencyMs: Math.max(0, whole(answer.from - to)), answeredForMs: whole(answer.to - answer.from)}),
    ...(answer && answer.from < to && {isOverlap: true}),
    ...(interrupted && {
      bargeIn: {
        silentMs: Math.max(0, whole(interrupted.to - from)),
        ...(interrupted.clearedAt !== undefined && {clearMs: Math.max(0, whole(interrupted.clearedAt - from))}),
      },
    }),
  };
}

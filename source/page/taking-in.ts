import type {Observation} from '../call/observation.js';

/** How long the page may be busy with what came before it looks for keys and draws, ms. */
const TURN = 8;

/** Characters of lines that are read at a time, at least one line. */
const PIECE = 16 * 1024;

export type TakingIn = {
  add(text: string): void;
  /** Forgets what waits, which comes again. */
  clear(): void;
};

type Options = {
  read(lines: string): readonly Observation[];
  take(observations: readonly Observation[]): void;
  /** A message is taken in. */
  done(text: string): void;
  /** Calls back in the next turn of the event loop. */
  later(next: () => void): void;
  /** ms. */
  now(): number;
};

/** Takes in lines as they come, a few at a time: whatever comes, keys and drawing come between. */
export function createTakingIn({read, take, done, later, now}: Options): TakingIn {
  let texts: string[] = [];
  /** Where in the first of them it goes on. */
  let from = 0;
  let isGoing = false;

  function step(text: string): void {
    const end = text.length - from <= PIECE ? text.length : text.indexOf('\n', from + PIECE) + 1 || text.length;
    take(read(text.slice(from, end)));
    from = end;
    if (end < text.length) return;
    texts.shift();
    from = 0;
    done(text);
  }

  function turn(): void {
    const until = now() + TURN;
    for (let text = texts[0]; text !== undefined && now() < until; text = texts[0]) step(text);
    isGoing = texts.length > 0;
    if (isGoing) later(turn);
  }

  return {
    add(text) {
      if (text === '') return done(text);
      texts.push(text);
      if (isGoing) return;
      isGoing = true;
      later(turn);
    },
    clear() {
      texts = [];
      from = 0;
    },
  };
}

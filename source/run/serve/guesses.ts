/** Different tokens that somebody may try in that time, ms. */
const MOST_GUESSES = 10;
const PERIOD = 60_000;

/** Addresses that are remembered. */
const MOST_ADDRESSES = 1000;

/** Who tries tokens. Only different ones count: a screen that comes back with that of yesterday, again and again, guesses nothing. */
export type Guesses = {
  /** Whether somebody has tried so many that no more are looked at for now. */
  isOver(address: string): boolean;
  /** A token that was wrong. */
  add(address: string, guess: string): void;
};

/** `now` in ms. */
export function createGuesses(now: () => number = Date.now): Guesses {
  const known = new Map<string, {since: number; guesses: Set<string>}>();
  const of = (address: string) => {
    const found = known.get(address);
    return found && now() - found.since < PERIOD ? found : undefined;
  };
  return {
    isOver: address => (of(address)?.guesses.size ?? 0) >= MOST_GUESSES,
    add(address, guess) {
      const found = of(address) ?? {since: now(), guesses: new Set<string>()};
      if (found.guesses.size < MOST_GUESSES) found.guesses.add(guess);
      known.delete(address);
      known.set(address, found);
      for (const oldest of known.keys()) {
        if (known.size <= MOST_ADDRESSES) return;
        known.delete(oldest);
      }
    },
  };
}

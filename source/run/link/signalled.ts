import {endedBy, endings} from '../../terminal/signals.js';
import {whenOutputEnds} from '../standard-output.js';

/** ms; longer than any run. */
const FOREVER = 2 ** 31 - 1;

/** A second signal within this time is the same one, ms: npm passes on what the whole job got already. After it, nobody waits. */
const SAME_SIGNAL = 500;

/** The program stays until a signal comes, or until it is let go. */
export type Staying = {
  /** The exit status for what ended it first. */
  signalled: Promise<number>;
  letGo(): void;
};

/** The first signal, or the loss of whoever reads standard output, resolves `signalled`; another one ends the program at once, and `say` hears what that leaves undone. */
export function stayUntilSignalled(say: (text: string) => void): Staying {
  const staying = setInterval(() => undefined, FOREVER);
  let firstAt: number | undefined;
  let first: (exit: number) => void = () => undefined;
  const signalled = new Promise<number>(resolve => {
    first = resolve;
  });
  const onSignal = (signal: (typeof endings)[number]) => {
    const now = performance.now();
    firstAt ??= now;
    first(endedBy[signal]);
    if (now - firstAt < SAME_SIGNAL) return;
    say('The old URLs may not be back yet: convo-monitor restore\n');
    process.exit(endedBy[signal]);
  };
  for (const signal of endings) process.on(signal, onSignal);
  whenOutputEnds(first);
  return {
    signalled,
    letGo() {
      clearInterval(staying);
      for (const signal of endings) process.off(signal, onSignal);
    },
  };
}

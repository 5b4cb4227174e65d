import {endedBy} from '../../terminal/signals.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** ms; longer than any run. */
const FOREVER = 2 ** 31 - 1;

/** The program stays until a signal comes, or until it is let go. */
export type Staying = {
  /** The exit status for the first signal. */
  signalled: Promise<number>;
  letGo(): void;
};

/** The first signal resolves `signalled`, the second is told of to `say`, and the third ends the program at once. */
export function stayUntilSignalled(say: (text: string) => void): Staying {
  const staying = setInterval(() => undefined, FOREVER);
  let count = 0;
  let first: (exit: number) => void = () => undefined;
  const signalled = new Promise<number>(resolve => {
    first = resolve;
  });
  const onSignal = (signal: (typeof signals)[number]) => {
    count += 1;
    if (count === 1) first(endedBy[signal]);
    // A shell, npm and a terminal may each send it for one Ctrl-C.
    else if (count === 2) say('The old URLs are being put back. Once more leaves that to: convo-monitor restore\n');
    else process.exit(endedBy[signal]);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signalled,
    letGo() {
      clearInterval(staying);
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}

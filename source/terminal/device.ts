import {onExit as realOnExit} from 'signal-exit';
import {hideSecrets} from '../text/secrets.js';
import {FullScreen, type Output} from './full-screen.js';
import {hold, printableLines, type Writer} from './hold.js';
import {INK_INPUT, type Input, Keyboard, type Listeners} from './keyboard.js';

/** The part of Node's `process` that is used; in tests, a stand-in. */
export type ProcessLike = Pick<NodeJS.Process, 'platform' | 'on' | 'off' | 'kill' | 'exit'>;

type Failing = {on(event: 'error', listener: () => void): unknown};

/** The streams and the process that a terminal program is made of. */
export type Surroundings = {
  readonly stdin: Input & Failing & {on(event: 'end', listener: () => void): unknown};
  readonly stdout: Output & Failing & Writer;
  readonly stderr: Failing & Writer;
  readonly process: ProcessLike;
  /** Calls back while the process exits, for whatever reason. `signal-exit` unless a test says otherwise. */
  readonly onExit?: (callback: () => void) => () => void;
};

/** What the program wants to hear of. Without `onMouse` the mouse is left to the terminal, which selects text with it. */
export type DeviceOptions = Listeners & {
  /**
   * The program ends because of a signal, a lost terminal or an error: the time to close files. The terminal is already
   * restored. The process exits when the promise is settled, or after two seconds.
   */
  onStop?: (exitCode: number) => unknown;
};

/** The terminal, taken over. */
export type Device = {
  /** Where Ink draws: `render(app, {stdout, stdin, debug: true, exitOnCtrlC: false, patchConsole: false})`. */
  readonly stdout: NodeJS.WriteStream;
  /** An input for Ink that never says anything: keys go to `onKey`. */
  readonly stdin: NodeJS.ReadStream;
  /** The same output with its own type: size, `redraw()`, `send()`. */
  readonly screen: FullScreen;
  /** Ctrl-Z: gives the terminal to the shell until the program is brought back. Does nothing where there are no jobs. */
  suspend(): void;
  /**
   * Gives the terminal to another program, such as a pager, while `run` goes on, and takes it again. Meanwhile Ctrl-C and Ctrl-Z
   * are that program's: they do not end this one. Without a terminal to give, nothing runs.
   */
  lend(run: () => Promise<void>): Promise<void>;
  /** Gives the terminal back and stops listening to signals. The program goes on. */
  release(): void;
  /** Gives the terminal back, tells what went wrong (escaped), lets the program close its files, and exits with 1. */
  fail(error: unknown): void;
};

/** 128 + n is what a shell reports for a program that signal n ended. */
const SIGNALS = {SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143} as const;
/** The terminal is gone: the same as being hung up on. */
const TERMINAL_LOST = SIGNALS.SIGHUP;
/** How long closing files may take, ms. */
const GRACE = 2000;
/** A second signal within this time is the same one: npm passes on what the whole job got already. After it, nobody waits. */
const SAME_SIGNAL = 500;
/** A program in a job without a shell is never stopped by SIGTSTP; it takes its terminal back after this long, ms. */
const NOT_STOPPED = 200;

const ignore = () => {};

function describe(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? String(error)) : `Thrown: ${String(error)}`;
  return printableLines(hideSecrets(text));
}

/**
 * Takes the terminal over: alternate screen, hidden cursor, keys in raw mode. However the program
 * ends (quitting, `process.exit`, an error, SIGHUP, SIGINT, SIGQUIT, SIGTERM, a terminal that closed), the terminal is as it was.
 * Only SIGKILL cannot be helped: `reset` is for that.
 *
 * @example
 * const around = {stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, process};
 * const device = takeTerminal(around, {onKey: key => store.press(key)});
 * const app = render(<App />, {stdin: device.stdin, stdout: device.stdout, debug: true, exitOnCtrlC: false, patchConsole: false});
 * await app.waitUntilExit();
 * device.release();
 */
export function takeTerminal(around: Surroundings, {onStop, ...heard}: DeviceOptions = {}): Device {
  const {stdin, stdout, stderr, process, onExit = realOnExit} = around;
  let held: ReturnType<typeof hold>[] = [];
  let write: Writer['write'] = text => stdout.write(text);
  const screen = new FullScreen(
    {
      get columns() {
        return stdout.columns;
      },
      get rows() {
        return stdout.rows;
      },
      write: bytes => write(bytes),
      on: (event, listener) => stdout.on(event, listener),
      off: (event, listener) => stdout.off(event, listener),
    },
    heard.onMouse !== undefined,
  );
  const keyboard = new Keyboard(stdin, heard);
  let state: 'ours' | 'suspended' | 'lent' | 'stopping' | 'released' = 'ours';
  let isImpatient = false;

  const take = () => {
    // Whoever sees the screen may press Ctrl-C: by then it must be a key, not a signal to the shell in front of us as well.
    keyboard.start();
    const out = hold(stdout);
    write = out.write;
    held = [out, hold(stderr)];
    screen.enter();
  };

  const restore = () => {
    // A terminal that is gone cannot be restored, and must not keep the program from ending.
    const steps = [() => screen.leave(), () => keyboard.stop(), ...held.map(each => () => each.release())];
    held = [];
    for (const step of steps) {
      try {
        step();
      } catch {}
    }
  };

  const stop = (exitCode: number) => {
    restore();
    if (state === 'stopping') return isImpatient ? process.exit(exitCode) : undefined;
    state = 'stopping';
    const exit = () => process.exit(exitCode);
    setTimeout(exit, GRACE);
    setTimeout(() => {
      isImpatient = true;
    }, SAME_SIGNAL);
    new Promise(done => done(onStop?.(exitCode))).then(exit, exit);
  };

  const lost = () => {
    if (state !== 'stopping' && state !== 'released') stop(TERMINAL_LOST);
  };

  const fail = (error: unknown) => {
    restore();
    // Writing to a terminal that is gone is an error, too: once is enough.
    if (state === 'stopping') return;
    stderr.write(`${describe(error)}\n`);
    stop(1);
  };

  const suspend = () => {
    if (state !== 'ours' || process.platform === 'win32') return;
    state = 'suspended';
    restore();
    process.off('SIGTSTP', suspend);
    // The whole job stops, npm and npx in front of us too: the shell waits for them.
    process.kill(0, 'SIGTSTP');
    setTimeout(() => state === 'suspended' && resume(), NOT_STOPPED);
  };

  const resume = () => {
    if (state === 'suspended') process.on('SIGTSTP', suspend);
    else if (state !== 'ours') return;
    // After SIGSTOP nobody asked us, and the shell has changed the modes: undo what we think is set, and set it again.
    state = 'ours';
    restore();
    take();
  };

  const lend = async (run: () => Promise<void>) => {
    if (state !== 'ours') return;
    state = 'lent';
    restore();
    // Whoever has the terminal stops by itself; without our listener we stop with it, and the shell gets its turn.
    process.off('SIGTSTP', suspend);
    try {
      await run();
    } finally {
      if (state === 'lent') {
        state = 'ours';
        process.on('SIGTSTP', suspend);
        take();
      }
    }
  };

  /** Keys of whoever has the terminal reach everybody in front of it. */
  const stopUnlessLent = (code: number) => {
    if (state !== 'lent') stop(code);
  };

  const listeners: [string, (error?: unknown) => void][] = [
    ...Object.entries(SIGNALS).map(([signal, code]): [string, () => void] => {
      const isKey = signal === 'SIGINT' || signal === 'SIGQUIT';
      return [signal, () => (isKey ? stopUnlessLent(code) : stop(code))];
    }),
    ['SIGTSTP', suspend],
    ['SIGCONT', resume],
    // Without a listener this signal opens Node's debugger on a port, and prints on the screen.
    ['SIGUSR1', ignore],
    ['uncaughtException', fail],
    ['unhandledRejection', fail],
  ];
  for (const [event, listener] of listeners) process.on(event, listener);
  const forget = onExit(restore);
  if (stdin.isTTY) stdin.on('end', lost);
  stdin.on('error', lost);
  stdout.on('error', lost);
  stderr.on('error', ignore);
  take();

  return {
    stdout: screen as unknown as NodeJS.WriteStream,
    stdin: INK_INPUT,
    screen,
    suspend,
    lend,
    fail,
    release() {
      restore();
      state = 'released';
      forget();
      for (const [event, listener] of listeners) process.off(event, listener);
    },
  };
}

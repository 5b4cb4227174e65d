import {onExit as realOnExit} from 'signal-exit';
import {hideSecrets} from '../text/secrets.js';
import {LOOK_EVERY, isInForeground as realIsInForeground} from './foreground.js';
import {FullScreen, type Output} from './full-screen.js';
import {holdOutput, printableLines, type Writer} from './hold.js';
import {INK_INPUT, type Input, Keyboard, type KeyboardHandlers} from './keyboard.js';
import {questionSequences, type TerminalReply} from './replies.js';
import {endedBy} from './signals.js';
import {LAST_BYTES, unblock, written} from './unblock.js';

/** The part of Node's `process` that is used; in tests, a stand-in. */
export type ProcessLike = Pick<NodeJS.Process, 'platform' | 'on' | 'off' | 'emit' | 'kill' | 'exit'>;

type Failing = {on(event: 'error', listener: () => void): unknown};

/** The streams and the process that a terminal program is made of. */
export type Surroundings = {
  readonly stdin: Input & Failing & {on(event: 'end', listener: () => void): unknown};
  readonly stdout: Output & Failing & Writer;
  readonly stderr: Failing & Writer;
  readonly process: ProcessLike;
  /** Calls back while the process exits, for whatever reason. `signal-exit` unless a test says otherwise. */
  readonly onExit?: (callback: () => void) => () => void;
  /** Whether the terminal is this process's to use. What the system says unless a test says otherwise. */
  readonly isInForeground?: () => boolean;
};

/** What the program wants to hear of. Without `onMouse` the mouse is left to the terminal, which selects text with it. */
export type DeviceOptions = Omit<KeyboardHandlers, 'onReply'> & {
  /**
   * The program ends because of a signal, a lost terminal or an error: the time to close files. The terminal is already
   * restored. The process exits when the promise is settled, or after two seconds (`stopMs`).
   */
  onStop?: (exitCode: number) => unknown;
  stopMs?: number;
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
  /**
   * Asks the terminal; `hear` gets each answer whenever it comes, and the promise is kept when there are all, or none within a second.
   * To be called once, before the first frame.
   */
  ask(what: readonly TerminalReply['of'][], hear: (reply: TerminalReply) => void): Promise<void>;
  /** Gives the terminal back and stops listening to signals. The program goes on. Resolves when it is back, so that what is said then comes behind. */
  release(): Promise<void>;
  /** Gives the terminal back, tells what went wrong (escaped), lets the program close its files, and exits with 1. */
  fail(error: unknown): void;
};

const signals = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const;
/** How long closing files may take where nobody says, ms. */
const GRACE = 2000;
/** A second signal within this time is the same one: npm passes on what the whole job got already. After it, nobody waits. */
const SAME_SIGNAL = 500;
/** A program in a job without a shell is never stopped by SIGTSTP; it takes its terminal back after this long, ms. */
const NOT_STOPPED = 200;
/** A terminal that has not answered by then, ms, never does: or nobody wants to wait for that line. */
const PATIENCE = 1000;

const ignore = () => {};

function describe(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? String(error)) : `Thrown: ${String(error)}`;
  return printableLines(hideSecrets(text));
}

/**
 * Takes the terminal over: alternate screen, hidden cursor, keys in raw mode. However the program
 * ends (quitting, `process.exit`, an error, SIGHUP, SIGINT, SIGQUIT, SIGTERM, a terminal that closed), the terminal is as it was. In the
 * background the program runs without it, and takes it when it is brought to the front.
 * Only SIGKILL cannot be helped: `reset` is for that.
 *
 * @example
 * const around = {stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, process};
 * const device = takeTerminal(around, {onKey: key => store.press(key)});
 * const app = render(<App />, {stdin: device.stdin, stdout: device.stdout, debug: true, exitOnCtrlC: false, patchConsole: false});
 * await app.waitUntilExit();
 * await device.release();
 */
export function takeTerminal(around: Surroundings, {onStop, stopMs = GRACE, ...heard}: DeviceOptions = {}): Device {
  const {stdin, stdout, stderr, process, onExit = realOnExit, isInForeground = realIsInForeground} = around;
  const held: ReturnType<typeof holdOutput>[] = [];
  let write: Writer['write'] = text => stdout.write(text);
  /** The terminal is in our hands. From the background nothing is said to it: that would stop us, or disturb who has it. */
  let isOurs = false;
  let watch: NodeJS.Timeout | undefined;
  const screen = new FullScreen(
    {
      get columns() {
        return stdout.columns;
      },
      get rows() {
        return stdout.rows;
      },
      write: bytes => !isOurs || write(bytes),
      on: (event, listener) => stdout.on(event, listener),
      off: (event, listener) => stdout.off(event, listener),
    },
    heard.onMouse !== undefined,
  );
  const setRawMode = (isRaw: boolean) => {
    if (!isOurs) return;
    // What others have set meanwhile is not what Node believes, and it would leave that as it is.
    if (isRaw) stdin.setRawMode?.(false);
    stdin.setRawMode?.(isRaw);
  };
  let state: 'running' | 'suspended' | 'lent' | 'stopping' | 'released' = 'running';
  let onReply: (reply: TerminalReply) => void = ignore;
  const keyboard = new Keyboard(stdin, {...heard, onReply: reply => onReply(reply)}, setRawMode);
  let isImpatient = false;

  const take = () => {
    isOurs = isInForeground();
    for (const stream of [stdout, stderr]) unblock(stream);
    if (held.length === 0) {
      const out = holdOutput(stdout);
      write = out.write;
      held.push(out, holdOutput(stderr));
    }
    if (!isOurs) {
      watch = setInterval(() => isInForeground() && retake(), LOOK_EVERY);
      return;
    }
    // The size may have changed while we heard nothing of it: Node asks for it anew at this signal only.
    process.emit('SIGWINCH', 'SIGWINCH');
    // Whoever sees the screen may press Ctrl-C: by then it must be a key, not a signal to the shell in front of us as well.
    keyboard.start();
    screen.enter();
  };

  /** `isSilent`: what others wrote meanwhile is not said from the background, for which a terminal may stop us (`stty tostop`). */
  const restore = ({isSilent = false} = {}) => {
    clearInterval(watch);
    const isInFront = isInForeground();
    isOurs &&= isInFront;
    const said = isSilent && !isInFront ? [] : held.splice(0);
    // A terminal that is gone cannot be restored, and must not keep the program from ending.
    const steps = [() => screen.leave(), () => keyboard.stop(), ...said.map(each => () => each.release())];
    for (const step of steps) {
      try {
        step();
      } catch {}
    }
    isOurs = false;
  };

  const retake = () => {
    restore({isSilent: true});
    take();
  };

  const lastBytes = () => written([stdout, stderr], LAST_BYTES);

  const stop = (exitCode: number) => {
    restore({isSilent: true});
    if (state === 'stopping') return isImpatient ? process.exit(exitCode) : undefined;
    state = 'stopping';
    const exit = () => process.exit(exitCode);
    setTimeout(exit, stopMs);
    setTimeout(() => {
      isImpatient = true;
    }, SAME_SIGNAL);
    // What is said next goes to the shell: on a slow terminal it would overtake what gives the terminal back.
    lastBytes()
      .then(() => onStop?.(exitCode))
      .catch(() => undefined)
      .then(lastBytes)
      .then(exit);
  };

  /** The same as being hung up on. */
  const lost = () => {
    if (state !== 'stopping' && state !== 'released') stop(endedBy.SIGHUP);
  };

  const fail = (error: unknown) => {
    restore();
    // Writing to a terminal that is gone is an error, too: once is enough.
    if (state === 'stopping') return;
    stderr.write(`${describe(error)}\n`);
    stop(1);
  };

  const suspend = async () => {
    if (state !== 'running' || process.platform === 'win32') return;
    state = 'suspended';
    restore();
    process.off('SIGTSTP', suspend);
    await lastBytes();
    if (state !== 'suspended') return;
    // The whole job stops, npm and npx in front of us too: the shell waits for them.
    process.kill(0, 'SIGTSTP');
    setTimeout(() => state === 'suspended' && resume(), NOT_STOPPED);
  };

  const resume = () => {
    if (state === 'suspended') process.on('SIGTSTP', suspend);
    else if (state !== 'running') return;
    // After SIGSTOP nobody asked us: undo what we think is set, and set it again.
    state = 'running';
    retake();
  };

  const lend = async (run: () => Promise<void>) => {
    if (state !== 'running' || !isOurs) return;
    state = 'lent';
    restore();
    await lastBytes();
    // Whoever has the terminal stops by itself; without our listener we stop with it, and the shell gets its turn.
    process.off('SIGTSTP', suspend);
    try {
      await run();
    } finally {
      if (state === 'lent') {
        state = 'running';
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
    ...signals.map((signal): [string, () => void] => {
      const isKey = signal === 'SIGINT' || signal === 'SIGQUIT';
      return [signal, () => (isKey ? stopUnlessLent : stop)(endedBy[signal])];
    }),
    ['SIGTSTP', suspend],
    ['SIGCONT', resume],
    // Without a listener this signal opens Node's debugger on a port, and prints on the screen.
    ['SIGUSR1', ignore],
    ['uncaughtException', fail],
    ['unhandledRejection', fail],
  ];
  for (const [event, listener] of listeners) process.on(event, listener);
  const forget = onExit(() => restore({isSilent: true}));
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
    ask(what, hear) {
      const question = questionSequences(what);
      if (question === '') return Promise.resolve();
      return new Promise(done => {
        const timer = setTimeout(done, PATIENCE);
        onReply = reply => {
          hear(reply);
          if (reply.of !== 'all') return;
          clearTimeout(timer);
          done();
        };
        keyboard.expectReply();
        screen.ask(question);
      });
    },
    async release() {
      restore();
      state = 'released';
      forget();
      for (const [event, listener] of listeners) process.off(event, listener);
      await lastBytes();
    },
  };
}

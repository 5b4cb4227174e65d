import {type ChildProcess, spawn} from 'node:child_process';
import {setTimeout as wait} from 'node:timers/promises';
import {duration} from '../../call/duration.js';
import {FileError} from '../../config/problem.js';
import {printable} from '../../text/printable.js';
import {codeOf, messageOf} from '../../text/system-error.js';
import {knock} from '../ports.js';
import {hasGroups, signalGroup} from '../process-group.js';

/** The developer's application, as it was started for a test. */
export type Started = {
  /** Why it is not there any more, in a sentence; undefined while it runs. */
  ended(): string | undefined;
  /** What it said last, line by line. */
  said(): readonly string[];
  /** Stops it and all that it has started; resolves when nothing of it is left. */
  stop(): Promise<void>;
};

/** What did not come up, or was in the way. */
export class ApplicationError extends FileError {
  constructor(
    message: string,
    readonly said: readonly string[] = [],
  ) {
    super(message);
  }
}

/** Lines of an application's output that are kept, and characters of each. */
const MOST_LINES = 20;
const LONGEST_LINE = 400;

/** How often it is looked for, how long a connection may take, and how long one that was asked to stop, ms. */
const LOOK_EVERY = 50;
const KNOCK_WITHIN = 1000;
const STOP_WITHIN = 5000;

type Starting = {
  command: readonly [string, ...string[]];
  port: number;
  /** Added to this process's own environment. */
  env: Readonly<Record<string, string>>;
  /** How long it may take until something listens on the port, ms. */
  patienceMs: number;
  signal: AbortSignal;
};

/**
 * Starts an application in a process group of its own, and waits until something listens on its port. Throws `ApplicationError` when the port is
 * taken, when it cannot be started or ends before, and when it takes too long; nothing of it is left then.
 */
export async function startApplication({command, port, env, patienceMs, signal}: Starting): Promise<Started> {
  const [program, ...args] = command;
  const name = printable(command.join(' '), 100);
  if (await isListening(port)) {
    throw new ApplicationError(
      `Port ${port} is taken: something listens there before ${name} was started. Stop it, or leave "-- ${name}" out to test what runs there.`,
    );
  }
  const child = spawn(program, args, {
    env: {...process.env, ...env},
    detached: hasGroups,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = lastLines(child);
  let end: string | undefined;
  const over = new Promise<void>(resolve => {
    child.once('error', error => {
      end =
        codeOf(error) === 'ENOENT'
          ? `${name} cannot be started: there is no such program.`
          : `${name} cannot be started: ${messageOf(error)}.`;
      resolve();
    });
    child.once('exit', (status, killer) => {
      end ??= `${name} ended ${killer ? `by ${killer}` : `with exit status ${status}`}`;
      resolve();
    });
  });
  // Whatever ends this process, nothing that it started stays.
  const last = () => void signalGroup(child, 'SIGKILL');
  process.once('exit', last);
  const started: Started = {
    ended: () => end,
    said: lines,
    async stop() {
      signalGroup(child, 'SIGTERM');
      const until = performance.now() + STOP_WITHIN;
      while (signalGroup(child, 0) && performance.now() < until)
        await Promise.race([wait(LOOK_EVERY), ...(end === undefined ? [over.then(() => wait(1))] : [])]);
      signalGroup(child, 'SIGKILL');
      await over;
      process.off('exit', last);
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
  };
  const refuse = async (message: string): Promise<never> => {
    await started.stop();
    throw new ApplicationError(message, lines());
  };
  const until = performance.now() + patienceMs;
  while (!(await isListening(port))) {
    if (signal.aborted) return refuse(`Interrupted before ${name} listened on port ${port}.`);
    if (end !== undefined)
      return refuse(
        end.endsWith('.')
          ? end
          : `${end} before anything listened on port ${port} (it is given as PORT). Mend it, or correct --forward.`,
      );
    if (performance.now() > until) {
      return refuse(
        `${name} has run for ${duration(patienceMs)}, and nothing listens on port ${port}. The port is given as PORT; where your application has one of its own, name it: --forward 4000. Or give it more time: --wait.`,
      );
    }
    await Promise.race([wait(LOOK_EVERY), over]);
  }
  return started;
}

/** The last lines of both outputs, printable. */
function lastLines({stdout, stderr}: ChildProcess): () => readonly string[] {
  let kept: string[] = [];
  for (const stream of [stdout, stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const rows = `${rest}${text}`.split(/\r?\n/);
      rest = (rows.pop() ?? '').slice(-LONGEST_LINE);
      kept = [...kept, ...rows.slice(-MOST_LINES).map(row => printable(row, LONGEST_LINE))].slice(-MOST_LINES);
    });
  }
  return () => kept;
}

/** Whether anything takes connections on a port of this machine. */
async function isListening(port: number): Promise<boolean> {
  const found = await Promise.all(['127.0.0.1', '::1'].map(host => knock(host, port, KNOCK_WITHIN)));
  return found.includes(undefined);
}

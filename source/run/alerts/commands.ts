import {setTimeout as wait} from 'node:timers/promises';
import {endings} from '../../terminal/signals.js';
import {counted} from '../../text/counted.js';
import {printable} from '../../text/printable.js';
import {type Job, type RunningCommand, startCommand} from './run-command.js';

type Options = {
  /** As the person typed it, for the shell. */
  command: string;
  /** Says what is not as it should be, in a sentence. */
  say: (text: string) => void;
  /** How long one may take, ms. */
  limitMs?: number;
  /** How many run at a time, and how many wait. */
  atOnce?: number;
  most?: number;
};

export type Commands = {
  /** Runs the command for a job, or lets it wait; what there is no room for is counted, and never made. */
  run(job: () => Job): void;
  /** Resolves when all have ended. What still runs or waits after so many ms, or when a signal comes, is ended then. */
  close(graceMs: number): Promise<void>;
};

/** After a failure was told so many ms pass until the next one is. */
const SAY_EVERY = 5000;
/** Cells of what is told of a failure. */
const MOST_CELLS = 300;

/** Runs a person's command whenever it is asked to: some at a time, and a queue that has an end. Nothing of it outlives this process. */
export function createCommands({command, say, limitMs = 30_000, atOnce = 4, most = 100}: Options): Commands {
  const queue: Job[] = [];
  const running = new Set<RunningCommand>();
  let leftOut = 0;
  let untold = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  let isClosed = false;
  let onIdle = (): void => undefined;

  function next(): void {
    while (running.size < atOnce) {
      const job = queue.shift();
      if (!job) break;
      const started = startCommand(command, job, limitMs);
      running.add(started);
      void started.ended.then(why => {
        running.delete(started);
        if (why !== undefined && !isClosed) failed(why);
        next();
      });
    }
    if (running.size === 0) onIdle();
  }

  function failed(why: string): void {
    const now = performance.now();
    if (now - toldAt < SAY_EVERY) {
      untold++;
      return;
    }
    toldAt = now;
    say(`The command of --exec ${printable(why, MOST_CELLS)}`);
  }

  const kill = () => {
    for (const each of running) each.kill();
  };
  process.once('exit', kill);

  /** What was not told when it happened. */
  function sum(unended: number): void {
    if (untold > 0) say(`The command of --exec failed ${counted(untold, 'more time')}.`);
    if (leftOut > 0)
      say(`The command of --exec was not run ${counted(leftOut, 'time')}: more happened than it had time for.`);
    if (unended > 0) say(`The command of --exec was not done ${counted(unended, 'time')} when this ended.`);
  }

  return {
    run(job) {
      if (isClosed) return;
      if (queue.length < most) {
        queue.push(job());
        next();
      } else if (++leftOut === 1) say('More happens than the command of --exec has time for: some is left out.');
    },
    async close(graceMs) {
      const idle = new Promise<void>(resolve => {
        onIdle = resolve;
      });
      next();
      const ending = new AbortController();
      const late = wait(graceMs, undefined, {signal: ending.signal}).catch(() => undefined);
      const stop = () => ending.abort();
      for (const signal of endings) process.on(signal, stop);
      await Promise.race([idle, late]);
      ending.abort();
      isClosed = true;
      const unended = running.size + queue.length;
      queue.length = 0;
      for (const each of running) each.stop();
      await idle;
      for (const signal of endings) process.off(signal, stop);
      process.off('exit', kill);
      sum(unended);
    },
  };
}

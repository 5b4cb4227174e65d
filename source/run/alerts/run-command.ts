import {type ChildProcess, spawn} from 'node:child_process';
import {setTimeout as wait} from 'node:timers/promises';
import {duration} from '../../call/duration.js';
import {messageOf} from '../../text/system-error.js';
import {hasGroups, signalGroup} from '../process-group.js';

/** What a command gets: variables besides those of this process, and one line on standard input. */
export type Job = {env: Readonly<Record<string, string>>; line: string};

export type RunningCommand = {
  /** Resolves when it has ended: with what went wrong, in words that go on behind its name; undefined when nothing did. */
  ended: Promise<string | undefined>;
  /** Asks it to end, with all that it has started, and ends it soon. */
  stop(): void;
  /** Ends it at once. */
  kill(): void;
};

/** A command that was asked to end is ended after so long, ms. */
const PATIENCE = 1000;
/** How long the last words of a command may take to come, ms: a program that it left behind may hold its outputs open. */
const LAST_WORDS = 200;
/** Characters that are kept of what it says on standard error. */
const MOST_SAID = 2000;

/**
 * Runs what a person wrote for the shell, for so long (ms) at most. What callers say is in the environment and in the line, never in the text that
 * the shell reads. Standard output is nobody's: this program's own may be read by another one.
 */
export function startCommand(command: string, {env, line}: Job, limitMs: number): RunningCommand {
  let child: ChildProcess;
  try {
    child = spawn(command, {
      shell: true,
      env: {...process.env, ...env},
      detached: hasGroups,
      windowsHide: true,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
  } catch (error) {
    return {ended: Promise.resolve(unstarted(error)), stop: () => undefined, kill: () => undefined};
  }
  let said = '';
  let isLate = false;
  child.stderr?.setEncoding('utf8').on('data', (more: string) => {
    said = (said + more).slice(-MOST_SAID);
  });
  // It may end before it has read the line.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(`${line}\n`);
  const kill = () => void signalGroup(child, 'SIGKILL');
  let killing: NodeJS.Timeout | undefined;
  const stop = () => {
    signalGroup(child, 'SIGTERM');
    killing ??= setTimeout(kill, PATIENCE);
  };
  const limit = setTimeout(() => {
    isLate = true;
    stop();
  }, limitMs);
  const closed = new Promise(resolve => child.once('close', resolve));
  const ended = new Promise<string | undefined>(resolve => {
    child.once('error', error => resolve(unstarted(error)));
    child.once('exit', async (status, signal) => {
      if (status === 0 && !isLate) return resolve(undefined);
      await Promise.race([closed, wait(LAST_WORDS)]);
      const how = signal ? `ended by ${signal}` : `ended with exit status ${status}`;
      resolve(`${isLate ? `was ended after ${duration(limitMs)}` : how}${lastWords(said)}`);
    });
  }).finally(() => {
    clearTimeout(limit);
    clearTimeout(killing);
    child.stderr?.destroy();
  });
  return {ended, stop, kill};
}

const unstarted = (error: unknown): string => `cannot be started: ${messageOf(error)}`;

/** The last line that says anything. */
function lastWords(said: string): string {
  const last = said
    .split(/[\r\n]+/)
    .findLast(row => row.trim() !== '')
    ?.trim();
  return last === undefined ? '' : `: ${last}`;
}

import {letGoAtExit} from '../terminal/at-exit.js';
import {endedBy} from '../terminal/signals.js';
import {unblock} from '../terminal/unblock.js';

let ends: (exit: number) => void = exit => process.exit(exit);

/** What happens when standard output cannot be written any more; without it, the process ends at once. `end` gets the exit status. */
export function whenOutputEnds(end: (exit: number) => void): void {
  ends = end;
}

/** Bytes that may wait for whoever reads standard output, or standard error. */
const MOST_UNREAD = 1e6;

let room: Promise<void> | undefined;

/** When whoever reads has read what was written; undefined where little of it waits. */
export function roomForOutput(): Promise<void> | undefined {
  const full = [process.stdout, process.stderr].find(({writableLength}) => writableLength > MOST_UNREAD);
  if (!full) return undefined;
  room ??= new Promise(resolve => {
    const done = (): void => {
      for (const event of events) full.off(event, done);
      room = undefined;
      resolve();
    };
    for (const event of events) full.on(event, done);
  });
  return room;
}

/** After these nobody has to be waited for. */
const events = ['drain', 'close', 'error'] as const;

/** Why else a write fails. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space, or write elsewhere',
  EDQUOT: 'your disk quota is used up. Free some space, or write elsewhere',
  EFBIG: 'the file may not be larger. Write elsewhere',
  EBADF: 'it is closed. Give it a file or a pipe',
  EIO: 'the device does not take it. Write elsewhere',
};

function exitOf(code: string): number {
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return endedBy.SIGPIPE;
  return code === 'EIO' && process.stdout.isTTY ? endedBy.SIGHUP : 1;
}

/**
 * A reader or a terminal that has gone (`… | head -1`) ends the run without a word; a disk that is full, with one sentence. All have a status
 * of their own: whoever asks for it must not take half of the output for all of it. To be called once, before anything is written.
 */
export function watchOutput(): void {
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    process.stdout.on('error', () => undefined);
    const {code = ''} = error;
    const exit = exitOf(code);
    if (exit === 1) process.stderr.write(`Standard output cannot be written: ${reasons[code] ?? error.message}.\n`);
    // A run that was over before it learnt of that has not done well all the same.
    process.once('exit', () => {
      process.exitCode ||= exit;
    });
    ends(exit);
  });
  // There is nobody left to tell.
  process.stderr.on('error', () => undefined);
  unblock(process.stdout);
  unblock(process.stderr);
  letGoAtExit();
}

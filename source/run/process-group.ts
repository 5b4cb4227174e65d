import type {ChildProcess} from 'node:child_process';

/** Where a program can be started in a group of its own, with all that it starts. */
export const hasGroups = process.platform !== 'win32';

/** Sends a signal to a program that was started so, and to all that it has started; 0 only asks. Says whether anything was there to get it. */
export function signalGroup(child: ChildProcess, how: NodeJS.Signals | 0): boolean {
  try {
    if (child.pid === undefined) return false;
    return hasGroups ? process.kill(-child.pid, how) : child.kill(how);
  } catch {
    return false;
  }
}

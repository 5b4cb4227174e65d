import {existsSync, readFileSync} from 'node:fs';

const STAT = '/proc/self/stat';
const hasStat = existsSync(STAT);

/** How often it is worth asking whether the terminal has become ours, ms: a shell sends no signal to a job that runs when it is brought to the front. */
export const LOOK_EVERY = hasStat ? 100 : 1000;

/**
 * Whether the terminal is this process's to use: its job is the one in the foreground, or no terminal minds jobs (then it has no
 * foreground, and says 0 or -1). To use it all the same would stop the whole job (SIGTTOU, SIGTTIN).
 */
export function isInForeground(): boolean {
  if (process.platform === 'win32') return true;
  const [group, foreground] = hasStat ? groupsInStat(readFileSync(STAT, 'latin1')) : groupsOfPs();
  return group === undefined || foreground === undefined || !(foreground > 0) || group === foreground;
}

/** proc(5): pid (name) state ppid pgrp session tty_nr tpgid …, where the name may hold anything. */
function groupsInStat(stat: string): number[] {
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [Number(group), Number(foreground)];
}

/** Where there is no /proc, such as on macOS. */
function groupsOfPs(): number[] {
  const {spawnSync} = process.getBuiltinModule('node:child_process');
  const {stdout} = spawnSync('ps', ['-o', 'pgid=', '-o', 'tpgid=', '-p', String(process.pid)], {encoding: 'utf8'});
  return (stdout ?? '').trim().split(/\s+/).map(Number);
}

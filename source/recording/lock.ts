import {readFileSync} from 'node:fs';
import {open, readFile, rename, unlink} from 'node:fs/promises';
import {codeOf} from '../text/system-error.js';
import {RecordingError} from './error.js';

/** Keeps others from writing to a recording. */
export type Lock = {release(): Promise<void>};

/** Who holds a lock. `start` tells a process from another one that has got its number since. */
export type Holder = {pid: number; start?: string; program: string};

/**
 * Takes the lock of a file, such as a recording: a file beside it that names this process. The lock of a process that has ended, however it
 * ended, counts for nothing. Throws what `busy` makes of it when another process has it (a `RecordingError`), and what the file system throws.
 */
export async function takeLock(
  file: string,
  version: string,
  busy: (holder: Holder) => Error = holder => new RecordingError('in-use', inUse(file, holder)),
): Promise<Lock> {
  const path = `${file}.lock`;
  const text = JSON.stringify({
    pid: process.pid,
    start: startOf(process.pid),
    program: `convo-monitor ${version}`,
  } satisfies Holder);
  for (let tries = 0; tries < 5; tries += 1) {
    if (await create(path, text)) return {release: () => unlink(path).catch(() => undefined)};
    const found = await readFile(path, 'utf8').catch(() => '');
    const holder = holderIn(found);
    if (holder && isAlive(holder)) throw busy(holder);
    await removeStale(path, found);
  }
  throw new RecordingError(
    'in-use',
    `${file} is being taken by other programs again and again. Choose another name for --record.`,
  );
}

/** Whether a process that is still there writes to a recording. */
export async function isHeld(file: string): Promise<boolean> {
  return (await holderOf(file)) !== undefined;
}

/** The process that has the lock of a file, where that is still there. */
export async function holderOf(file: string): Promise<Holder | undefined> {
  const holder = holderIn(await readFile(`${file}.lock`, 'utf8').catch(() => ''));
  return holder && isAlive(holder) ? holder : undefined;
}

function inUse(file: string, {pid, program}: Holder): string {
  return `${file} is being written by another process (${program}, pid ${pid}), so nothing was written to it. End that one, or choose another name for --record.`;
}

/** False where there is one already. */
async function create(path: string, text: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o600);
    await handle.writeFile(text).finally(() => handle.close());
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Two may find the same stale lock: whoever takes away a newer one than it has read puts it back. */
async function removeStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) === stale) await unlink(aside);
    else await rename(aside, path);
  } catch {
    // Somebody else was quicker.
  }
}

/** Undefined for what no monitor wrote, or did not write to its end. */
function holderIn(text: string): Holder | undefined {
  try {
    const {pid, start, program} = JSON.parse(text) as Partial<Record<keyof Holder, unknown>>;
    if (!Number.isSafeInteger(pid) || (pid as number) <= 0) return;
    return {
      pid: pid as number,
      ...(typeof start === 'string' && {start}),
      program: String(program)
        .replace(/[^\w .-]/g, '')
        .slice(0, 60),
    };
  } catch {
    return;
  }
}

function isAlive({pid, start}: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Not ours to signal, but there.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const now = statOf(pid);
  // Killed, and not missed by its parent yet.
  if (now?.state === 'Z') return false;
  return start === undefined || now === undefined || start === now.start;
}

function startOf(pid: number): string | undefined {
  return statOf(pid)?.start;
}

/**
 * A process's state and when it began, in ticks of this boot, where the system tells (Linux); its name in the file may hold blanks and brackets.
 */
function statOf(pid: number): {state?: string; start: string} | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {state: fields[0], start: `${boot} ${fields[19]}`};
  } catch {
    return;
  }
}

import {lstat, unlink} from 'node:fs/promises';
import {publishedOf} from '../../bus/published.js';
import type {ListedRecording} from '../../output/recordings-table.js';
import {callIndexOf} from '../../recording/call-index.js';
import {indexOf} from '../../recording/index-file.js';
import {takeLock} from '../../recording/lock.js';
import {messageOf} from '../../text/system-error.js';
import {version} from '../../version.js';

/** Which recordings are to go: those to which all that is said applies. */
export type Unwanted = {
  /** Not written to for so long, ms. */
  olderThan?: number;
  /** Bytes. */
  largerThan?: number;
  /** So many of the newest stay, whatever they are. */
  keep?: number;
};

/** Of recordings, newest first, those that are to go. One that a monitor is writing never is. */
export function unwantedOf(
  all: readonly ListedRecording[],
  {olderThan = 0, largerThan = -1, keep = 0}: Unwanted,
  now: number,
): ListedRecording[] {
  return all
    .slice(keep)
    .filter(({isLive, bytes, writtenAt}) => !isLive && bytes > largerThan && now - writtenAt >= olderThan);
}

/**
 * Removes a recording and what is kept beside it; returns why it could not be, in words. It is held meanwhile, so that no monitor begins to
 * write it, and stays where it is no longer what was listed. Never rejects.
 */
export async function removeRecording({file, bytes}: ListedRecording): Promise<string | undefined> {
  try {
    const lock = await takeLock(file, version);
    try {
      if ((await lstat(file)).size !== bytes) return `${file} has grown meanwhile, and stays.`;
      await unlink(file);
      for (const beside of [indexOf(file), callIndexOf(file), publishedOf(file)])
        await unlink(beside).catch(() => undefined);
    } finally {
      await lock.release();
    }
  } catch (error) {
    return `${file} stays: ${messageOf(error)}`;
  }
  return undefined;
}

import {constants} from 'node:fs';
import {dirname} from 'node:path';
import {codeOf} from '../text/system-error.js';
import {RecordingError, recordingError} from './error.js';
import {type Files, realFiles, writeAll} from './files.js';
import {idIn, newRecordingId} from './id.js';
import {type Begun, headerLine, isExcessive, schema} from './line.js';
import {type Lock, takeLock} from './lock.js';
import {withFurtherParts} from './parts.js';

type OpenedFile = {
  fd: number;
  /** The recording's own. */
  id: string;
  /** Bytes of whole lines. */
  size: number;
  /** The highest `seq` in the file, 0 when it is new. */
  lastSeq: number;
  /** Bytes of a torn last line that were cut off: what a crash left behind. */
  cut: number;
  /** The file was not there before. */
  isNew: boolean;
  lock: Lock;
};

const {O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_RDONLY, O_RDWR} = constants;

/** Bytes that a first line may have. */
const LONGEST_HEADER = 4096;

/**
 * Opens a file to record into: a new one (0600), or an own recording to go on with. Any other existing file is refused
 * and left as it is. Throws `RecordingError`.
 */
export async function openFile(file: string, header: Begun, files: Files = realFiles): Promise<OpenedFile> {
  let lock: Lock | undefined;
  try {
    await files.makeFolder(dirname(file));
    lock = await takeLock(file, header.version);
    return {...(await openLocked(file, header, files)), lock};
  } catch (error) {
    await lock?.release();
    throw recordingError(error, file);
  }
}

async function openLocked(file: string, header: Begun, files: Files): Promise<Omit<OpenedFile, 'lock'>> {
  try {
    return {...(await begin(await openNew(file, files), header, files)), isNew: true};
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const fd = await files.open(file, O_RDWR | O_APPEND | O_NOFOLLOW, 0o600);
  return {...(await resume(fd, file, header, files)), isNew: false};
}

/** Opens a file that is not there yet, for its owner alone. */
export function openNew(file: string, files: Files): Promise<number> {
  return files.open(file, O_RDWR | O_APPEND | O_CREAT | O_EXCL, 0o600);
}

/** What a file was found to be. */
type Found = Omit<OpenedFile, 'lock' | 'isNew'>;

async function begin(fd: number, header: Begun, files: Files): Promise<Found> {
  const id = newRecordingId();
  const line = Buffer.from(headerLine({id, ...header}));
  try {
    await writeAll(fd, line, files);
    return {fd, id, size: line.length, lastSeq: 0, cut: 0};
  } catch (error) {
    // Half a header would make the file a foreign one for ever; an empty file can be begun again.
    await files.truncate(fd, 0).catch(() => undefined);
    await files.close(fd).catch(() => undefined);
    throw error;
  }
}

async function resume(fd: number, file: string, header: Begun, files: Files): Promise<Found> {
  try {
    const stat = await files.stat(fd);
    if (stat.isFile() && stat.size === 0) return await begin(fd, header, files);
    const start = Buffer.alloc(LONGEST_HEADER);
    const length = stat.isFile() ? await files.read(fd, start, 0) : 0;
    const [first = ''] = start.toString('utf8', 0, length).split('\n', 1);
    if (!first.startsWith(`{"schema":"${schema}"`)) {
      const text = `${file} exists and is not a recording of this version, so nothing was written to it. Choose another name for --record.`;
      throw new RecordingError('not-a-recording', text);
    }
    const tail = await lastLines(fd, stat.size, files);
    if (tail.cut > 0) await files.truncate(fd, stat.size - tail.cut);
    const lastSeq = Math.max(tail.lastSeq, await lastSeqBehind(file, files));
    return {fd, id: idIn(first), size: stat.size - tail.cut, lastSeq, cut: tail.cut};
  } catch (error) {
    await files.close(fd).catch(() => undefined);
    throw error;
  }
}

/**
 * The highest `seq` of the files in which a recording went on, 0 where it did not: a number that one of them has may not be given again. What
 * cannot be read has none.
 */
async function lastSeqBehind(file: string, files: Files): Promise<number> {
  const [, ...parts] = await withFurtherParts(file);
  // The last one may hold nothing yet.
  for (const part of parts.reverse()) {
    const found = await lastSeqOf(part, files).catch(() => 0);
    if (found > 0) return found;
  }
  return 0;
}

/** The highest `seq` of a recording and of the files in which it goes on; 0 where none can be read. */
export async function highestSeq(file: string, files: Files = realFiles): Promise<number> {
  return Math.max(await lastSeqOf(file, files).catch(() => 0), await lastSeqBehind(file, files));
}

async function lastSeqOf(file: string, files: Files): Promise<number> {
  const fd = await files.open(file, O_RDONLY | O_NOFOLLOW, 0);
  try {
    return (await lastLines(fd, (await files.stat(fd)).size, files)).lastSeq;
  } finally {
    await files.close(fd);
  }
}

/** Reads backwards, block by block, until a whole line tells its `seq`. */
async function lastLines(fd: number, size: number, files: Files): Promise<{lastSeq: number; cut: number}> {
  let cut = -1;
  let later: Buffer = Buffer.alloc(0);
  for (let end = size; end > 0; ) {
    const block = Buffer.alloc(Math.min(end, 1 << 16));
    end -= block.length;
    await files.read(fd, block, end);
    let text = Buffer.concat([block, later]);
    if (cut < 0) {
      const newline = text.lastIndexOf(10);
      if (newline >= 0) {
        cut = text.length - newline - 1;
        text = text.subarray(0, newline + 1);
      }
    }
    for (let newline = text.length - 1; cut >= 0 && newline > 0; ) {
      const before = text.lastIndexOf(10, newline - 1);
      if (before < 0 && end > 0) break;
      const seq = seqOf(text.toString('utf8', before + 1, newline));
      if (seq !== undefined) return {lastSeq: seq, cut};
      newline = before;
      text = text.subarray(0, before + 1);
    }
    later = text;
  }
  // Not one newline: the header itself was torn, which leaves nothing to go on with.
  return {lastSeq: 0, cut: cut < 0 ? size : cut};
}

function seqOf(line: string): number | undefined {
  if (isExcessive(line)) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    const seq = typeof value === 'object' && value !== null && 'seq' in value ? value.seq : undefined;
    return Number.isInteger(seq) && (seq as number) <= 0xffff_ffff ? (seq as number) : undefined;
  } catch {
    return undefined;
  }
}

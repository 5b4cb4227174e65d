import {dirname} from 'node:path';
import {type Displaced, displaced, moveOn, openNext} from './displaced.js';
import {RecordingError, recordingError} from './error.js';
import {type Files, realFiles, writeAll, writePart} from './files.js';
import {headerLine} from './line.js';
import {openFile} from './open.js';

export type Recording = {
  /** Where it is written now. */
  readonly file: string;
  /** The highest `seq` already in the file, 0 when it is new: the next one continues from here. */
  lastSeq: number;
  /** Bytes of a torn last line that opening cut off. */
  cut: number;
  /**
   * Writes whole lines and resolves, once they are in the file, with the byte offset of the first one.
   * Rejects with a `RecordingError` when not all of them could be written. The torn line is then cut off again, and what
   * is missing is held (up to `holdLimit` bytes) and written before the next lines: no line is in the file twice.
   */
  append(lines: Uint8Array): Promise<number>;
  /** Tries again to write what is held, though nothing more has come. Rejects as `append` does. */
  retry(): Promise<void>;
  /**
   * Looks whether the file is still the one that is written. Where it is not, writing goes on in another one, and that is told.
   * Rejects with a `RecordingError` when there is no other place: what is written then goes where it went.
   */
  check(): Promise<Move | undefined>;
  /** It is as large or as old as it may become, at that time, ms: `rotate` is to be called. */
  isFull(now: number): boolean;
  /**
   * Goes on in another file: `say` gets its name, and writes the last lines of this one before it does. What cannot be begun is tried again a
   * tenth later. Never rejects.
   */
  rotate(say: (next: string) => Promise<boolean>): Promise<void>;
  /**
   * Reads what was written, from `offset` on: as many bytes as are there; of the file before it was rotated last, where that is meant. Rejects as
   * the file system does.
   */
  read(offset: number, bytes: number, isBefore?: boolean): Promise<Buffer>;
  /** Lines that were neither written nor held. */
  lost(): number;
  /** Tries once more to write what is held, then closes the file. Never rejects. */
  close(): Promise<void>;
  /** Closes the file, and takes it away where it was made now and nothing is in it. Never rejects. */
  discard(): Promise<void>;
};

/** Another program got at the recording, and it goes on in another file: with all that was in it, or with the newest lines. */
export type Move = {why: Displaced; from: string; to: string; isWhole: boolean};

type Options = {
  file: string;
  /** The monitor's version, for the first line. */
  version: string;
  /** When the recording begins, ISO 8601. */
  started: string;
  /** Wait until the device has the lines (fdatasync), not only the system: for machines that may lose power. */
  durable?: boolean;
  /** Bytes that may wait in memory while the disk refuses them; 16 MiB when not given. */
  holdLimit?: number;
  /** A folder to go on in when the file's own has gone. */
  elsewhere?: string;
  /** Bytes from which on it is full; without it, it never is. */
  max?: number;
  /** ms from which on it is full since it was first asked; without it, it never is. */
  lasts?: number;
  files?: Files;
};

/** Of the newest lines so many bytes are kept in memory, for a file that is cut short under us. */
const RECENT_BYTES = 1024 * 1024;

/** Opens (or goes on with) an append-only recording. Throws `RecordingError`. One writer a file. */
export async function openRecording({version, started, durable, elsewhere, ...rest}: Options): Promise<Recording> {
  const {files = realFiles, holdLimit = 16 * 1024 * 1024} = rest;
  let {max = Number.POSITIVE_INFINITY} = rest;
  const step = max / 10;
  const {lasts = Number.POSITIVE_INFINITY} = rest;
  /** When the file is too old, ms. */
  let oldAt: number | undefined;
  let askedAt = 0;
  let {file} = rest;
  const opened = await openFile(file, {started, version}, files);
  const header = {id: opened.id, started, version};
  let {fd, size, lock} = opened;
  /** The file before it was rotated last, to be read. */
  let before: number | undefined;
  const recent: Uint8Array[] = [];
  let recentBytes = 0;
  /** A torn line could not be cut off yet. */
  let torn = false;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let lost = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  /** Does something with the file when what was begun before is done. The number of a closed file may be another one's by then. */
  function next<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(() => {
      if (isClosed) throw new RecordingError('io-error', `The recording ${file} is closed.`);
      return work();
    });
    turn = done.catch(() => undefined);
    return done;
  }

  /** Writes all, or cuts back to the last whole line and throws; returns only when every byte is in the file. */
  async function write(bytes: Uint8Array): Promise<void> {
    let written = 0;
    try {
      await mend();
      while (written < bytes.length)
        written += await writePart(fd, written === 0 ? bytes : bytes.subarray(written), files);
      if (durable) await files.sync(fd);
      size += bytes.length;
      remember(bytes);
    } catch (error) {
      const whole = written === bytes.length ? written : bytes.lastIndexOf(10, written - 1) + 1;
      size += written > 0 ? whole : 0;
      torn = torn || written > whole;
      hold(bytes.subarray(written > 0 ? whole : 0));
      await mend().catch(() => undefined);
      throw recordingError(error, file);
    }
  }

  /** Keeps the newest lines: a copy, because the bytes are handed on. */
  function remember(bytes: Uint8Array): void {
    recent.push(Buffer.from(bytes));
    recentBytes += bytes.length;
    while (recentBytes > RECENT_BYTES && recent.length > 1) recentBytes -= recent.shift()?.length ?? 0;
  }

  async function checkNow(): Promise<Move | undefined> {
    try {
      const why = torn ? undefined : await displaced({file, fd, size}, files);
      if (!why) return;
      const [from, before] = [file, {fd, lock}];
      const next = await moveOn({file, fd, size}, {why, first: rest.file, header, recent, elsewhere}, files);
      ({file, fd, size, lock} = next);
      await files.close(before.fd).catch(() => undefined);
      await before.lock.release();
      return {why, from, to: file, isWhole: next.isWhole};
    } catch (error) {
      throw recordingError(error, file);
    }
  }

  async function rotate(say: (next: string) => Promise<boolean>): Promise<void> {
    try {
      const next = await beginNext();
      if (await say(next.file)) {
        await goOn(next);
        return;
      }
      await files.close(next.fd);
      await files.remove(next.file);
      await next.lock.release();
    } catch {
      // It is as good as it was: what is full can still be written.
    }
    max += step;
    if (oldAt !== undefined) oldAt += lasts / 10;
  }

  async function beginNext() {
    const next = await openNext(dirname(file), rest.file, version, files);
    const line = Buffer.from(headerLine(header));
    await writeAll(next.fd, line, files);
    return {...next, size: line.length};
  }

  function goOn(to: Awaited<ReturnType<typeof beginNext>>): Promise<void> {
    return next(async () => {
      const [older, held] = [before, lock];
      before = fd;
      ({file, fd, size, lock} = to);
      oldAt = askedAt + lasts;
      if (older !== undefined) await files.close(older).catch(() => undefined);
      await held.release();
    });
  }

  async function mend(): Promise<void> {
    if (!torn) return;
    await files.truncate(fd, size);
    torn = false;
  }

  function hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (heldBytes + bytes.length > holdLimit) {
      lost += bytes.reduce((lines, byte) => (byte === 10 ? lines + 1 : lines), 0);
      return;
    }
    held.push(Buffer.from(bytes));
    heldBytes += bytes.length;
  }

  async function writeHeld(): Promise<void> {
    if (held.length === 0) return;
    const bytes = Buffer.concat(held);
    held = [];
    heldBytes = 0;
    await write(bytes);
  }

  async function appendNow(lines: Uint8Array): Promise<number> {
    try {
      await writeHeld();
    } catch (error) {
      hold(lines);
      throw error;
    }
    const offset = size;
    await write(lines);
    return offset;
  }

  function close(): Promise<void> {
    const done = next(async () => {
      await writeHeld().catch(() => undefined);
      isClosed = true;
      if (before !== undefined) await files.close(before).catch(() => undefined);
      await files.close(fd);
    });
    return done.catch(() => undefined).then(() => lock.release());
  }

  return {
    get file() {
      return file;
    },
    lastSeq: opened.lastSeq,
    cut: opened.cut,
    append: lines => next(() => appendNow(lines)),
    retry: () => next(() => appendNow(new Uint8Array())).then(() => undefined),
    check: () => next(checkNow),
    isFull(now) {
      askedAt = now;
      oldAt ??= now + lasts;
      return (size >= max || now >= oldAt) && !torn && held.length === 0;
    },
    rotate,
    read: (offset, bytes, isBefore = false) =>
      next(async () => {
        const into = Buffer.allocUnsafeSlow(bytes);
        const from = isBefore ? before : fd;
        return into.subarray(0, from === undefined ? 0 : await files.read(from, into, offset));
      }),
    lost: () => lost,
    close,
    discard() {
      const isEmpty = opened.isNew && size === opened.size;
      return close().then(() => (isEmpty ? files.remove(file).catch(() => undefined) : undefined));
    },
  };
}

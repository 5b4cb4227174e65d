import {type Files, realFiles} from './files.js';
import {openFile, recordingError} from './open.js';

export type Recording = {
  file: string;
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
  /** Lines that were neither written nor held. */
  lost(): number;
  /** Tries once more to write what is held, then closes the file. Never rejects. */
  close(): Promise<void>;
};

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
  files?: Files;
};

/** Opens (or goes on with) an append-only recording. Throws `RecordingError`. One writer a file. */
export async function openRecording({file, version, started, durable, ...rest}: Options): Promise<Recording> {
  const {files = realFiles, holdLimit = 16 * 1024 * 1024} = rest;
  const {fd, size: opened, lastSeq, cut} = await openFile(file, {started, version}, files);
  let size = opened;
  /** A torn line could not be cut off yet. */
  let torn = false;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let lost = 0;
  let turn: Promise<unknown> = Promise.resolve();

  /** Writes all, or cuts back to the last whole line and throws; returns only when every byte is in the file. */
  async function write(bytes: Uint8Array): Promise<void> {
    let written = 0;
    try {
      await mend();
      // A full disk first shows as a short write without an error; only the next one fails.
      while (written < bytes.length) {
        const count = await files.write(fd, written === 0 ? bytes : bytes.subarray(written));
        if (count === 0) throw Object.assign(new Error('the file takes no more bytes'), {code: 'ENOSPC'});
        written += count;
      }
      if (durable) await files.sync(fd);
      size += bytes.length;
    } catch (error) {
      const whole = written === bytes.length ? written : bytes.lastIndexOf(10, written - 1) + 1;
      size += written > 0 ? whole : 0;
      torn = torn || written > whole;
      hold(bytes.subarray(written > 0 ? whole : 0));
      await mend().catch(() => undefined);
      throw recordingError(error, file);
    }
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

  return {
    file,
    lastSeq,
    cut,
    append(lines) {
      const done = turn.then(() => appendNow(lines));
      turn = done.catch(() => undefined);
      return done;
    },
    lost: () => lost,
    close: () => {
      turn = turn
        .then(writeHeld)
        .catch(() => undefined)
        .then(() => files.close(fd))
        .catch(() => undefined);
      return turn.then(() => undefined);
    },
  };
}

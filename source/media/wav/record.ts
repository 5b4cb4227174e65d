import type {FileHandle} from 'node:fs/promises';
import type {Sender} from '../../call/media.js';
import {create, whyNot, writeAll} from './file.js';
import {headerBytes, momentBytes, wavHeader} from './header.js';
import {createTracks} from './tracks.js';

/** The longest recording of a leg, ms: at 24 kHz 346 MB. */
const longestMs = 3_600_000;

/** ms of audio that are written at once, and after which the header says how long the file is. */
const [pieceMs, headerMs] = [200, 1000];

/** Bytes that may wait for a disk: more than two minutes at 24 kHz. */
const mostWaiting = 16 * 1024 ** 2;

/** Writes a leg's audio into a file of its own. */
export type WavWriter = {
  /** ms since the socket opened, never decreasing. The bytes are copied. */
  add(from: Sender, frame: Uint8Array, at: number): void;
  /** What waits is not played. */
  clear(at: number): void;
  /** Resolves when everything is in the file. */
  close(at: number): Promise<void>;
};

type Options = {
  /** Made for its owner alone, where there is none. */
  folder: string;
  /** Name of the file, without `.wav`: of one that is there, the next number is taken. */
  name: string;
  /** Samples a second. */
  rate: number;
  /** It begins: the file's path. */
  began?(file: string): void;
  /** It ended before the socket: one sentence why. Said once. */
  stopped(why: string): void;
  /** ms after which it ends by itself. */
  longest?: number;
};

/**
 * Records both sides of a socket: the caller left, the agent right, as it is played. Takes audio at once, while the file is still being opened; never
 * throws. The file can be played at any time, whatever happens to this program: once a second, its header says how long it is.
 */
export function recordWav({folder, name, rate, began, stopped, longest = longestMs}: Options): WavWriter {
  const tracks = createTracks(rate, Math.round((longest * rate) / 1000));
  let waiting = 0;
  let [isOver, isTold] = [false, false];
  let [writtenAt, headerAt] = [0, 0];
  let file = Promise.resolve<FileHandle | undefined>(undefined);

  function stop(why: string): void {
    isOver = true;
    if (!isTold) stopped(why);
    isTold = true;
  }

  /** Does something with the file after everything before it; after a failure nothing more. */
  function then(work: (handle: FileHandle) => Promise<void>): void {
    file = file.then(async handle => {
      if (!handle) return undefined;
      try {
        await work(handle);
        return handle;
      } catch (error) {
        stop(whyNot(folder, error));
        await handle.close().catch(() => {});
        return undefined;
      }
    });
  }

  function write({from, bytes}: {from: number; bytes: Buffer}): void {
    waiting += bytes.length;
    then(async handle => {
      await writeAll(handle, bytes, headerBytes + from * momentBytes);
      waiting -= bytes.length;
    });
    if (waiting > mostWaiting) stop(`${folder} takes audio more slowly than it comes: the rest of it is not recorded`);
  }

  function finish(): void {
    const moments = tracks.written;
    then(async handle => {
      // Where nothing was said, nothing was written.
      await handle.truncate(headerBytes + moments * momentBytes);
      await writeAll(handle, wavHeader(rate, moments), 0);
    });
  }

  function advance(at: number): void {
    if (at - writtenAt < pieceMs) return;
    writtenAt = at;
    const stretch = tracks.take(at);
    if (stretch) write(stretch);
    if (at - headerAt < headerMs) return;
    headerAt = at;
    finish();
    if (tracks.isFull) stop(`${Math.round(longest / 60_000)} minutes are recorded, which is the most: the rest is not`);
  }

  file = create(folder, name).then(
    async ({handle, path}) => {
      began?.(path);
      return handle;
    },
    error => {
      stop(whyNot(folder, error));
      return undefined;
    },
  );
  finish();

  return {
    add(from, frame, at) {
      if (isOver) return;
      advance(at);
      tracks.add(from, frame, at);
    },
    clear(at) {
      if (isOver) return;
      advance(at);
      tracks.clear(at);
    },
    async close(at) {
      const stretch = isOver ? undefined : tracks.takeAll(at);
      isOver = true;
      if (stretch) write(stretch);
      finish();
      const handle = await file;
      file = Promise.resolve(undefined);
      await handle?.close().catch(() => {});
    },
  };
}

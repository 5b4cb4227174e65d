import * as fs from 'node:fs';
import {makeFolder} from './folder.js';

/** `nlink`: how many names the file has. */
export type Stat = {size: number; ino: number; dev: number; nlink: number; isFile(): boolean};

/** The file operations that a recording needs, so that a test can make any one of them fail. Each rejects as Node's do. */
export type Files = {
  open(file: string, flags: number, mode: number): Promise<number>;
  write(fd: number, bytes: Uint8Array): Promise<number>;
  /** How many bytes were read. */
  read(fd: number, into: Uint8Array, position: number): Promise<number>;
  stat(fd: number): Promise<Stat>;
  statPath(file: string): Promise<Stat>;
  truncate(fd: number, size: number): Promise<void>;
  sync(fd: number): Promise<void>;
  close(fd: number): Promise<void>;
  makeFolder(folder: string): Promise<unknown>;
  remove(file: string): Promise<void>;
};

/** Callbacks wrapped by hand: a FileHandle costs several times as much for each small write. */
const asked = <T>(ask: (done: (error: Error | null, value: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => ask((error, value) => (error ? reject(error) : resolve(value))));

/**
 * Writes the next part of some bytes, and gives how many those are. A full disk first shows as a short write without an error; a write
 * of nothing counts as one.
 */
export async function writePart(fd: number, bytes: Uint8Array, files: Files): Promise<number> {
  const count = await files.write(fd, bytes);
  if (count === 0) throw Object.assign(new Error('the file takes no more bytes'), {code: 'ENOSPC'});
  return count;
}

/** Writes all of some bytes. Rejects as `write` does, and when the file takes no more. */
export async function writeAll(fd: number, bytes: Uint8Array, files: Files): Promise<void> {
  for (let written = 0; written < bytes.length; ) written += await writePart(fd, bytes.subarray(written), files);
}

/** The real file system. Folders are made for their owner alone (0700). */
export const realFiles: Files = {
  open: (file, flags, mode) => asked(done => fs.open(file, flags, mode, done)),
  write: (fd, bytes) => asked(done => fs.write(fd, bytes, 0, bytes.length, null, done)),
  read: (fd, into, position) => asked(done => fs.read(fd, into, 0, into.length, position, done)),
  stat: fd => asked<fs.Stats>(done => fs.fstat(fd, done)),
  statPath: file => asked<fs.Stats>(done => fs.stat(file, done)),
  truncate: (fd, size) => asked<void>(done => fs.ftruncate(fd, size, done as () => void)),
  sync: fd => asked<void>(done => fs.fdatasync(fd, done as () => void)),
  close: fd => asked<void>(done => fs.close(fd, done as () => void)),
  remove: file => asked<void>(done => fs.unlink(file, done as () => void)),
  makeFolder,
};

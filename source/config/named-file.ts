import {closeSync, constants, createReadStream, openSync, readSync} from 'node:fs';
import {open, stat} from 'node:fs/promises';
import {Socket} from 'node:net';
import type {Readable} from 'node:stream';
import {codeOf} from '../text/system-error.js';

/** Bytes of a file that is held as a whole; a minute of sound has two million. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * What is in a file that a person named, or in standard input (`-`), until the signal comes; each block has a buffer of its own. A
 * pipe is never waited for in a thread, which no signal would end.
 * Throws an Error whose message says why the file cannot be read (`whyUnreadable`): it is a folder or a device, or nobody writes
 * to the pipe.
 */
export async function bytesOf(file: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') return untilAborted(process.stdin, signal);
  const found = await stat(file);
  if (found.isDirectory()) throw new Error('it is a folder');
  if (found.isFIFO()) return ofPipe(openSync(file, constants.O_RDONLY | constants.O_NONBLOCK), signal);
  if (!found.isFile()) throw new Error('it is a device, not a file');
  // Where it cannot be opened, that is said here and not when it is read.
  const handle = await open(file, 'r');
  return untilAborted(createReadStream('', {fd: handle, highWaterMark: 1 << 20}), signal);
}

/** All of a file. Throws as `bytesOf` does, and when it is larger than `most` bytes. */
export async function readNamed(file: string, most = MOST_BYTES): Promise<Buffer> {
  return wholeOf(await bytesOf(file), most);
}

/** All bytes that come. Throws when they are more than `most`. */
export async function wholeOf(blocks: AsyncIterable<Uint8Array | string>, most: number): Promise<Buffer> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const block of blocks) {
    const bytes = Buffer.from(block);
    size += bytes.length;
    if (size > most) throw new Error(`it is larger than ${most} bytes`);
    kept.push(bytes);
  }
  return Buffer.concat(kept);
}

/** A pipe that was opened so that nothing waits: the first read tells whether anybody has it open to write. */
function ofPipe(fd: number, signal?: AbortSignal): AsyncIterable<Uint8Array> {
  const first = firstOf(fd);
  if (first?.length === 0) {
    closeSync(fd);
    throw new Error('it is a pipe, and nobody writes to it');
  }
  const rest = new Socket({fd, readable: true, writable: false});
  if (first) rest.unshift(first);
  return untilAborted(rest, signal);
}

/** Empty where nothing will come; undefined where nothing has come yet. */
function firstOf(fd: number): Buffer | undefined {
  try {
    const block = Buffer.alloc(1 << 16);
    return block.subarray(0, readSync(fd, block));
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return undefined;
    throw error;
  }
}

async function* untilAborted(stream: Readable, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const stop = () => void stream.destroy();
  signal?.addEventListener('abort', stop, {once: true});
  try {
    yield* stream;
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

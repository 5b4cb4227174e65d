import {readSync} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import type {Observation} from '../call/observation.js';
import {idIn} from '../recording/id.js';
import {isExcessive, seqAt} from '../recording/line.js';
import {asObservation} from '../recording/schema.js';
import {wentOnIn} from '../recording/went-on.js';
import {jsonIn} from '../text/json-in.js';
import {type Growth, watchGrowth} from './growth.js';
import {LONGEST_LINE} from './wire.js';

/** How far a recording has been read: to this byte of this file, and to the observation of this number. */
export type Position = {file: string; offset: number; seq: number};

/** A line of a recording, without its newline: what it says, of which recording, and where the next one begins. */
export type RecordedLine = {bytes: Buffer; observation: Observation; recording: string; behind: Position};

export type Following = {
  /** The file that is written, or the first one of a recording that is over; another one when that was deleted or moved away. */
  newest(): string;
  /** Nothing more is written: it ends with the last line. */
  isOver(): boolean;
  signal: AbortSignal;
};

/**
 * The observations of a recording behind a position, as they are written, several at a time; `[]` when those were all for now. Where it goes on in
 * another file, so does this; what is no observation is left out, and so is what has a number that was read already. Rejects as `open` and
 * `read` do.
 */
export async function* followed(from: Position, {newest, isOver, signal}: Following): AsyncGenerator<RecordedLine[]> {
  let {file, offset, seq} = from;
  let told = newest();
  let live = told;
  while (!signal.aborted) {
    let next: string | undefined;
    const source = await openSource(file).catch(error => {
      if (file === live) throw error;
    });
    try {
      // Shorter than what was read of it, it is another file by now: the numbers say what is known.
      if (source && offset > source.size) offset = 0;
      while (source && next === undefined && !signal.aborted) {
        const wasOver = isOver();
        const {block, end, isAll} = blockAt(source, offset);
        const {lines, goesOnIn} = linesIn(block, {file, offset, seq}, source.id);
        offset = end;
        seq = lines.at(-1)?.behind.seq ?? seq;
        next = goesOnIn;
        if (next !== undefined && file === live) live = next;
        if (told !== newest()) live = told = newest();
        if (lines.length > 0) yield lines;
        if (next !== undefined) continue;
        if (!isAll) {
          // What comes from elsewhere has its turn, too.
          await setImmediate();
          continue;
        }
        if (file !== live) break;
        yield [];
        if (wasOver) return;
        await source.growth.more(signal);
      }
    } finally {
      await source?.close();
    }
    // What nobody writes to any more has come to its end: the rest, if any, is in the newest.
    [file, offset] = [next ?? live, 0];
  }
}

type Source = {id: string; size: number; handle: FileHandle; scratch: Buffer; growth: Growth; close(): Promise<void>};

/** Bytes of a first line. */
const HEAD = 4096;

/** The id of the recording that a file holds. Rejects as `open` does. */
export async function recordingIn(file: string): Promise<string> {
  const handle = await open(file, 'r');
  return idOf(handle).finally(() => handle.close());
}

async function idOf(handle: FileHandle): Promise<string> {
  const {buffer, bytesRead} = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
  const [first = ''] = buffer.toString('utf8', 0, bytesRead).split('\n', 1);
  return idIn(first);
}

async function openSource(file: string): Promise<Source> {
  const handle = await open(file, 'r');
  const growth = watchGrowth(file);
  const close = async (): Promise<void> => {
    growth.close();
    await handle.close();
  };
  const [id, {size}] = [await idOf(handle), await handle.stat()];
  return {id, size, handle, scratch: Buffer.allocUnsafeSlow(BLOCK), growth, close};
}

const NEWLINE = 10;
const BLOCK = 1 << 18;

/**
 * Whole lines from an offset on, and where they end; none where there are none yet. `isAll`: nothing was behind them. What follows the last newline is read again another time:
 * where the disk was full it may be written otherwise. A line that is longer than any may be is passed over.
 */
function blockAt({handle: {fd}, scratch}: Source, offset: number): {block: Buffer; end: number; isAll: boolean} {
  for (let size = BLOCK; ; size *= 4) {
    // Few bytes are new at most times: room for a block each time would cost the thread that answers a pause of the whole process for its pages.
    const into = size === BLOCK ? scratch : Buffer.allocUnsafeSlow(size);
    // Waking another thread to read it costs far more than that, and whoever follows has a thread for it.
    const count = readSync(fd, into, 0, size, offset);
    const isAll = count < size;
    const block = Buffer.from(into.subarray(0, into.subarray(0, count).lastIndexOf(NEWLINE) + 1));
    if (block.length > 0 || isAll) return {block, end: offset + block.length, isAll};
    if (size > LONGEST_LINE) {
      const end = endOfLine(fd, offset + size, offset);
      return {block, end, isAll: end === offset};
    }
  }
}

/** Where the next line begins; `otherwise` as long as this one has no end. */
function endOfLine(fd: number, from: number, otherwise: number): number {
  const buffer = Buffer.allocUnsafeSlow(BLOCK);
  for (let at = from; ; ) {
    const count = readSync(fd, buffer, 0, BLOCK, at);
    const newline = buffer.subarray(0, count).indexOf(NEWLINE);
    if (newline >= 0) return at + newline + 1;
    if (count === 0) return otherwise;
    at += count;
  }
}

type Found = {lines: RecordedLine[]; goesOnIn?: string};

/** The lines of a block that begins at a position, up to the one that says that the recording goes on in another file. */
function linesIn(block: Buffer, {file, offset, seq}: Position, recording: string): Found {
  const lines: RecordedLine[] = [];
  let last = seq;
  for (let start = 0; start < block.length; ) {
    const end = block.indexOf(NEWLINE, start);
    const bytes = block.subarray(start, end);
    start = end + 1;
    const observation = observationIn(bytes, last);
    if (!observation) continue;
    last = observation.seq;
    lines.push({bytes, observation, recording, behind: {file, offset: offset + start, seq: last}});
    const goesOnIn = wentOnIn(observation);
    // Only beside it: a recording of somebody else may name any file.
    if (goesOnIn !== undefined) return {lines, goesOnIn: join(dirname(file), basename(goesOnIn))};
  }
  return {lines};
}

function observationIn(bytes: Buffer, last: number): Observation | undefined {
  if ((seqAt(bytes) ?? Number.POSITIVE_INFINITY) <= last) return undefined;
  if (bytes.length > LONGEST_LINE) return undefined;
  const text = bytes.toString('utf8');
  if (isExcessive(text)) return undefined;
  const observation = asObservation(jsonIn(text));
  return typeof observation !== 'string' && observation.seq > last ? observation : undefined;
}

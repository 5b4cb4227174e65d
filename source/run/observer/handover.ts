import type {BlockExtent} from '../../recording/journal.js';
import type {Recording} from '../../recording/write.js';

/** What waits until the main thread has time for it. */
export type Behind = {observations: number; bytes: number};

export type Handover = {
  /** Takes a block of whole lines that was just written: it goes on at once, or when the main thread has time. */
  add(block: Uint8Array, extent: BlockExtent): void;
  /** The main thread has done with so many bytes. */
  taken(bytes: number): void;
  behind(): Behind;
  /** Resolves when everything is handed over and done with, or after so many ms. */
  drained(ms: number): Promise<void>;
};

type Options = {
  /** Sends whole lines to the main thread; `offset` is where they begin in the recording. */
  post(block: Uint8Array<ArrayBuffer>, offset: number | undefined): void;
  /** These observations were not handed over and never will be. */
  onLost(first: number, count: number): void;
  /** Nothing waits any more: how much did at the worst, and for how many ms. */
  onCaughtUp(most: Behind, ms: number): void;
  recording?: Pick<Recording, 'read'>;
  now?: () => number;
};

/** Bytes that are handed over at a time, if a line is not longer. */
export const PIECE = 64 * 1024;
/** Bytes that may be with the main thread before it has said that it is done with them: what it can do while this thread is busy. */
export const AHEAD = 4 * 1024 * 1024;
/** Bytes that wait in memory where there is no recording to read them back from. */
export const HELD = 16 * 1024 * 1024;

/** Lines that wait: in the recording, from `offset` on, or in memory. */
type Waiting = BlockExtent & {bytes: number; block?: Uint8Array};

/**
 * Hands what was written to the main thread, which may be slower than Vonage, or than strangers. It gets a few pieces ahead; of
 * the rest only the place in the recording is remembered, from where it is read back. So neither a queue nor a turn of the main
 * thread grows with what comes in.
 */
export function handOver({post, onLost, onCaughtUp, recording, now = Date.now}: Options): Handover {
  const queue: Waiting[] = [];
  /** Of the queue. */
  const behind: Behind = {observations: 0, bytes: 0};
  let most: Behind = {observations: 0, bytes: 0};
  let since: number | undefined;
  let inMemory = 0;
  let ahead = 0;
  let isReading = false;
  let onDrained: (() => void) | undefined;

  function send(piece: Uint8Array, offset: number | undefined): void {
    ahead += piece.length;
    // Of its own, because it changes threads.
    post(
      piece.byteLength === piece.buffer.byteLength ? (piece as Uint8Array<ArrayBuffer>) : Uint8Array.from(piece),
      offset,
    );
  }

  /** What could not go on at once: where it is in the recording is enough to find it again. */
  function keep(each: Waiting): void {
    since ??= now();
    if (behind.bytes > most.bytes) most = {...behind};
    if (each.offset === undefined || !each.block) return;
    each.block = undefined;
    inMemory -= each.bytes;
    const before = queue.at(-2);
    if (!before || before.block || !isNext(before, each)) return;
    before.count += each.count;
    before.bytes += each.bytes;
    queue.pop();
  }

  /** Of what waits first, so much has gone. */
  function advance(first: Waiting, bytes: number, count: number): void {
    first.first += count;
    first.count -= count;
    first.bytes -= bytes;
    if (first.offset !== undefined) first.offset += bytes;
    if (first.block) {
      first.block = first.block.subarray(bytes);
      inMemory -= bytes;
    }
    behind.observations -= count;
    behind.bytes -= bytes;
    if (first.bytes <= 0) queue.shift();
  }

  function give(first: Waiting, piece: Uint8Array): void {
    const {offset} = first;
    advance(first, piece.length, linesIn(piece));
    send(piece, offset);
  }

  function lose(first: Waiting): void {
    onLost(first.first, first.count);
    advance(first, first.bytes, first.count);
  }

  function pump(): void {
    while (!isReading && ahead < AHEAD) {
      const [first] = queue;
      if (!first) {
        settled();
        return;
      }
      if (first.block) give(first, pieceOf(first.block, PIECE) ?? first.block);
      else void readBack(first);
    }
  }

  async function readBack(first: Waiting): Promise<void> {
    isReading = true;
    const piece = await read(first).catch(() => undefined);
    isReading = false;
    if (piece) give(first, piece);
    else lose(first);
    pump();
  }

  /** Whole lines from where the first of them is known to be; undefined where the file no longer has it. */
  async function read({offset = 0, bytes, first}: Waiting): Promise<Uint8Array | undefined> {
    const begins = (read?: Buffer) => read?.toString('latin1', 0, 40).startsWith(`{"seq":${first},`) === true;
    for (let size = PIECE; ; size *= 4) {
      const some = Math.min(size, bytes);
      let read = await recording?.read(offset, some);
      // It may have gone on in another file meanwhile.
      if (!begins(read)) read = await recording?.read(offset, some, true);
      if (!read || !begins(read)) return undefined;
      const piece = pieceOf(read, read.length);
      if (piece || size >= bytes) return piece;
    }
  }

  function settled(): void {
    if (since !== undefined) onCaughtUp(most, now() - since);
    since = undefined;
    most = {observations: 0, bytes: 0};
    if (ahead === 0) onDrained?.();
  }

  return {
    add(block, extent) {
      const bytes = block.length;
      if ((extent.offset === undefined || !recording) && inMemory + bytes > HELD) {
        onLost(extent.first, extent.count);
        return;
      }
      const each = {...extent, bytes, block};
      queue.push(each);
      inMemory += bytes;
      behind.bytes += bytes;
      behind.observations += extent.count;
      pump();
      if (each.bytes > 0) keep(each);
    },
    taken(bytes) {
      ahead -= bytes;
      pump();
    },
    behind: () => behind,
    drained(ms) {
      if (queue.length === 0 && ahead === 0) return Promise.resolve();
      return new Promise(resolve => {
        const timer = setTimeout(resolve, ms);
        onDrained = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}

/** Whether one follows the other in the recording, with nothing between that was lost. */
function isNext(before: Waiting, each: Waiting): boolean {
  return (before.offset ?? 0) + before.bytes === each.offset && before.first + before.count === each.first;
}

/** The whole lines of the first `size` bytes, or the first line where that is longer; undefined where none is whole. */
function pieceOf(block: Uint8Array, size: number): Uint8Array | undefined {
  const end = block.lastIndexOf(NEWLINE, size - 1);
  const whole = end < 0 ? block.indexOf(NEWLINE) : end;
  return whole < 0 ? undefined : block.subarray(0, whole + 1);
}

const NEWLINE = 10;

function linesIn(piece: Uint8Array): number {
  let count = 0;
  for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

import type {Draft, Observation} from '../call/observation.js';
import {movedCondition, writtenCondition} from './condition.js';
import type {RecordingError} from './error.js';
import {observationLine} from './line.js';
import {redactDraft} from './redact.js';
import type {Recording} from './write.js';

/** A draft that has got its place. */
type Entry = {
  observation: Observation;
  /** Resolves, in the order of `seq`, with whether the line is in the recording; true at once when nothing is recorded. */
  written: Promise<boolean>;
};

type Journal = {
  /** Gives a draft its `seq` and `at` and writes it soon. */
  emit(draft: Draft): Entry;
  /** The `seq` of the latest observation. */
  lastSeq(): number;
  /** Writes what waits. */
  flushed(): Promise<void>;
  /** Writes what waits and closes the recording. */
  close(): Promise<void>;
};

/** Where a block is: from `offset` on in the file, undefined where it is in none; the `seq` of its first line, and how many there are. */
export type BlockExtent = {offset: number | undefined; first: number; count: number};

/** A block of whole lines that was just written. It is handed over: the journal does not touch it again. */
type OnWritten = (block: Uint8Array, extent: BlockExtent) => void;

/**
 * The one place where observations get their number and their time. Lines that arrive while a write is under way share
 * the next one, so that waiting for the write before a webhook is answered costs nothing.
 */
export function openJournal(options: {
  recording?: Recording;
  onWritten: OnWritten;
  /** Whether what was written is still to be read back: as long as it is, the recording stays in its file. */
  isBehind?: () => boolean;
  /** How often it is looked whether the recording is still there, and tried again where it takes no lines, ms. */
  lookEvery?: number;
  /** ms since the epoch. */
  now?: () => number;
}): Journal {
  const {recording, onWritten, isBehind = () => false, lookEvery = LOOK_EVERY, now = Date.now} = options;
  let seq = recording?.lastSeq ?? 0;
  let lines: string[] = [];
  let settle: ((kept: boolean) => void)[] = [];
  let flushing: Promise<void> | undefined;
  let failing = false;

  function emit(draft: Draft): Entry {
    const observation = {seq: seq + 1, at: now(), ...redactDraft(draft)} as Observation;
    lines.push(observationLine(observation));
    // Only now: a draft that cannot be written must not leave a hole.
    seq++;
    flushing ??= new Promise<void>(resolve => setImmediate(resolve)).then(flush);
    return {observation, written: new Promise(resolve => settle.push(resolve))};
  }

  async function flush(): Promise<void> {
    while (lines.length > 0) {
      await writeLines();
      if (recording?.isFull(now()) && !isBehind()) await recording.rotate(goesOnIn);
    }
    flushing = undefined;
  }

  /** Writes all lines that wait; false where they could not be written. */
  async function writeLines(): Promise<boolean> {
    const block = ownBytes(lines.join(''));
    const waiting = settle;
    const extent = {first: seq - lines.length + 1, count: lines.length};
    lines = [];
    settle = [];
    const {result: offset, error} = await settled(recording?.append(block));
    onWritten(block, {offset, ...extent});
    for (const done of waiting) done(!error);
    report(error);
    return !error;
  }

  /** The last line of a file that is full says where it goes on: nothing comes between it and the next file. */
  function goesOnIn(next: string): Promise<boolean> {
    const text = `The recording has become as large or as old as it may (--record-max, --record-age), and goes on in ${next}. Open both together to see all of it.`;
    emit({source: 'health', part: 'recording', state: 'ok', code: 'rotated', text, file: next});
    return writeLines();
  }

  /** The recording's own state is an observation as well: once when it stops taking lines, once when it takes them again. */
  function report(error: RecordingError | undefined): void {
    if (failing === Boolean(error)) return;
    failing = Boolean(error);
    emit(writtenCondition(error, recording?.lost() ?? 0));
  }

  let looking: Promise<void> | undefined;
  /** Written where nobody finds it, for want of another place: told once. */
  let isAstray = false;

  async function look(): Promise<void> {
    // A disk that has room again says nothing, and the next webhook may be hours away.
    if (failing) report((await settled(recording?.retry())).error);
    try {
      const move = await recording?.check();
      if (move) isAstray = false;
      if (move) emit(movedCondition(move));
    } catch (error) {
      const {code, message} = error as RecordingError;
      if (!isAstray) emit({source: 'health', part: 'recording', state: 'failing', code, text: message});
      isAstray = true;
    }
  }

  const lookout =
    recording &&
    setInterval(() => {
      looking ??= look().finally(() => {
        looking = undefined;
      });
    }, lookEvery);
  lookout?.unref();

  if (recording && recording.cut > 0) {
    const text = `The recording ended in a torn line, which was cut off (${recording.cut} bytes). It goes on from there.`;
    emit({source: 'health', part: 'recording', state: 'ok', code: 'torn-line-cut', text});
  }

  async function flushed(): Promise<void> {
    while (flushing) await flushing;
  }

  return {
    emit,
    lastSeq: () => seq,
    flushed,
    async close() {
      clearInterval(lookout);
      await looking;
      await flushed();
      await recording?.close();
    },
  };
}

/** What became of something that was done with the recording. */
async function settled<T>(done: Promise<T> | undefined): Promise<{result?: T; error?: RecordingError}> {
  try {
    return {result: await done};
  } catch (error) {
    return {error: error as RecordingError};
  }
}

/** ms: within a second a person learns that the recording went, and it is written again where there is room. */
const LOOK_EVERY = 500;

/** UTF-8 in a buffer of its own, which can be handed to another thread; a small `Buffer.from` shares one with others. */
function ownBytes(text: string): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}

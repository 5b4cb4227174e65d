import {setImmediate} from 'node:timers/promises';
import type {Observation} from '../../call/observation.js';
import {bytesOf} from '../../config/named-file.js';
import {FileError} from '../../config/problem.js';
import {isSnapshot, readSnapshot} from '../../recording/from-snapshot.js';
import type {Header} from '../../recording/line.js';
import type {Observed} from '../../recording/observed.js';
import {readRecording} from '../../recording/read.js';
import {redactDraft} from '../../recording/redact.js';
import {isBrokenZip, unzipped} from '../../recording/unzip.js';
import {printable} from '../../text/printable.js';
import {whyUnreadable} from '../../text/system-error.js';
import {createArchive} from '../archive.js';
import type {SeqInFile} from './note.js';
import {noticesOf} from './notices.js';
import {shifted} from './numbering.js';

/** Observations that were recorded, from their first to their last. */
export type Recorded = {
  /** In the order recorded. Throws `FileError` where they cannot be read. */
  batches: AsyncIterable<Observation[]>;
  /** Finds one of them again, payload and all, by its seq. */
  payload(seq: number): Promise<Observation | undefined>;
  /** In which file one of them is, and by which seq; undefined where it is in none. */
  originOf(seq: number): SeqInFile | undefined;
  /** By what one of them is known wherever it is read, in a file or on a bus; undefined where nothing says so. */
  identityOf?(o: Observation): Identity | undefined;
  /** The ids of the recordings that were read, as far as they have one. */
  recordings?(): readonly string[];
  /** Ends the reading as well. */
  close(): Promise<void>;
};

/** The id of a recording, and a seq in it. */
export type Identity = {recording: string; seq: number};

/** Bytes, and observations, that are worked through without a look at anything else. */
export const PIECE = {bytes: 1 << 16, observations: 64};

/** The share of the time for a snapshot in which its bytes are read; in the rest, what is in them is worked through. */
const TO_READ = 0.1;

type Options = {
  /** Its lines can be read back. */
  isFile: boolean;
  /** There are others beside it, so that it may hold nothing. */
  isOneOfMany: boolean;
  /** It was read before: what there was to say of its lines was said then. */
  isTold?: boolean;
  onBytes: (count: number) => void;
};

/**
 * One recording or snapshot, packed by gzip or not; `-` is standard input. What is no observation is told on standard error; `onBytes` hears how
 * much was read. Throws `FileError` when it cannot be opened.
 */
export async function openRecorded(file: string, {isFile, isOneOfMany, isTold, onBytes}: Options): Promise<Recorded> {
  const closing = new AbortController();
  const blocks = await bytesOf(file, closing.signal).catch(refuse(file));
  const notices = noticesOf(file, isTold);
  let archive = createArchive(isFile ? file : undefined);
  /** Files that were put one behind the other (`cat`) hold several recordings: the seqs of each count on from the one before. */
  const parts: {recording?: string; shift: number}[] = [];
  let highest = 0;
  const partOf = (seq: number) => parts.findLast(({shift}) => shift < seq);
  const onHeader = ({id}: Header): void => {
    parts.push({recording: id, shift: highest});
    if (highest > 0) archive.begin(highest);
  };

  let [read, weight] = [0, 1];
  const count = (bytes: number) => {
    read += bytes;
    onBytes(Math.round(bytes * weight));
  };

  async function* batches(): AsyncGenerator<Observation[]> {
    let isEmpty = true;
    try {
      for await (const read of observedIn(unzipped(inPieces(blocks, count)))) {
        const batch = numbered(read);
        archive.add(batch);
        notices.begin();
        isEmpty = false;
        // An earlier version may have hidden less.
        yield batch.map(({observation}) => redactDraft(observation));
      }
    } catch (error) {
      if (!isBrokenZip(error)) throw error;
      notices.add({code: 'broken-zip', text: 'What was packed is broken or not whole: the rest of it is left out.'});
    }
    if (closing.signal.aborted) return;
    if (isEmpty && isOneOfMany) notices.none();
    notices.finish();
  }

  function numbered(batch: Observed[]): Observed[] {
    const shift = parts.at(-1)?.shift ?? 0;
    for (const {observation} of batch) highest = Math.max(highest, observation.seq + shift);
    return shift === 0 ? batch : batch.map(each => ({...each, observation: shifted(each.observation, shift)}));
  }

  async function* observedIn(plain: AsyncGenerator<Uint8Array>): AsyncGenerator<Observed[]> {
    const first = await plain.next();
    if (first.done) return;
    const all = (async function* () {
      yield first.value;
      yield* plain;
    })();
    if (!isSnapshot(first.value)) return yield* readRecording(all, {onNotice: notices.add, onHeader});
    // Its observations are in no line of the file.
    archive = createArchive(undefined);
    weight = TO_READ;
    yield* ofSnapshot(file, all, share => onBytes(Math.round(read * (1 - TO_READ) * share)));
  }

  return {
    batches: batches(),
    payload: seq => archive.payload(seq).then(observation => observation && redactDraft(observation)),
    originOf: seq => (isFile && parts.length < 2 ? {file, seq} : undefined),
    identityOf({seq}) {
      const {recording, shift = 0} = partOf(seq) ?? {};
      return recording === undefined ? undefined : {recording, seq: seq - shift};
    },
    recordings: () => parts.flatMap(({recording}) => recording ?? []),
    async close() {
      closing.abort();
      await archive.close();
    },
  };
}

/** Says why a file cannot be opened, and what to do. */
export const refuse = (file: string) => (error: unknown) => {
  const next = 'Name a recording, or - for standard input; convo-monitor recordings lists those of the state folder.';
  throw new FileError(`${printable(file)} cannot be opened: ${whyUnreadable(error)}. ${next}`);
};

/** Blocks, none so large that what is made of it takes long. */
export async function* inPieces(blocks: AsyncIterable<Uint8Array>, onBytes: (count: number) => void = () => undefined) {
  for await (const block of blocks) {
    for (let from = 0; from < block.length; from += PIECE.bytes) {
      const piece = block.subarray(from, from + PIECE.bytes);
      onBytes(piece.length);
      yield piece;
    }
  }
}

/** A snapshot as the recording that it was taken of; `onShare` hears which share was worked through. Throws `FileError` when it cannot be read. */
async function* ofSnapshot(
  file: string,
  blocks: AsyncIterable<Uint8Array>,
  onShare: (share: number) => void,
): AsyncGenerator<Observed[]> {
  const parts: Uint8Array[] = [];
  for await (const block of blocks) parts.push(block);
  const observations = await observationsIn(file, Buffer.concat(parts));
  for (let from = 0; from < observations.length; from += PIECE.observations) {
    const piece = observations.slice(from, from + PIECE.observations);
    onShare(piece.length / observations.length);
    yield piece.map(observation => ({observation}));
  }
}

async function observationsIn(file: string, bytes: Buffer): Promise<Observation[]> {
  try {
    // Keys, signals and frames come between.
    return await readSnapshot(bytes.toString('utf8'), () => setImmediate());
  } catch (error) {
    const why = printable((error as Error).message, 300);
    throw new FileError(`${printable(file)} is a snapshot that cannot be read: ${why}. Open its recording.`);
  }
}

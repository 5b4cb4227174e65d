import {randomUUID} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Observation} from '../../call/observation.js';
import {type Condition, movedCondition, writtenCondition} from '../../recording/condition.js';
import type {RecordingError} from '../../recording/error.js';
import type {Files} from '../../recording/files.js';
import {observationLine} from '../../recording/line.js';
import {openRecording, type Recording} from '../../recording/write.js';
import {printable} from '../../text/printable.js';
import {version} from '../../version.js';
import {recordingsFolder} from '../recordings/folder.js';
import type {Taking} from '../session.js';
import type {Source} from '../source.js';

/** What comes from elsewhere, as a recording of this machine's. */
export type Copy = {
  /** Where it is written now. */
  file(): string;
  /** The same source; what it gives is in the file before it is shown. */
  copied<From extends Source>(source: From): From;
  /** Writes what is held, and closes it. */
  close(): Promise<void>;
  /** Where it is, in a line for whoever wanted it; undefined where there is nothing in it. */
  keptLine(): string | undefined;
};

/** How often it is looked whether the file is still there, ms, where something is to be written; and tried again where it takes no lines. */
const LOOK_EVERY = 500;

const begun = () => ({version, started: new Date().toISOString()});

/** Begins one for somebody who wants to keep it, in a file that is not there yet. Throws `RecordingError`. */
export async function keepCopy(
  file: string,
  {lookEvery = LOOK_EVERY, files}: {lookEvery?: number; files?: Files} = {},
): Promise<Copy> {
  const recording = await openRecording({file, ...begun(), elsewhere: recordingsFolder(), files});
  return copyInto(recording, lookEvery, () => recording.discard());
}

/**
 * Begins one in a folder that only its owner can look into, and takes it away in the end: whoever is served gets lines of a recording, from where they left
 * off. Throws `RecordingError`.
 */
export async function openCopy(): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), 'convo-monitor-bus-'));
  // Who attaches knows by its name whether it is still the one that they have read.
  const recording = await openRecording({file: join(folder, `${randomUUID()}.ndjson`), ...begun()});
  return copyInto(recording, LOOK_EVERY, async () => {
    await recording.close();
    await rm(folder, {recursive: true, force: true});
  });
}

function copyInto(recording: Recording, lookEvery: number, close: () => Promise<void>): Copy {
  /** The number of the last observation that was given to the file. */
  let last = 0;
  /** Its time, ms since the epoch. */
  let lastAt = 0;
  let isFailing = false;
  let lookedAt = performance.now();
  let retries: NodeJS.Timeout | undefined;

  async function move(): Promise<Condition[]> {
    if (performance.now() - lookedAt < lookEvery) return [];
    lookedAt = performance.now();
    const found = await recording.check();
    return found ? [movedCondition(found)] : [];
  }

  /** Once when the file takes no lines, and once when it takes them again; what it did not take it has by then, as far as there was room. */
  async function became(writing: Promise<unknown>): Promise<Condition[]> {
    const error = await writing.then(
      () => undefined,
      (error: RecordingError) => error,
    );
    if (isFailing === Boolean(error)) return [];
    isFailing = Boolean(error);
    return [writtenCondition(error, recording.lost())];
  }

  /** What this side says itself has the number of what came before, and is for this screen alone. */
  async function write(batch: readonly Observation[]): Promise<Observation[]> {
    const lines: string[] = [];
    for (const {seq, at, ...rest} of batch) {
      if (seq <= last) continue;
      last = seq;
      lines.push(observationLine({seq, at, ...rest} as Observation));
    }
    if (lines.length === 0) return [];
    lastAt = batch.at(-1)?.at ?? lastAt;
    const moved = await move().catch(() => []);
    return [...moved, ...(await became(recording.append(Buffer.from(lines.join('')))))].map(saidHere);
  }

  const saidHere = (condition: Condition): Observation => ({...condition, seq: last, at: lastAt});

  /** A disk that has room again says nothing, and the next call may be hours away. */
  async function retry(take: Taking): Promise<void> {
    if (!isFailing) return;
    const conditions = await became(recording.retry());
    if (conditions.length > 0) await take(conditions.map(saidHere));
  }

  return {
    file: () => recording.file,
    copied: source => ({
      ...source,
      listen(take) {
        clearInterval(retries);
        retries = setInterval(() => void retry(take), lookEvery);
        retries.unref();
        return source.listen(async batch => take([...batch, ...(await write(batch))]));
      },
    }),
    close() {
      clearInterval(retries);
      return close();
    },
    keptLine() {
      const extent = isFailing || recording.lost() > 0 ? ' as far as it could be written' : '';
      const file = printable(recording.file, 1000);
      return last === 0 ? undefined : `Recorded in ${file}${extent}: convo-monitor open shows it again.`;
    },
  };
}

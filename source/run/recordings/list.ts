import type {Stats} from 'node:fs';
import {lstat, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import type {RecordingSummary} from '../../call/recording-summary.js';
import {bytesOf} from '../../config/named-file.js';
import {recordingSummary} from '../../output/recording-summary.js';
import type {ListedRecording} from '../../output/recordings-table.js';
import {endsOf} from '../../recording/ends.js';
import {readIndex, writeIndex} from '../../recording/index-file.js';
import {isHeld} from '../../recording/lock.js';
import {readRecording} from '../../recording/read.js';
import {redactDraft} from '../../recording/redact.js';
import {unzipped} from '../../recording/unzip.js';
import {createFeed} from '../../store/feed.js';
import {factOf} from '../../vonage/facts.js';
import {inPieces} from './recorded-file.js';

/** How long recordings are read that nobody has read before, ms, the small ones first: the next list goes on with the others. */
const READING = 2000;

/** Bytes of one that is not even begun. */
const TOO_LARGE = 16e6;

/** The recordings in a folder, newest first; none where there is no folder. What would take long to find out is left out. */
export async function listRecordings(folder: string, options?: {reading?: number}): Promise<ListedRecording[]> {
  return listFound(await recordedIn(folder), options);
}

/**
 * The same of some files, of which the smallest are read first: the names that they are given by are kept. What one holds is kept beside it, unless
 * `isKept` says otherwise.
 */
export async function listFound(
  found: readonly RecordingFile[],
  {reading = READING, isKept = (_: string): boolean => true} = {},
): Promise<ListedRecording[]> {
  const until = performance.now() + reading;
  const listed: ListedRecording[] = [];
  for (const {file, name, stat} of [...found].sort((a, b) => a.stat.size - b.stat.size)) {
    const isLive = await isHeld(file);
    const about = await aboutOf(file, stat, {isKept: !isLive && isKept(file), until}).catch(() => ({}));
    listed.push({file, name, bytes: stat.size, writtenAt: stat.mtimeMs, isLive, ...about});
  }
  return listed.sort((a, b) => (b.startedAt ?? b.writtenAt) - (a.startedAt ?? a.writtenAt));
}

/** A file that may be a recording, and the name that it is known by. */
export type RecordingFile = {file: string; name: string; stat: Stats};

/** Files that are named as recordings are. A link may lead anywhere: it is none. */
export async function recordedIn(folder: string): Promise<RecordingFile[]> {
  const names = (await readdir(folder).catch(() => [])).filter(name => /\.ndjson(\.gz)?$/.test(name));
  const found = await Promise.all(
    names.map(async name => {
      const file = join(folder, name);
      return {file, name, stat: await lstat(file).catch(() => undefined)};
    }),
  );
  return found.filter((each): each is RecordingFile => each.stat?.isFile() === true);
}

/** What a recording holds: as its index says, or read now as long as there is time for it; else only when it was. */
async function aboutOf(
  file: string,
  stat: Stats,
  {isKept, until}: {isKept: boolean; until: number},
): Promise<Partial<RecordingSummary>> {
  const known = await readIndex(file, stat);
  if (known) return known;
  const read = stat.size > TOO_LARGE || performance.now() > until ? undefined : await readSummary(file, until);
  if (read === undefined) return endsOf(file, stat.size);
  if (isKept) await writeIndex(file, stat, read);
  return read;
}

/** Reads a recording to say what it holds; undefined where that takes longer than until then, or where it holds nothing. */
async function readSummary(file: string, until: number): Promise<RecordingSummary | undefined> {
  const feed = createFeed(factOf);
  let [startedAt, endedAt, observations] = [0, 0, 0];
  for await (const batch of readRecording(unzipped(inPieces(await bytesOf(file))))) {
    if (observations === 0) startedAt = batch[0]?.observation.at ?? 0;
    endedAt = Math.max(endedAt, batch.at(-1)?.observation.at ?? 0);
    observations += batch.length;
    feed.take(batch.map(({observation}) => redactDraft(observation)));
    if (performance.now() > until) return undefined;
    // Keys and frames come between.
    await setImmediate();
  }
  if (observations === 0) return undefined;
  return recordingSummary(feed.world(), {startedAt, endedAt, observations});
}

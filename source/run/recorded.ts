import {open, stat} from 'node:fs/promises';
import {basename} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import type {Observation} from '../call/observation.js';
import {FileError, UsageError} from '../config/problem.js';
import type {Appended} from '../recording/append.js';
import type {ScannedCall} from '../recording/call-scan.js';
import {withFurtherParts} from '../recording/parts.js';
import {isBusAddress} from '../text/bus-address.js';
import {printable} from '../text/printable.js';
import {busAsked} from './bus/asked.js';
import type {BusOptions} from './bus/read.js';
import {seenByAll} from './bus/seen-by-all.js';
import {createProgress, type Progress} from './progress.js';
import {openFollowed} from './recordings/followed.js';
import {merged} from './recordings/merged.js';
import {recordingNamed} from './recordings/named.js';
import {keepRecorded} from './recordings/note.js';
import {openOneCall} from './recordings/one-call.js';
import {openRecorded, type Recorded, refuse} from './recordings/recorded-file.js';
import type {Taking} from './session.js';
import type {Source} from './source.js';

/** A recording as something to be shown; `close` it afterwards. */
export type Replay = Source & {
  listen: (onObservations: Taking) => Promise<void>;
  /** The ids of the recordings that were read, as far as they have one. */
  recordings?(): readonly string[];
  close(): Promise<void>;
};

/**
 * Opens recordings and snapshots as one: the same observations for the same fold, in the order of time. `-` is standard input, and a bare name one
 * of the state folder's; where a recording goes on in other files, those are opened with it. The address of a bus is what is there by now, as `onBus`
 * says. What is no observation is told on standard error. Throws `FileError` when a file cannot be read, `UsageError` when
 * standard input is named twice; `listen` rejects with a `FileError` when they hold nothing.
 */
export async function openReplay(names: readonly string[], onBus: OnBus = onlyAddress): Promise<Replay> {
  const bus = names.find(isBusAddress);
  if (bus !== undefined) {
    if (names.length > 1) throw new UsageError('A bus is read by itself: name it alone.');
    return openReplayOnBus(onBus(bus));
  }
  const {opened, listeners, files, progress} = await openFiles(names);
  const [only, ...others] = opened;
  const recorded = only && others.length === 0 ? only : merged(opened, listeners);
  const named = files.filter(file => file !== '-');
  return replayOf(recorded, {
    file: named.length > 0 ? named.join(' ') : undefined,
    progress,
    onNothing: () => new FileError(noRecording(files)),
  });
}

/**
 * The same of files and buses at once: what several of them hold is there once, as a file has it where one does, for a bus may have dropped what it is
 * about. What of their lines is no observation was told when each was read by itself. Throws as `openReplay` does.
 */
export async function openTogether(names: readonly string[], onBus: OnBus = onlyAddress): Promise<Replay> {
  const {opened, listeners, files, progress} = await openFiles(
    names.filter(name => !isBusAddress(name)),
    true,
  );
  const asked = [...new Set(names.filter(isBusAddress))].map(onBus);
  const onBuses = [];
  for (const each of asked) onBuses.push(await (await import('./bus/recorded.js')).openOnBus(each));
  const isWhole = asked.some(({selection}) => selection.listener === undefined);
  const those = isWhole ? opened.map(each => changed(each, batch => batch.map(seenByAll))) : opened;
  return replayOf(
    merged(
      [...those, ...onBuses.map(({recorded}) => changed(recorded, withoutSaid))],
      [...listeners, ...onBuses.map(({url}) => url)],
    ),
    {file: undefined, progress, onNothing: () => new FileError(noRecording(files))},
  );
}

/** Without what the reading of a bus has to say itself, which has the number of what came before. */
const withoutSaid = (batch: Observation[]): Observation[] => batch.filter(({origin}) => origin !== undefined);

function changed(recorded: Recorded, change: (batch: Observation[]) => Observation[]): Recorded {
  return {
    ...recorded,
    batches: (async function* () {
      for await (const batch of recorded.batches) yield change(batch);
    })(),
  };
}

/** Opens files, with those in which they go on, and says by whom each was recorded. Throws `FileError`, and `UsageError` as `openReplay` does. */
async function openFiles(names: readonly string[], isTold = false) {
  if (names.filter(name => name === '-').length > 1) throw new UsageError('- is standard input: name it once.');
  const recordings = await withParts([...new Set(await Promise.all(names.map(name => recordingNamed(name))))], isTold);
  const files = [...recordings.keys()];
  const sizes = await Promise.all(files.map(sizeOf));
  const whole = sizes.every(size => size !== undefined) ? sizes.reduce((sum, size) => sum + size, 0) : undefined;
  const progress = createProgress(whole);
  const opened: Recorded[] = [];
  for (const [i, file] of files.entries()) {
    opened.push(
      await openRecorded(file, {
        isFile: sizes[i] !== undefined,
        isOneOfMany: files.length > 1,
        isTold,
        onBytes: progress.add,
      }),
    );
  }
  return {opened, listeners: listenersOf([...recordings.values()]), files, progress};
}

/** Each file, and those in which it goes on, which is said where nobody has named them; with the file that it began in. */
async function withParts(files: readonly string[], isTold: boolean): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const file of files) {
    const parts = (await sizeOf(file)) === undefined ? [file] : await withFurtherParts(file);
    const more = parts.filter(part => !files.includes(part)).map(part => printable(basename(part)));
    if (more.length > 0 && !isTold)
      process.stderr.write(`${printable(file)} goes on in ${more.join(', ')}: that is shown with it.\n`);
    const first = parts.flatMap(part => all.get(part) ?? []).at(0) ?? file;
    for (const part of parts) all.set(part, first);
  }
  return all;
}

/** What those are called who recorded into files: by the name of the file, as far as that tells them apart. */
function listenersOf(files: readonly string[]): string[] {
  const short = (file: string) => basename(file).replace(/\.ndjson(\.gz)?$/, '');
  const all = [...new Set(files)];
  return files.map(file => (all.filter(each => short(each) === short(file)).length === 1 ? short(file) : file));
}

/** Opens one call of a recording, by where its lines are. Throws `FileError` when the file cannot be read. */
export async function openCall(file: string, call: ScannedCall): Promise<Replay> {
  const recorded = await openOneCall(file, call).catch(refuse(file));
  const onNothing = () =>
    new FileError(`${printable(file)} has changed: the call is no longer where it was. Open it again.`);
  // What is written behind the file belongs to the call the next time that it is chosen, too.
  const onAppended = ({offset, length}: Appended) => void call.places.push(offset, length);
  return replayOf(recorded, {file, progress: createProgress(undefined), onNothing, onAppended});
}

/** What is to be read of the bus with that address. */
export type OnBus = (address: string) => BusOptions;

const onlyAddress: OnBus = address => busAsked(address, {settings: {}}, {});

async function openReplayOnBus(options: BusOptions): Promise<Replay> {
  const {openOnBus} = await import('./bus/recorded.js');
  const {recorded, reading, url} = await openOnBus(options);
  const onNothing = () =>
    new FileError(`${url} holds no observation of what is asked for. convo-monitor attach ${url} waits for some.`);
  return replayOf(recorded, {file: url, progress: {look: reading, end: () => undefined}, onNothing});
}

type Reading = {
  file: string | undefined;
  progress: Pick<Progress, 'look' | 'end'>;
  onNothing: () => FileError;
  onAppended?: (appended: Appended) => void;
};

function replayOf(recorded: Recorded, {file, progress, onNothing, onAppended}: Reading): Replay {
  let last = 0;
  let count = 0;
  let isClosed = false;
  return {
    file,
    mode: 'replay',
    payload: recorded.payload,
    recordings: recorded.recordings,
    keepNote: note => keepRecorded(note, {origin: recorded.originOf(note.to), at: last, onAppended}),
    now: () => last,
    reading: progress.look,
    async close() {
      isClosed = true;
      await recorded.close();
    },
    async listen(onObservations) {
      for await (const batch of recorded.batches) {
        count += batch.length;
        last = Math.max(last, batch.at(-1)?.at ?? 0);
        await onObservations(batch);
        // Keys, signals and frames come between.
        await setImmediate();
        if (isClosed) return;
      }
      progress.end();
      if (count === 0) throw onNothing();
    },
  };
}

/**
 * Opens a recording and follows it: what is written to it is shown as it comes, until it is closed. Throws `FileError` when the file cannot be read,
 * and `UsageError` for what cannot be followed.
 */
export async function openFollowing(names: readonly string[]): Promise<Replay> {
  const [name = '-', ...others] = names;
  if (others.length > 0) throw new UsageError('--follow follows one file: name one.');
  if (isBusAddress(name))
    throw new UsageError(`--follow follows a file: convo-monitor attach ${name} shows what comes.`);
  // A pipe is read as it comes anyway.
  if (name === '-') return openReplay(names);
  const file = await recordingNamed(name);
  if ((await sizeOf(file)) === undefined) return openReplay(names);
  await (await open(file, 'r').catch(refuse(file))).close();
  const progress = createProgress(await sizeOf(file));
  const recorded = openFollowed(file, {onBytes: progress.add, onCaughtUp: progress.end});
  let last = 0;
  return {
    file,
    mode: 'replay',
    follows: true,
    payload: recorded.payload,
    keepNote: note => keepRecorded(note, {origin: recorded.originOf(note.to), at: last, follows: true}),
    reading: progress.look,
    close: recorded.close,
    async listen(onObservations) {
      for await (const batch of recorded.batches) {
        last = Math.max(last, batch.at(-1)?.at ?? 0);
        await onObservations(batch);
        await setImmediate();
      }
    },
  };
}

/** Bytes of a file; undefined for standard input, and for what is no file and may have no end. */
async function sizeOf(file: string): Promise<number | undefined> {
  if (file === '-') return undefined;
  const found = await stat(file).catch(refuse(file));
  return found.isFile() ? found.size : undefined;
}

function noRecording(files: readonly string[]): string {
  const next = 'Name a file that convo-monitor recorded (.ndjson); without --record, they are in its state folder.';
  const what = files.length === 1 ? 'is no recording: it holds' : 'are no recordings: they hold';
  return `${files.map(file => printable(file)).join(', ')} ${what} no observation. ${next}`;
}

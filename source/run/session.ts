import type {Draft, Note, Observation, Setup} from '../call/observation.js';
import type {ArmedNcco} from '../intake/armed.js';
import type {Vitals} from '../store/vitals.js';
import {messageOf} from '../text/system-error.js';
import {type Archive, createArchive} from './archive.js';
import type {KeptNote} from './kept-note.js';
import type {Behind} from './observer/handover.js';
import type {ReachSetup} from './observer/reach.js';
import {type ObserverOptions, startObserver} from './observer/thread.js';
import {createTicker} from './ticker.js';

export type SessionOptions = Omit<ObserverOptions, 'onObservations'> & {
  /** The most memory that the program is to take, bytes. */
  ceiling?: number;
};

/** What a session takes at most where nobody says, bytes. */
const CEILING = 512e6;

/** Takes observations; a promise says when there is room for more. */
export type Taking = (batch: readonly Observation[]) => void | Promise<void>;

/** A running monitor without its output: the observer, its recording read back, and a ticker. */
export type Session = {
  url: string;
  port: number;
  file?: string;
  archive: Archive;
  /** Beyond so many bytes of memory the oldest calls are to be let go. */
  ceiling: number;
  /** Who folds: gets every observation in order. To be set once, before `begin`. */
  listen(onObservations: Taking): void;
  /** To be called by whoever folds, after each batch: which conversations have ended, and when a tick is wanted, ms since the epoch. */
  attend(ended: readonly string[], wakeAt?: number): void;
  emit(draft: Draft): Promise<Observation>;
  /** Keeps what a person noted about an event, as it came to be known. */
  keepNote(note: Note): Promise<KeptNote>;
  /** Answers the next call with another NCCO, once, and says so; with none, as always. */
  arm(ncco?: ArmedNcco): Promise<unknown>;
  /** Says what this run is, and begins to reach out: to the API where there are credentials. Throws `ObserverError`. */
  begin(setup: Partial<Setup>, reach?: ReachSetup): Promise<void>;
  /** What waits in the recording until this thread has time for it. */
  behind(): Behind;
  /** How the process is, and the poller. */
  vitals(): Vitals;
  /** Resolves with the `seq` of the last observation where this thread has not read them all. */
  close(): Promise<number | undefined>;
};

/** Starts the observer at once; everything else follows when it is told what for. Throws `ObserverError`. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const {ceiling = CEILING} = options;
  let onObservations: Taking | undefined;
  let early: Observation[] = [];
  const archive = createArchive(options.record?.file, {follows: true, most: ceiling / 8});
  const observer = await startObserver({
    ...options,
    onObservations(batch) {
      archive.add(batch);
      const observations = batch.map(({observation}) => observation);
      if (onObservations) return onObservations(observations);
      early = early.concat(observations);
    },
  });
  const {url, port, file, emit, behind, polls, meters} = observer;
  const memory = memoryNow();
  const emitQuietly = (draft: Draft): void => void emit(draft).catch(() => undefined);

  const ticker = createTicker(Date.now, () => emitQuietly({source: 'tick'}));

  return {
    url,
    port,
    file,
    archive,
    emit,
    behind,
    arm(ncco) {
      observer.arm(ncco && {text: ncco.text, what: ncco.what});
      return emit({source: 'control', action: 'arm', armed: {state: ncco ? 'on' : 'off', what: ncco?.what ?? ''}});
    },
    keepNote: note => keepLive(emit, note, file),
    ceiling,
    vitals: () => ({memory: memory(), ceiling, polls: polls(), meters: meters()}),
    listen(callback) {
      onObservations = callback;
      const waiting = early;
      early = [];
      if (waiting.length > 0) void callback(waiting);
    },
    attend(ended, wakeAt) {
      ticker.wait(wakeAt);
      if (ended.length > 0) observer.over(ended);
    },
    async begin(said, reach = {}) {
      const {applicationId, apiUrl} = reach.credentials ?? {};
      const setup = {version: options.version, url, applicationId, apiUrl, ...said};
      await emit({source: 'control', action: 'start', setup});
      if (!reach.credentials) {
        const text = 'No credentials: webhooks only, the Conversation API is not asked.';
        emitQuietly({source: 'health', part: 'poller', state: 'off', code: 'no-credentials', text});
      }
      await observer.reach(reach);
    },
    async close() {
      ticker.close();
      const last = await observer.close({source: 'control', action: 'stop'});
      await archive.close();
      return last;
    },
  };
}

/** Through the recording, and from there as everything comes. */
async function keepLive(emit: Session['emit'], note: Note, file: string | undefined): Promise<KeptNote> {
  try {
    await emit({source: 'control', action: 'note', note});
  } catch (error) {
    return {text: `Not noted: ${messageOf(error)}`, tone: 'bad'};
  }
  const what = note.text === '' ? 'The note is taken away' : 'Noted';
  const where = file === undefined ? ', and kept until this ends: nothing is recorded' : '';
  return {text: `${what}${where}.`, tone: 'good'};
}

/** How often it is asked how much memory is taken, ms: each time costs as much as a row. */
const MEMORY_EVERY = 2000;

function memoryNow(): () => number {
  let [bytes, at] = [0, Number.NEGATIVE_INFINITY];
  return () => {
    const now = performance.now();
    if (now - at >= MEMORY_EVERY) [bytes, at] = [process.memoryUsage.rss(), now];
    return bytes;
  };
}

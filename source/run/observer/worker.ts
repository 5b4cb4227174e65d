import {type MessagePort, parentPort, workerData} from 'node:worker_threads';
import type {FarEndPlan} from '../../call/media.js';
import type {Draft} from '../../call/observation.js';
import type {ArmedNcco} from '../../intake/armed.js';
import {ListenerError} from '../../intake/error.js';
import {type ListenerOptions, startListener} from '../../intake/listener.js';
import {noiseOf} from '../../intake/noise.js';
import type {FarEnd} from '../../media/far-end.js';
import {openJournal} from '../../recording/journal.js';
import {openRecording, type Recording} from '../../recording/write.js';
import type {Meters, Polls} from '../../store/vitals.js';
import {counted} from '../../text/counted.js';
import type {checkNcco} from '../../vonage/ncco/check.js';
import {refuseSelfConnections} from '../self-connection.js';
import {type Behind, handOver} from './handover.js';
import {lateMedia} from './media.js';
import {loadReach, type Reach, type ReachSetup} from './reach.js';

// What runs here observes: it answers Vonage, asks the API, and writes the recording, in a thread of its own, so that no frame and no
// export can delay an answer. Until the listener is up it loads node:http, node:fs and node:crypto and nothing else: the time until then
// is the time of these three. What reaches out comes when it is told to.

/** What the observer needs to know to listen. Plain data, because it travels to the worker thread. */
export type ObserverSetup = {
  version: string;
  listen: ListenerOptions;
  /** The folder for the audio of WebSockets; absent: nothing of it is kept. */
  audio?: string;
  /** Absent: nothing is recorded. */
  record?: {file: string; durable?: boolean; elsewhere?: string; max?: number; lasts?: number};
};

/** From the main thread. `id` names a draft until it has a `seq`. */
export type ToObserver =
  | {type: 'emit'; id: number; draft: Draft}
  | {type: 'reach'; setup: ReachSetup}
  | {type: 'over'; conversations: readonly string[]}
  /** The main thread has done with so many bytes of lines. */
  | {type: 'taken'; bytes: number}
  /** Answer the next call with another NCCO; with none, as always. */
  | {type: 'arm'; ncco?: ArmedNcco}
  | {type: 'close'; last?: Draft};

/**
 * To the main thread. `block` holds whole lines as they are in the recording, from `offset` on where there is one; `emitted`, whose
 * drafts they will be, comes before them.
 */
export type FromObserver =
  | {type: 'ready'; port: number; url: string; file?: string}
  | ({type: 'refused'} & Refusal)
  | {type: 'emitted'; emitted: [id: number, seq: number][]}
  | {type: 'lines'; block: Uint8Array; offset?: number}
  /** Observations that will not come. */
  | {type: 'lost'; first: number; count: number}
  /** What waits until the main thread has time for it, and how the asking of the API goes; when either is other than before. */
  | {type: 'vitals'; behind: Behind; polls?: Polls; meters?: Meters}
  | {type: 'rejected'; id: number; message: string}
  | {type: 'reaching'; refusal?: Refusal}
  /** `last` is the `seq` of the last observation, which the main thread may not have got. */
  | {type: 'closed'; last: number};

/** An error as it crosses the border. */
type Refusal = {name: string; code: string; message: string};

/** Observations that are kept for the poller while it is not known whether there will be one. */
const MOST_EARLY = 1000;

/** How often it is told how the observer is, ms. */
const TELL_EVERY = 250;

/** From so many ms on it is worth a word that the main thread was behind. */
const LONG_BEHIND = 1000;

/** ms that requests under way have to end, and the main thread to take the last lines: who gave the signal waits. */
const GRACE = 400;

/**
 * Starts the listener and the recording, and talks through `port` until `close` comes. Never rejects. Once it listens, `onStart` is
 * given what tells of errors that nothing has caught: one of them must not silence the webhooks that come after it.
 */
export async function serveObserver(
  port: MessagePort,
  setup: ObserverSetup,
  onStart?: (fault: (error: Error) => void) => void,
): Promise<void> {
  const post = (message: FromObserver, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  let emitted: [number, number][] = [];
  let recording: Recording | undefined;
  /** What goes on by itself, and must end with the rest. */
  const ends: (() => unknown)[] = [];
  /** What came before it was known who is to be told: kept while that loads, too. */
  let early: ((reach: Reach) => void)[] | undefined = [];
  let reach: Reach | undefined;
  let isClosing = false;
  let lost = 0;
  // Behind the answer: Vonage does not wait for what the poller makes of a webhook.
  const tell = (say: (reach: Reach) => void): void => {
    if (reach) setImmediate(say, reach);
    else if (early && early.length < MOST_EARLY) early.push(say);
  };
  try {
    const {version, record} = setup;
    recording = record && (await openRecording({...record, version, started: new Date().toISOString()}));
    const journal = openJournal({
      recording,
      isBehind: () => handover.behind().observations > 0,
      onWritten(block, place) {
        if (emitted.length > 0) post({type: 'emitted', emitted});
        emitted = [];
        handover.add(block, place);
      },
    });
    const noise = noiseOf(draft => void journal.emit(draft));
    ends.push(noise.close, journal.close);
    const handover = handOver({
      recording,
      post: (block, offset) => post({type: 'lines', block, offset}, [block.buffer]),
      onLost(first, count) {
        lost += count;
        post({type: 'lost', first, count});
        noise.note('lost', lostText(lost));
      },
      onCaughtUp(most, ms) {
        if (ms > LONG_BEHIND) noise.note('behind', caughtUpText(most, ms));
      },
    });
    let told = '';
    const telling = setInterval(() => {
      const vitals = {behind: handover.behind(), polls: reach?.polls(), meters: media.meters()};
      const text = JSON.stringify(vitals);
      if (text !== told) post({type: 'vitals', ...vitals});
      told = text;
    }, TELL_EVERY);
    telling.unref();
    ends.unshift(() => clearInterval(telling));
    const observe: typeof journal.emit = draft => {
      const entry = journal.emit(draft);
      tell(reach => reach.follow(entry.observation));
      setImmediate(media.follow, entry.observation);
      return entry;
    };
    let load: () => void = () => undefined;
    const isUp = new Promise<void>(resolve => {
      load = resolve;
    });
    // Loaded when the listener is up: an answer before that waits the few ms.
    const check = isUp.then(
      async (): Promise<typeof checkNcco> => (await import('../../vonage/ncco/check.js')).checkNcco,
    );
    const media = lateMedia(
      isUp.then(async () =>
        (await import('../../media/watch.js')).watchSockets(draft => void journal.emit(draft), {record: setup.audio}),
      ),
    );
    const farEnd = await farEndOf(setup.listen.sockets?.farEnd);
    if (farEnd) ends.push(farEnd.close);
    const listener = await startListener(setup.listen, observe, check, media.watch, farEnd?.url);
    onStart?.(listener.fault);

    const handlers: {[K in ToObserver['type']]: (message: ToObserver & {type: K}) => void | Promise<void>} = {
      emit({id, draft}) {
        try {
          const {observation} = journal.emit(draft);
          emitted.push([id, observation.seq]);
          tell(reach => reach.follow(observation));
        } catch (error) {
          // One bad draft of the program's own must not take the listener down.
          post({type: 'rejected', id, message: (error as Error).message});
        }
      },
      async reach({setup}) {
        try {
          if (setup.credentials || setup.tunnel) {
            const begin = await loadReach(setup);
            if (isClosing) return;
            reach = begin({port: listener.port, listener: listener.id}, draft => void journal.emit(draft));
            for (const say of early ?? []) say(reach);
          }
          post({type: 'reaching'});
        } catch (error) {
          post({type: 'reaching', refusal: refusalOf(error)});
        } finally {
          early = undefined;
        }
      },
      over: ({conversations}) => tell(reach => reach.over(conversations)),
      taken: ({bytes}) => handover.taken(bytes),
      arm: ({ncco}) => listener.arm(ncco),
      async close({last}) {
        isClosing = true;
        clearInterval(telling);
        await reach?.close();
        const isBehind = handover.behind().observations > 0;
        if (last) journal.emit(last);
        await listener.close(GRACE);
        await media.close();
        farEnd?.close();
        noise.close();
        await journal.flushed();
        // What was held back until now is in the recording, and nobody waits for it any more.
        if (!isBehind) await handover.drained(GRACE);
        await journal.close();
        post({type: 'closed', last: journal.lastSeq()});
        port.close();
      },
    };
    port.on('message', (message: ToObserver) => void handlers[message.type](message as never));
    post({type: 'ready', port: listener.port, url: listener.url, file: record?.file});
    load();
  } catch (error) {
    for (const end of ends) await end();
    // It did not begin, so there is nothing to record.
    await recording?.discard();
    post({type: 'refused', ...refusalOf(error)});
    port.close();
  }
}

/** Loaded only where it is wanted. */
async function farEndOf(plan: FarEndPlan | undefined): Promise<FarEnd | undefined> {
  if (!plan) return undefined;
  const {openFarEnd} = await import('../../media/far-end.js');
  return openFarEnd(plan).catch((error: Error) => {
    throw new ListenerError('far-end', error.message, {cause: error});
  });
}

function caughtUpText({observations, bytes}: Behind, ms: number): string {
  const much = `up to ${counted(observations, 'observation')} (${(bytes / 1e6).toFixed(1)} MB)`;
  return `More came than can be shown: ${much} waited in the recording for ${(ms / 1000).toFixed(1)} s. Nothing is missing.`;
}

function lostText(lost: number): string {
  return `More came than can be shown: ${counted(lost, 'observation')} were answered and not shown, in all. Record them (without --no-record) to lose none.`;
}

function refusalOf(error: unknown): Refusal {
  const {name, code = '', message} = error as NodeJS.ErrnoException;
  return {name, code, message};
}

function catchAll(fault: (error: Error) => void): void {
  // Node makes an error for each request that a closed connection leaves behind. Nobody reads more than its message, and the stacks of
  // a few thousand at a time held up the webhooks for a second.
  Error.stackTraceLimit = 0;
  process.on('uncaughtException', error => {
    try {
      fault(error instanceof Error ? error : new Error(String(error)));
    } catch {
      // Nor may the telling of it.
    }
  });
}

// The first message says what to do. Where this is only imported, as in tests, nobody sends one.
if (workerData === 'observer') {
  refuseSelfConnections();
  parentPort?.once('message', (setup: ObserverSetup) => parentPort && void serveObserver(parentPort, setup, catchAll));
}

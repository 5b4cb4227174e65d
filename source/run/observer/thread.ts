import {MessageChannel} from 'node:worker_threads';
import type {Draft, Observation} from '../../call/observation.js';
import type {ArmedNcco} from '../../intake/armed.js';
import {type Observed, observedIn} from '../../recording/observed.js';
import type {Meters, Polls} from '../../store/vitals.js';
import {withResolvers} from '../with-resolvers.js';
import {takeObserver} from './boot.js';
import type {Behind} from './handover.js';
import type {ReachSetup} from './reach.js';
import type {FromObserver, ObserverSetup, ToObserver} from './worker.js';

export type ObserverOptions = ObserverSetup & {
  /** Run in this thread: for tests, and for where there is no bundle. */
  inProcess?: boolean;
  /** The bundled worker; beside the program's own file when not given. */
  worker?: URL;
  /**
   * Gets every observation, whoever made it, in the order of `seq`, in the batches in which they were written. While a promise that it returned is
   * open, little more comes: the rest waits in the recording.
   */
  onObservations: (batch: Observed[]) => void | Promise<void>;
  /** The observer died. Nothing is recorded any more, and Vonage gets no answer. */
  onFailure: (error: Error) => void;
};

export type Observer = {
  port: number;
  /** Such as `http://127.0.0.1:3000`. */
  url: string;
  /** The recording, where there is one. */
  file?: string;
  /**
   * Sends a draft of this thread (a poll, a tick, what a person decided) through the same recording and sequence.
   * Resolves after `onObservations` got it; rejects when the observer is closed or died.
   */
  emit(draft: Draft): Promise<Observation>;
  /** Begins to ask the API and to look for a tunnel; to be called once. Throws `ObserverError` where that cannot be begun. */
  reach(setup: ReachSetup): Promise<void>;
  /** Conversations that have ended: they are asked for once or twice more. */
  over(conversations: readonly string[]): void;
  /** Answers the next call with another NCCO; with none, as always. */
  arm(ncco: ArmedNcco | undefined): void;
  /** What waits in the recording until this thread has time for it. */
  behind(): Behind;
  /** How the asking of the API goes; absent where nothing is asked. */
  polls(): Polls | undefined;
  meters(): Meters | undefined;
  /**
   * Stops asking and listening, writes what waits, and `last` behind it, and closes the recording, all within 2 s. What waited for this
   * thread is not read any more: then it resolves with the `seq` of the last observation.
   */
  close(last?: Draft): Promise<number | undefined>;
};

/** Why the observer could not start: the `name` and `code` of the `ListenerError` or `RecordingError` it met. */
export class ObserverError extends Error {
  constructor(
    override readonly name: string,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const closeLimit = 2000;

/** How long what came before the end is looked at, ms. */
const LAST_LOOK = 300;

/** Starts the listener and the recording, in a thread of their own unless told otherwise; what reaches out follows when it is told to. Throws `ObserverError`. */
export async function startObserver(options: ObserverOptions): Promise<Observer> {
  const {onObservations, onFailure, inProcess, worker, ...setup} = options;
  const {port, stop} = inProcess ? sameThread(setup) : ownThread(setup, worker, died);
  let closed: Error | undefined;
  let isClosing = false;
  /** The `seq` of the latest observation that came, and of the last one, once that is known. */
  let seen = 0;
  let last: number | undefined;
  let behind: Behind = {observations: 0, bytes: 0};
  let polls: Polls | undefined;
  let meters: Meters | undefined;
  let nextId = 1;
  const byId = new Map<number, Waiting>();
  const bySeq = new Map<number, Waiting>();
  const {promise: gone, resolve: onGone} = withResolvers<void>();
  const {promise: ready, resolve: onReady, reject: onRefused} = withResolvers<Ready>();
  const {promise: reaching, resolve: onReached, reject: onStuck} = withResolvers<void>();

  /** What came and was not looked at yet. */
  const inbox: InOrder[] = [];
  let turn: NodeJS.Immediate | undefined;

  /** One piece a turn of the event loop, so that signals, keys and timers come between, whatever comes in. */
  function look(): void {
    turn = undefined;
    for (let message = inbox.shift(); message; message = inbox.shift()) {
      if (message.type === 'emitted') emitted(message.emitted);
      else if (message.type === 'lost') lost(message);
      else {
        lines(message);
        break;
      }
    }
    if (inbox.length > 0) turn = setImmediate(look);
    else if (last !== undefined) end(new Error('The observer is closed.'));
  }

  function emitted(pairs: [id: number, seq: number][]): void {
    for (const [id, seq] of pairs) {
      const waiting = byId.get(id);
      byId.delete(id);
      if (waiting) bySeq.set(seq, waiting);
    }
  }

  function lines({block, offset}: FromObserver & {type: 'lines'}): void {
    const batch = observedIn(block, offset);
    seen = batch.at(-1)?.observation.seq ?? seen;
    const taken = () => post({type: 'taken', bytes: block.length});
    const room = onObservations(batch);
    if (room) void room.then(taken);
    else taken();
    for (const {observation} of bySeq.size > 0 ? batch : []) {
      bySeq.get(observation.seq)?.resolve(observation);
      bySeq.delete(observation.seq);
    }
  }

  function lost({first, count}: FromObserver & {type: 'lost'}): void {
    for (const [seq, {reject}] of bySeq) {
      if (seq < first || seq >= first + count) continue;
      reject(new Error('More came than can be shown.'));
      bySeq.delete(seq);
    }
  }

  function rejected({id, message}: FromObserver & {type: 'rejected'}): void {
    byId.get(id)?.reject(new Error(`The draft cannot be recorded: ${message}`));
    byId.delete(id);
  }

  function onReaching(refusal: (FromObserver & {type: 'reaching'})['refusal']): void {
    if (refusal) onStuck(new ObserverError(refusal.name, refusal.code, refusal.message));
    else onReached();
  }

  function end(error: Error): void {
    closed ??= error;
    for (const {reject} of [...byId.values(), ...bySeq.values()]) reject(closed);
    byId.clear();
    bySeq.clear();
    onRefused(closed);
    onStuck(closed);
    onGone();
  }

  function died(error: Error): void {
    // It ended as it was told to, and what it said before is still to be looked at.
    if (closed || last !== undefined) return;
    end(error);
    if (!isClosing) onFailure(error);
  }

  const handlers: {[K in FromObserver['type']]: (message: FromObserver & {type: K}) => void} = {
    emitted: inOrder,
    lines: inOrder,
    lost: inOrder,
    closed(message) {
      last = message.last;
      turn ??= setImmediate(look);
      setTimeout(end, LAST_LOOK, new Error('The observer is closed.')).unref();
    },
    rejected,
    ready: onReady,
    reaching: ({refusal}) => onReaching(refusal),
    refused: ({name, code, message}) => end(new ObserverError(name, code, message)),
    vitals(message) {
      ({behind, polls, meters} = message);
    },
  };

  function inOrder(message: InOrder): void {
    inbox.push(message);
    turn ??= setImmediate(look);
  }

  port.on('message', (message: FromObserver) => {
    const handle = handlers[message.type] as (message: FromObserver) => void;
    handle(message);
  });

  const {port: listening, url, file} = await ready;
  return {
    port: listening,
    url,
    file,
    emit(draft) {
      if (closed) return Promise.reject(closed);
      const id = nextId++;
      post({type: 'emit', id, draft});
      return new Promise((resolve, reject) => byId.set(id, {resolve, reject}));
    },
    reach(setup) {
      if (closed) return Promise.reject(closed);
      post({type: 'reach', setup});
      return reaching;
    },
    over(conversations) {
      if (!closed) post({type: 'over', conversations});
    },
    arm(ncco) {
      if (!closed) post({type: 'arm', ncco});
    },
    behind: () => behind,
    polls: () => polls,
    meters: () => meters,
    async close(draft) {
      isClosing = true;
      if (!closed) post({type: 'close', last: draft});
      const timer = setTimeout(onGone, closeLimit);
      await gone;
      clearTimeout(timer);
      clearImmediate(turn);
      end(new Error('The observer is closed.'));
      await stop();
      return last !== undefined && seen < last ? last : undefined;
    },
  };

  function post(message: ToObserver): void {
    port.postMessage(message);
  }
}

type Waiting = {resolve: (observation: Observation) => void; reject: (error: Error) => void};
type Ready = FromObserver & {type: 'ready'};
type InOrder = Extract<FromObserver, {type: 'emitted' | 'lines' | 'lost'}>;

/** What both a worker and a message port can do. */
type Port = {
  postMessage(message: ToObserver): void;
  on(name: 'message', listener: (message: FromObserver) => void): unknown;
};
type Thread = {port: Port; stop: () => Promise<unknown>};

function ownThread(setup: ObserverSetup, file: URL | undefined, died: (error: Error) => void): Thread {
  const worker = takeObserver(file);
  worker.on('error', died);
  worker.on('exit', code => died(new Error(`The observer's thread ended by itself with code ${code}.`)));
  worker.postMessage(setup);
  return {port: worker, stop: () => worker.terminate()};
}

/** Loaded only for this: else node:http and the listener were loaded twice before it listens. */
function sameThread(setup: ObserverSetup): Thread {
  const {port1, port2} = new MessageChannel();
  void import('./worker.js').then(({serveObserver}) => serveObserver(port2, structuredClone(setup)));
  return {port: port1, stop: async () => port1.close()};
}

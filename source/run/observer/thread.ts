import {MessageChannel} from 'node:worker_threads';
import type {Draft, Observation} from '../../call/observation.js';
import {type Observed, observedIn} from '../../recording/observed.js';
import {withResolvers} from '../with-resolvers.js';
import {takeObserver} from './boot.js';
import type {ReachSetup} from './reach.js';
import type {FromObserver, ObserverSetup, ToObserver} from './worker.js';

export type ObserverOptions = ObserverSetup & {
  /** Run in this thread: for tests, and for where there is no bundle. */
  inProcess?: boolean;
  /** The bundled worker; beside the program's own file when not given. */
  worker?: URL;
  /** Gets every observation, whoever made it, in the order of `seq`, in the batches in which they were written. */
  onObservations: (batch: Observed[]) => void;
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
  /** Stops asking and listening, writes what waits, and `last` behind it, and closes the recording, all within 2 s. */
  close(last?: Draft): Promise<void>;
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

/** Starts the listener and the recording, in a thread of their own unless told otherwise; what reaches out follows when it is told to. Throws `ObserverError`. */
export async function startObserver(options: ObserverOptions): Promise<Observer> {
  const {onObservations, onFailure, inProcess, worker, ...setup} = options;
  const {port, stop} = inProcess ? sameThread(setup) : ownThread(setup, worker, died);
  let closed: Error | undefined;
  let nextId = 1;
  const byId = new Map<number, Waiting>();
  const bySeq = new Map<number, Waiting>();
  const {promise: gone, resolve: onGone} = withResolvers<void>();
  const {promise: ready, resolve: onReady, reject: onRefused} = withResolvers<Ready>();
  const {promise: reaching, resolve: onReached, reject: onStuck} = withResolvers<void>();

  function lines({block, offset, emitted}: FromObserver & {type: 'lines'}): void {
    for (const [id, seq] of emitted) {
      const waiting = byId.get(id);
      byId.delete(id);
      if (waiting) bySeq.set(seq, waiting);
    }
    const batch = observedIn(block, offset);
    onObservations(batch);
    for (const {observation} of bySeq.size > 0 ? batch : []) {
      bySeq.get(observation.seq)?.resolve(observation);
      bySeq.delete(observation.seq);
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
    if (closed) return;
    end(error);
    onFailure(error);
  }

  port.on('message', (message: FromObserver) => {
    if (message.type === 'lines') lines(message);
    else if (message.type === 'rejected') rejected(message);
    else if (message.type === 'ready') onReady(message);
    else if (message.type === 'reaching') onReaching(message.refusal);
    else if (message.type === 'refused') end(new ObserverError(message.name, message.code, message.message));
    else end(new Error('The observer is closed.'));
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
    async close(last) {
      if (!closed) post({type: 'close', last});
      const timer = setTimeout(onGone, closeLimit);
      await gone;
      clearTimeout(timer);
      end(new Error('The observer is closed.'));
      await stop();
    },
  };

  function post(message: ToObserver): void {
    port.postMessage(message);
  }
}

type Waiting = {resolve: (observation: Observation) => void; reject: (error: Error) => void};
type Ready = FromObserver & {type: 'ready'};

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

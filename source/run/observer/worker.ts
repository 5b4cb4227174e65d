import {type MessagePort, parentPort, workerData} from 'node:worker_threads';
import type {Draft} from '../../call/observation.js';
import {type ListenerOptions, startListener} from '../../intake/listener.js';
import {openJournal} from '../../recording/journal.js';
import {openRecording, type Recording} from '../../recording/write.js';
import type {checkNcco} from '../../vonage/ncco/check.js';

// What runs here answers Vonage, in a thread of its own, so that no frame and no export can delay an answer. It loads
// node:http, node:fs and node:crypto and nothing else: the time until the listener is up is the time of these three.

/** What the intake needs to know. Plain data, because it travels to the worker thread. */
export type IntakeSetup = {
  version: string;
  listen: ListenerOptions;
  /** Absent: nothing is recorded. */
  record?: {file: string; durable?: boolean};
};

/** From the main thread. `id` names a draft until it has a `seq`. */
export type ToIntake = {type: 'emit'; id: number; draft: Draft} | {type: 'close'};

/** To the main thread. `block` holds whole lines as they are in the recording, from `offset` on where there is one. */
export type FromIntake =
  | {type: 'ready'; port: number; url: string; file?: string}
  | {type: 'refused'; name: string; code: string; message: string}
  | {type: 'lines'; block: Uint8Array; offset?: number; emitted: [id: number, seq: number][]}
  | {type: 'rejected'; id: number; message: string}
  | {type: 'closed'};

/** Starts the listener and the recording, and talks through `port` until `close` comes. Never rejects. */
export async function serveIntake(port: MessagePort, setup: IntakeSetup): Promise<void> {
  const post = (message: FromIntake, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  let emitted: [number, number][] = [];
  let recording: Recording | undefined;
  try {
    const {version, record} = setup;
    recording = record && (await openRecording({...record, version, started: new Date().toISOString()}));
    const journal = openJournal({
      recording,
      onWritten(block, offset) {
        const done = emitted;
        emitted = [];
        post({type: 'lines', block, offset, emitted: done}, [block.buffer as ArrayBuffer]);
      },
    });
    let load: () => void = () => undefined;
    // Loaded when the listener is up: an answer before that waits the few ms.
    const check = new Promise<void>(resolve => {
      load = resolve;
    }).then(async (): Promise<typeof checkNcco> => (await import('../../vonage/ncco/check.js')).checkNcco);
    const listener = await startListener(setup.listen, journal.emit, check);

    port.on('message', async (message: ToIntake) => {
      if (message.type === 'emit') {
        try {
          emitted.push([message.id, journal.emit(message.draft).observation.seq]);
        } catch (error) {
          // One bad draft of the program's own must not take the listener down.
          post({type: 'rejected', id: message.id, message: (error as Error).message});
        }
        return;
      }
      await listener.close();
      await journal.close();
      post({type: 'closed'});
      port.close();
    });
    post({type: 'ready', port: listener.port, url: listener.url, file: record?.file});
    load();
  } catch (error) {
    await recording?.close();
    const {name, code = '', message} = error as NodeJS.ErrnoException;
    post({type: 'refused', name, code, message});
    port.close();
  }
}

// The first message says what to do. Where this is only imported, as in tests, nobody sends one.
if (workerData === 'intake')
  parentPort?.once('message', (setup: IntakeSetup) => parentPort && void serveIntake(parentPort, setup));

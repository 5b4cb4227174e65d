import {stat} from 'node:fs/promises';
import {FileError} from '../../config/problem.js';
import type {ScannedCall} from '../../recording/call-scan.js';
import {withFurtherParts} from '../../recording/parts.js';
import {printable} from '../../text/printable.js';
import {sizeText} from '../../text/size.js';
import {LARGE} from '../call-by-call.js';
import {openCall, openReplay, type Replay} from '../recorded.js';
import {callsIn} from '../recordings/choose-call.js';
import type {RecordingFile} from '../recordings/list.js';
import {readWhole, type Whole} from '../whole.js';
import {oneAtATime} from './one-at-a-time.js';

/** Calls that have been read, and what reads their payloads back. */
export type ReadRecording = Omit<Whole, 'close'>;

/** A recording that is too large to be read whole: what a glance shows of its calls, and one of them read. */
type Glance = {calls: readonly ScannedCall[]; read(call: ScannedCall): Promise<ReadRecording>};

/** Recordings that were read, kept for the next question about them. */
export type Shelf = {
  /** Works with a recording, while no other is read. Throws `FileError` when it cannot be read. */
  take<Result>(found: RecordingFile, work: (whole: ReadRecording | Glance) => Promise<Result>): Promise<Result>;
  /** Lets go of all of them. */
  close(): Promise<void>;
};

/** Recordings, or calls of large ones, that are kept in memory. */
const KEPT = 3;

/** The most recently asked stand last. Files of `large` bytes and more are read call by call. */
export function createShelf({large = LARGE} = {}): Shelf {
  const kept = new Map<string, Whole>();
  const inTurn = oneAtATime();

  async function keep(key: string, open: () => Promise<Replay>): Promise<ReadRecording> {
    const known = kept.get(key) ?? (await readWhole(await open()));
    kept.delete(key);
    kept.set(key, known);
    for (const [old, each] of [...kept].slice(0, -KEPT)) {
      kept.delete(old);
      await each.close();
    }
    return known;
  }

  async function open({file, name, stat: {size}}: RecordingFile): Promise<ReadRecording | Glance> {
    // What was written meanwhile is another recording.
    const key = await marksOf(file);
    if (size < large) return keep(key, () => openReplay([file]));
    if (file.endsWith('.gz'))
      throw new FileError(
        `${printable(name)} is packed and has ${sizeText(size)}: unpacked, its calls could be read one by one.`,
      );
    return {
      calls: await callsIn(file),
      read: call => keep(`${key} ${call.id}`, () => openCall(file, call)),
    };
  }

  return {
    take: (found, work) => inTurn(async () => work(await open(found))),
    close: () =>
      inTurn(async () => {
        for (const each of kept.values()) await each.close();
        kept.clear();
      }),
  };
}

/** What changes when a recording is written to, or goes on in another file. */
async function marksOf(file: string): Promise<string> {
  const parts = await withFurtherParts(file);
  const marks = parts.map(async part => {
    const {size, mtimeMs} = await stat(part);
    return [part, size, mtimeMs].join(' ');
  });
  return (await Promise.all(marks)).join(' ');
}

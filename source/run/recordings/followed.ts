import type {HealthObservation, Observation} from '../../call/observation.js';
import {type GrownUntil, growing, untilThere} from '../../recording/grow.js';
import {readRecording} from '../../recording/read.js';
import {redactDraft} from '../../recording/redact.js';
import {wentOnIn} from '../../recording/went-on.js';
import {type Archive, createArchive} from '../archive.js';
import {noticesOf} from './notices.js';
import {createNumbering, renumbered, type SeqMap} from './numbering.js';
import {inPieces, type Recorded, refuse} from './recorded-file.js';

/** One file that had the name, as long as it did. */
type Part = {file: string; archive: Archive; seqs: SeqMap; isGone?: boolean};

const said: Readonly<Record<GrownUntil, {state: HealthObservation['state']; what: string}>> = {
  cut: {state: 'ok', what: 'was cut short: it is read again from its beginning, beside what was read before'},
  replaced: {state: 'ok', what: 'was replaced by another file, which is followed now, beside what was read before'},
  deleted: {state: 'waiting', what: 'was deleted: as soon as there is a file of that name, it is followed'},
};

/**
 * A recording as it grows, live: what is in it, then what is written to it, whatever becomes of the file. Where a monitor goes on in another file,
 * that one is followed. `onBytes` hears how much was read, `onCaughtUp` when that is all there is for now. Throws `FileError` when it cannot be read.
 */
export function openFollowed(
  file: string,
  {onBytes, onCaughtUp}: {onBytes: (count: number) => void; onCaughtUp: () => void},
): Recorded {
  const closing = new AbortController();
  const {signal} = closing;
  const numbering = createNumbering();
  const parts: Part[] = [];

  async function* batches(): AsyncGenerator<Observation[]> {
    let name = file;
    while (!signal.aborted) {
      const part: Part = {file: name, archive: createArchive(name), seqs: new Map()};
      parts.push(part);
      const notices = noticesOf(name);
      let why: GrownUntil | undefined;
      let next: string | undefined;
      const onEnd = (end: GrownUntil) => {
        why = end;
        // What its places lead to is another file by now.
        part.archive.forsake();
        part.isGone = true;
      };
      const blocks = growing(name, {signal, onCaughtUp, onEnd});
      try {
        for await (const batch of readRecording(inPieces(blocks, onBytes), {onNotice: notices.add})) {
          notices.begin();
          part.archive.add(batch);
          yield batch.map(({observation}) => numbering.next(redactDraft(observation), parts.length - 1, part.seqs));
          next = batch.map(({observation}) => wentOnIn(observation)).findLast(to => to !== undefined);
          if (next !== undefined) break;
        }
      } catch (error) {
        refuse(name)(error);
      }
      if (next !== undefined) name = next;
      if (why === undefined) continue;
      yield [told(why, name)];
      await untilThere(name, signal);
    }
  }

  /** What the monitor itself has to say: nobody recorded it. */
  function told(why: GrownUntil, name: string): Observation {
    const {state, what} = said[why];
    const text = `The recording ${name} ${what}.`;
    const health = {source: 'health', part: 'recording', state, code: why, text, seq: 0, at: Date.now()} as const;
    return numbering.next(health, -1, new Map());
  }

  return {
    batches: batches(),
    async payload(seq) {
      const origin = numbering.originOf(seq);
      const part = origin && parts[origin.from];
      const found = part && (await part.archive.payload(origin.seq));
      return found && renumbered(redactDraft(found), seq, part.seqs);
    },
    originOf(seq) {
      const origin = numbering.originOf(seq);
      const part = origin && parts[origin.from];
      return part && !part.isGone ? {file: part.file, seq: origin.seq} : undefined;
    },
    async close() {
      closing.abort();
      await Promise.all(parts.map(({archive}) => archive.close()));
    },
  };
}

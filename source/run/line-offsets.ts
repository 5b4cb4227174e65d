import {firstIndex} from '../call/first-index.js';
import type {ByteRange} from '../recording/payload.js';

/** Where lines stand in the recording, by the seq of their observation. */
export type LineOffsets = {
  set(seq: number, offset: number, length: number): void;
  /** The part of the recording whose lines are to be looked through for that one. */
  get(seq: number): ByteRange | undefined;
};

/** From so many bytes on, the next line begins a part of its own: few enough to be read at once, and many for what a part takes in memory. */
const PART = 32 * 1024;

/**
 * Where each part of the recording begins, and with which seq: 16 bytes for some fifty lines. Lines mostly come in order, whatever seqs a file
 * gives them; one that stands behind a higher one, as only a foreign file has it, is kept apart.
 */
export function createLineOffsets(): LineOffsets {
  const seqs: number[] = [];
  const offsets: number[] = [];
  const astray = new Map<number, ByteRange>();
  let last = Number.NEGATIVE_INFINITY;
  let end = 0;

  /** The last part that begins with this seq or a lower one; -1 where none does. */
  function search(seq: number): number {
    return firstIndex(seqs.length, i => (seqs[i] ?? 0) <= seq) - 1;
  }

  return {
    set(seq, offset, length) {
      if (seq <= last) return void astray.set(seq, {offset, length});
      if (offset < end || offset - (offsets.at(-1) ?? Number.NEGATIVE_INFINITY) >= PART) {
        seqs.push(seq);
        offsets.push(offset);
      }
      last = seq;
      end = offset + length;
    },
    get(seq) {
      const known = astray.get(seq);
      if (known || seq > last) return known;
      const at = search(seq);
      const offset = offsets[at];
      return offset === undefined ? undefined : {offset, length: (offsets[at + 1] ?? end) - offset};
    },
  };
}

import type {ControlObservation} from '../../call/observation.js';
import {seqOrder} from '../seq-order.js';
import type {World} from '../world.js';
import {touch} from './change.js';

/** Characters of a note that are kept: as many as can be typed. A recording may hold any. */
const LONGEST = 500;

/** Keeps what a person wrote about an event, in the place of what was written before; an empty text takes that away. One's own, which is in no recording, stays. */
export function foldNote(world: World, {seq, note}: ControlObservation): void {
  if (!note) return;
  const {log, index} = world;
  const row = log.rowOf(note.to, note.id);
  if (row === undefined) return;
  const known = log.comments.get(row);
  if (known && seqOrder(known.seq) > seqOrder(seq)) return;
  // Not a slice of it, which would keep all of it in memory.
  log.comments.set(row, {text: [...note.text.slice(0, LONGEST)].join(''), seq});
  const speaker = log.speakerOf(row);
  index.changes.rows.add(speaker);
  index.changes.noted = speaker;
  touch(world, log.conversationOf(speaker));
}

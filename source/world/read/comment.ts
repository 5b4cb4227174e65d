import {witnessesOf} from '../fold/enter.js';
import {seqOrder} from '../seq-order.js';
import type {World} from '../world.js';

/** What a person wrote about the event of a row, last and about whichever of its witnesses; undefined where that is nothing. */
export function commentOf(world: World, row: number): string | undefined {
  const {comments} = world.log;
  if (comments.size === 0) return undefined;
  const written = witnessesOf(world, row).flatMap(each => comments.get(each) ?? []);
  const last = written.toSorted((a, b) => seqOrder(a.seq) - seqOrder(b.seq)).at(-1);
  return last?.text || undefined;
}

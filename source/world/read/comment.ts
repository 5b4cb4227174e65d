import {witnessesOf} from '../fold/enter.js';
import type {World} from '../world.js';

/** What a person wrote about the event of a row, last and about whichever of its witnesses; undefined where that is nothing. */
export function commentOf(world: World, row: number): string | undefined {
  const {comments} = world.log;
  if (comments.size === 0) return undefined;
  const written = witnessesOf(world, row).flatMap(each => comments.get(each) ?? []);
  const last = written.reduce((newest, each) => (each.seq > newest.seq ? each : newest), {text: '', seq: -1});
  return last.text === '' ? undefined : last.text;
}

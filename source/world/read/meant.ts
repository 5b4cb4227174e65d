import type {Conversation, World} from '../world.js';
import {chainsOf} from './chains.js';

/** Characters of an id that are enough to mean it; shorter words could be the beginning of any. */
const FEWEST = 4;

/** Whether a conversation is meant by a word: its number, or the beginning of its id or of one of its legs'. */
export function isMeant({index, id, legs}: Conversation, word: string): boolean {
  const wanted = word.trim().toLowerCase();
  if (/^#?\d{1,7}$/.test(wanted) && Number(wanted.replace('#', '')) === index) return true;
  return wanted.length >= FEWEST && [id, ...legs].some(each => each.toLowerCase().startsWith(wanted));
}

/** The calls that are meant by a word, each with all the conversations that it went through. */
export function callsMeant(world: World, word: string): readonly Conversation[] {
  return [
    ...new Set(
      chainsOf(world)
        .filter(call => call.some(each => isMeant(each, word)))
        .flat(),
    ),
  ];
}

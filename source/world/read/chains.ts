import type {Conversation, World} from '../world.js';
import {movedTo} from './state.js';

/** Each call as the conversations that it went through: one that was transferred, or joined a named conversation, goes on there. */
export function chainsOf(world: World): readonly Conversation[][] {
  const all = [...world.conversations.values()].filter(({id}) => id !== '');
  const next = new Map(all.map(each => [each, movedTo(world, each)]));
  const joined = new Set(next.values());
  const from = (each: Conversation): Conversation[] => {
    const passed = new Set<Conversation>();
    for (let at: Conversation | undefined = each; at && !passed.has(at); at = next.get(at)) passed.add(at);
    return [...passed];
  };
  return all.filter(each => !joined.has(each)).map(from);
}

import type {Conversation, World} from '../world.js';
import {movedTo} from './state.js';

/** A call as the conversations that it went through: one that was transferred, or joined a named conversation, goes on there. */
export type Chain = readonly [Conversation, ...Conversation[]];

/** Each call of a World. */
export function chainsOf(world: World): readonly Chain[] {
  return chainsAmong(world, [...world.conversations.values()]);
}

/** The calls that a conversation is part of, found without looking at all the others: who went on elsewhere shares a leg with that. */
export function chainsWith(world: World, id: string): readonly Chain[] {
  const related = new Set([id]);
  for (const each of related)
    for (const leg of world.conversations.get(each)?.legs ?? [])
      for (const other of world.legs.get(leg)?.conversations ?? []) related.add(other);
  const conversations = [...related].flatMap(each => world.conversations.get(each) ?? []);
  return chainsAmong(world, conversations).filter(chain => chain.some(each => each.id === id));
}

function chainsAmong(world: World, conversations: readonly Conversation[]): Chain[] {
  const all = conversations.filter(({id}) => id !== '');
  const next = new Map(all.map(each => [each, movedTo(world, each)]));
  const joined = new Set(next.values());
  const from = (each: Conversation): Chain => {
    const passed = new Set<Conversation>();
    for (let at = next.get(each); at && at !== each && !passed.has(at); at = next.get(at)) passed.add(at);
    return [each, ...passed];
  };
  return all.filter(each => !joined.has(each)).map(from);
}

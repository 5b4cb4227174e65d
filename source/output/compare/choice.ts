import {chainsOf} from '../../world/read/chains.js';
import {isMeant} from '../../world/read/meant.js';
import {callStatus, partiesOf} from '../../world/read/state.js';
import type {Conversation, World} from '../../world/world.js';

/** A call with the conversations that it went through. */
export type ComparedCall = readonly Conversation[];

/** The call that was meant; or those that are meant by these words, none or several. */
export type CallChoice = {call: ComparedCall} | {several: readonly ComparedCall[]} | {none: readonly ComparedCall[]};

/**
 * The call of a World that is meant: by its number, the beginning of the id of one of its conversations or legs; without words, the only one that there
 * is. Calls that met in one conversation are one as long as there are no others.
 */
export function findCall(world: World, words?: string): CallChoice {
  const all = chainsOf(world);
  const found = words === undefined ? all : all.filter(call => call.some(each => isMeant(each, words)));
  const [only] = found;
  if (found.length === 0) return {none: all};
  if (found.length === 1 && only) return {call: only};
  const joined = new Set(found.map(call => call.at(-1)));
  return joined.size === 1 ? {call: [...new Set(found.flat())]} : {several: found};
}

/** A call in a line: `3  CON-bc643220  447700900001 → 447700900002  completed`. `shown` may hide numbers. Contains text from outside. */
export function callText(world: World, call: ComparedCall, shown = (party: string): string => party): string {
  const [first] = call;
  const last = call.at(-1);
  if (!first || !last) return '';
  const {from, to} = partiesOf(world, first);
  const began = new Date(first.firstSeenAt).toISOString().replace(/\.\d+Z$/, 'Z');
  const parts = [
    String(first.index).padStart(4),
    first.id.slice(0, 12),
    began,
    `${shown(from ?? '?')} → ${shown(to ?? '?')}`,
  ];
  return [...parts, callStatus(world, last) ?? 'unknown'].join('  ');
}

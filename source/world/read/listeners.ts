import {witnessesOf} from '../fold/enter.js';
import {areSeveral} from '../several.js';
import type {World} from '../world.js';

/** One arrival of an event: the observation that tells of it, and who recorded that. */
export type Arrival = {seq: number; listener: string};

/** Where each report of an event came to, by each witness in the order of arrival; nothing where all is of one recording. */
export function arrivalsOf(world: World, row: number): Arrival[] {
  const {log, origins} = world;
  if (!areSeveral(world)) return [];
  return witnessesOf(world, row).flatMap(each => {
    const arrival = (seq: number, origin = 0): Arrival[] => {
      const listener = origins.get(origin);
      return listener === undefined ? [] : [{seq, listener}];
    };
    const more = log.more.get(each) ?? [];
    return [
      ...arrival(log.seq[each] ?? 0, log.origin[each]),
      ...more.flatMap((seq, i) => arrival(seq, log.moreOrigins.get(each)?.[i])),
    ];
  });
}

/** By whom an event was recorded, each of them once, where it is known. */
export function listenersOf(world: World, row: number): string[] {
  const {log, origins} = world;
  if (origins.size === 0) return [];
  const ids = witnessesOf(world, row).flatMap(each => [log.origin[each] ?? 0, ...(log.moreOrigins.get(each) ?? [])]);
  return [...new Set(ids)].flatMap(id => origins.get(id) ?? []);
}

import {isOver} from '../world/fold/leg.js';
import {isLive} from '../world/read/state.js';
import type {Leg} from '../world/world.js';
import {listensHere} from './listens.js';
import type {Model} from './model.js';

/** The legs that were placed from here and are up: what is charged for goes on when the program has ended. */
export function placedAndUp({latest, mode}: Pick<Model, 'latest' | 'mode'>): readonly Leg[] {
  if (!listensHere({mode})) return [];
  const {placed, legs, conversations} = latest;
  return placed.flatMap(id => {
    const leg = legs.get(id);
    const isGone = leg && conversations.get(leg.conversation)?.goneAt !== undefined;
    return leg && !isGone && !isOver(leg) ? leg : [];
  });
}

/** Whether a call is up, whoever placed it: also one that came while the display stands still. */
export function isAnyUp({latest: {conversations, legs}, mode}: Pick<Model, 'latest' | 'mode'>): boolean {
  if (!listensHere({mode})) return false;
  return [...conversations.values()].some(call => {
    const own = call.legs.map(id => legs.get(id));
    return call.goneAt === undefined && own.some(leg => leg !== undefined && isLive(call, leg));
  });
}

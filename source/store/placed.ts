import {isOver} from '../world/fold/leg.js';
import type {Leg} from '../world/world.js';
import type {Model} from './model.js';

/** The legs that were placed from here and are up: what is charged for goes on when the program has ended. */
export function placedAndUp({latest, mode}: Pick<Model, 'latest' | 'mode'>): readonly Leg[] {
  if (mode === 'replay') return [];
  const {placed, legs, conversations} = latest;
  return placed.flatMap(id => {
    const leg = legs.get(id);
    const isGone = leg && conversations.get(leg.conversation)?.goneAt !== undefined;
    return leg && !isGone && !isOver(leg) ? leg : [];
  });
}

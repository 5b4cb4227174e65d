import type {Observation} from '../../source/call/observation.js';
import {factOf} from '../../source/vonage/facts.js';
import {fold as foldOne} from '../../source/world/fold/fold.js';
import type {World} from '../../source/world/world.js';

/** The World after all these observations. */
export function fold(world: World, observations: readonly Observation[]): World {
  return observations.reduce((before, observation) => foldOne(before, factOf(observation)).world, world);
}

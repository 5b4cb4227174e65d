import type {World} from './world.js';

/** Whether what several recorded is seen as one. Whoever counts calls, counts those of several. */
export const areSeveral = ({origins, summed}: Pick<World, 'origins' | 'summed'>): boolean =>
  origins.size > 1 || summed.size > 0;

import {MOST_ORIGINS, type Observation, type Origin} from '../../call/observation.js';

/** Numbers the recordings that are seen as one. */
export type Origins = {
  /** The one that is known by a key, and what its recorder is called. */
  of(key: string, listener: string): Origin;
};

export function createOrigins(): Origins {
  const known = new Map<string, Origin>();
  return {
    of(key, listener) {
      const origin = known.get(key) ?? {id: Math.min(known.size + 1, MOST_ORIGINS), listener};
      if (known.size < MOST_ORIGINS) known.set(key, origin);
      return origin;
    },
  };
}

/**
 * An observation as one of several recordings. What was told apart in that recording already, as in a snapshot of several, is told apart still.
 */
export function withOrigin(o: Observation, origins: Origins, key: string, listener: string): Observation {
  const before = o.origin;
  return {...o, origin: before ? origins.of(`${key} ${before.id}`, before.listener) : origins.of(key, listener)};
}

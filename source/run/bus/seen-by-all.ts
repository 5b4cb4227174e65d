import type {Observation} from '../../call/observation.js';

/** Where all listeners are read, what has not come is with none of them. */
export function seenByAll(o: Observation): Observation {
  return o.source === 'control' && o.setup?.bus !== undefined ? {...o, setup: {...o.setup, bus: undefined}} : o;
}

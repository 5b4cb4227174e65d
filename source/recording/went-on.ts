import type {Observation} from '../call/observation.js';

/** Where a monitor says, as its last word in a file, that it goes on in another one. */
export function wentOnIn(o: Observation): string | undefined {
  return o.source === 'health' && o.part === 'recording' && o.code === 'rotated' ? o.file : undefined;
}

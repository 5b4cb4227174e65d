import type {Checkup} from '../call/checkup.js';
import {gatherEvidence, type HopWatcher} from './evidence.js';
import {hops} from './hops.js';
import type {Plan} from './plan.js';

/** Checks every hop on the way of a call, and changes nothing. What cannot be asked is said of the hop that needs it; `watch` hears what is being asked. */
export async function examine(plan: Plan, watch?: HopWatcher): Promise<Checkup> {
  const at = Date.now();
  const began = performance.now();
  const evidence = await gatherEvidence(plan, watch);
  const checked = hops.map(({id, title, judge}) => ({id, title, ...judge(plan, evidence)}));
  return {at, ms: performance.now() - began, hops: checked};
}

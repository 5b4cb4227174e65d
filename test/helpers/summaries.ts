import type {Observation, SummaryObservation} from '../../source/call/observation.js';
import {callSummary, summedOf} from '../../source/output/call-summary.js';
import type {Conversation, World} from '../../source/world/world.js';
import {worldOf} from '../output/seed-call.js';

/** The summary of a call of a World. */
export function summaryIn(world: World, call: Conversation) {
  const last = {stream: 'CONVO', created: '', seq: 1};
  return callSummary(world, call, {team: 'qa', application: null, listeners: ['lab'], observations: 1, last});
}

/** A summary of each call of these observations, as the World takes it in, in the order in which they began. */
export function summariesOf(observations: readonly Observation[]): SummaryObservation[] {
  const world = worldOf(observations);
  return [...world.conversations.values()].map(call => {
    const summed = summedOf(summaryIn(world, call));
    return {source: 'summary', seq: -1, at: summed.lastAt, summed};
  });
}

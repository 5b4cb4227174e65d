import {iso, stamp} from '../text/time.js';
import {endingOf} from '../world/read/ending.js';
import {labelOf} from '../world/read/event-view.js';
import {legsOf} from '../world/read/history.js';
import {callStatus, outcomeOf, partiesOf, stateOf, typeOf} from '../world/read/state.js';
import type {Conversation, World} from '../world/world.js';
import {type CallSummary, MOST_LEGS, SUMMARY} from './call-summary-schema.js';
import {summaryOf} from './summary.js';

/** What is known of a call beside its World. */
export type Counted = Pick<CallSummary, 'team' | 'application' | 'listeners' | 'observations' | 'last'>;

/** Bytes that each text from outside may take. */
const LONGEST = 300;

const bounded = (text: string | undefined): string | null => text?.slice(0, LONGEST) ?? null;

/** What a list of calls shows of one. Contains text from outside. */
export function callSummary(world: World, call: Conversation, counted: Counted): CallSummary {
  const {application, last, listeners, observations, team} = counted;
  const summary = summaryOf(world, call);
  const legs = legsOf(world, call);
  const {direction, from, to} = partiesOf(world, call);
  const state = stateOf(call);
  return {
    schema: SUMMARY,
    team,
    application,
    conversation: call.id,
    name: bounded(call.displayName ?? call.name),
    listeners: [...listeners],
    state,
    over: call.over,
    status: callStatus(world, call) ?? null,
    direction: direction ?? null,
    from: bounded(from),
    to: bounded(to),
    legCount: legs.length,
    legs: legs.slice(0, MOST_LEGS).map(leg => ({
      id: leg.id.slice(0, LONGEST),
      label: labelOf(leg),
      direction: leg.direction ?? null,
      type: typeOf(leg).slice(0, LONGEST),
      from: bounded(leg.from),
      to: bounded(leg.to),
      status: outcomeOf(leg) ?? null,
    })),
    startedAt: stamp(call.firstSeenAt),
    lastAt: stamp(call.lastSeenAt),
    endedAt: state === 'ended' ? iso(summary.at) : null,
    talkMs: summary.talkMs ?? null,
    cost: summary.cost ?? null,
    events: call.rows.length,
    problems: summary.problems,
    ok: summary.ok,
    ending: endingOf(world, call).slice(0, LONGEST),
    observations,
    last,
  };
}

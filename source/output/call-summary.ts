import type {Summed} from '../call/summed.js';
import {iso, stamp} from '../text/time.js';
import {endingOf} from '../world/read/ending.js';
import {labelOf} from '../world/read/event-view.js';
import {legsOf} from '../world/read/history.js';
import {callStatus, outcomeOf, partiesOf, stateOf, typeOf} from '../world/read/state.js';
import {spanOf} from '../world/read/timings.js';
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
  const {from: began} = spanOf(world, call);
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
    startedAt: stamp(began ?? call.firstSeenAt),
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

/** Bytes that each text of a leg may take: of twenty legs. */
const LONGEST_OF_LEG = 100;

/** The same as the World takes it in: whoever made it, it is no longer than one of ours. */
export function summedOf(summary: CallSummary): Summed {
  const {conversation, state, over, legCount, legs, events, problems, ending} = summary;
  return {
    conversation,
    name: summary.name?.slice(0, LONGEST),
    state,
    over,
    ...partyOf(summary, LONGEST),
    legCount,
    legs: legs.map(({id, label, type, ...leg}) => ({
      id: id.slice(0, LONGEST_OF_LEG),
      label: label.slice(0, LONGEST_OF_LEG),
      endpoint: type.slice(0, LONGEST_OF_LEG),
      ...partyOf(leg, LONGEST_OF_LEG),
    })),
    startedAt: Date.parse(summary.startedAt),
    lastAt: Date.parse(summary.lastAt),
    endedAt: summary.endedAt === null ? undefined : Date.parse(summary.endedAt),
    cost: summary.cost?.slice(0, LONGEST_OF_LEG),
    events,
    problems,
    ending: ending.slice(0, LONGEST),
  };
}

type Party = Pick<CallSummary, 'direction' | 'status' | 'from' | 'to'>;

const partyOf = ({direction, status, from, to}: Party, longest: number) => ({
  direction: direction ?? undefined,
  status: status ?? undefined,
  from: from?.slice(0, longest),
  to: to?.slice(0, longest),
});

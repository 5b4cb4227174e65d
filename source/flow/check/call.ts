import {highest, lowest} from '../../call/extremes.js';
import {isOver} from '../../world/fold/leg.js';
import {membersOf} from '../../world/fold/member.js';
import {type Call, lastOf} from '../../world/read/calls.js';
import {endingOf} from '../../world/read/ending.js';
import {outcomeOf} from '../../world/read/state.js';
import {costOfLegs, type Timings, timingsOf} from '../../world/read/timings.js';
import type {Conversation, World} from '../../world/world.js';
import type {FlowShape} from '../file/shape.js';
import type {Mismatch} from '../flow.js';
import {actionsOf, digitsOf, missingOrder, speechOf, whatMustNot} from './events.js';
import {numberOf} from './legs.js';
import {otherOrder, outOfBounds, unlike} from './mismatch.js';
import {otherProblems} from './problems.js';

type Checks<Shape> = {
  [Name in keyof Shape]-?: (due: NonNullable<Shape[Name]>, call: Call) => Mismatch | undefined;
};

/** What the fields of a flow ask of the call itself. */
export const callChecks: Checks<
  Pick<FlowShape, 'ncco' | 'digits' | 'speech' | 'cost' | 'happens' | 'never' | 'problems' | 'verdict' | 'open legs'>
> = {
  ncco: (due, call) => otherOrder(due, actionsOf(call)),
  digits: (due, call) => otherOrder(due, digitsOf(call)),
  speech: (due, call) => otherOrder(due, speechOf(call)),
  cost: (due, {legs}) => outOfBounds(due, numberOf(costOfLegs(legs))),
  happens: missingOrder,
  never: whatMustNot,
  problems: otherProblems,
  verdict: (due, call) => unlike(due, endingOf(call.world, lastOf(call)), {row: call.rows().at(-1)}),
  'open legs': (due, call) => outOfBounds(due, openLegs(call).length, openNote(call)),
};

/** Legs that are not over. */
export const openLegs = ({legs}: Call) => legs.filter(leg => !isOver(leg));

function openNote(call: Call) {
  const open = openLegs(call);
  const [leg] = open;
  const words = open.map(each => `L${each.number} ${outcomeOf(each) ?? 'unknown'}`);
  return leg ? {leg, note: `still up: ${words.join(', ')}`} : {};
}

type Timing = keyof NonNullable<FlowShape['timings']>;

/** Times of the call as a whole, ms. */
export const timingChecks: Checks<NonNullable<FlowShape['timings']>> = {
  'answered after': (due, call) => outOfBounds(due, timesOf(call)['answered after'], {row: call.rows().at(-1)}),
  talk: (due, call) => outOfBounds(due, timesOf(call).talk, {row: call.rows().at(-1)}),
  length: (due, call) => outOfBounds(due, timesOf(call).length, {row: call.rows().at(-1)}),
};

/** Undefined where an end of the span is not known. */
export function timesOf({world, legs}: Call): Record<Timing, number | undefined> {
  const all = legs.map(leg => timingsOf(world, leg));
  const known = (read: (times: Timings) => number | undefined) => all.map(read).filter(at => at !== undefined);
  const begin = lowest(
    all.flatMap(each => [each.startedAt, each.ringingAt, each.answeredAt].filter(at => at !== undefined)),
  );
  const answer = lowest(known(each => each.answeredAt));
  const ends = known(each => each.endedAt);
  const end = ends.length === all.length ? highest(ends) : Number.POSITIVE_INFINITY;
  return {'answered after': spanOf(begin, answer), talk: spanOf(answer, end), length: spanOf(begin, end)};
}

const spanOf = (from: number, to: number): number | undefined =>
  Number.isFinite(from) && Number.isFinite(to) ? Math.max(0, to - from) : undefined;

type Members = {count: number; joined: number; left: number; names: readonly string[]};
const memo = new WeakMap<Conversation, Members>();

/** Counted once for a conversation, however many calls meet in it. */
export function countMembers(world: World, conversation: Conversation): Members {
  const known = memo.get(conversation);
  if (known) return known;
  const members = membersOf(world, conversation);
  const counted = {
    count: members.length,
    joined: members.filter(({joinedAt, state}) => joinedAt !== undefined || state === 'JOINED').length,
    left: members.filter(({state}) => state === 'LEFT').length,
    names: members.flatMap(({user}) => user?.displayName ?? user?.name ?? []),
  };
  memo.set(conversation, counted);
  return counted;
}

const membersNow = (call: Call) => countMembers(call.world, lastOf(call));

export const memberChecks: Checks<NonNullable<FlowShape['members']>> = {
  count: (due, call) => outOfBounds(due, membersNow(call).count),
  joined: (due, call) => outOfBounds(due, membersNow(call).joined),
  left: (due, call) => outOfBounds(due, membersNow(call).left),
  user(due, call) {
    const {names} = membersNow(call);
    return names.some(due.matches)
      ? undefined
      : {expected: due.text, seen: names.join(', ') || 'no member with a name'};
  },
};

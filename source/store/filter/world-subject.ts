import {type EventView, eventView, legLabel} from '../../world/event-view.js';
import {legsOf} from '../../world/history.js';
import {membersOf} from '../../world/member.js';
import {problemsOf} from '../../world/problems.js';
import {callStatus, outcomeOf, partiesOf, stateOf, typeOf} from '../../world/state.js';
import {spanOf} from '../../world/timings.js';
import type {Conversation, Leg, World} from '../../world/world.js';
import type {Filter} from './filter.js';
import type {CallSubject, EventSubject, LegSubject, MemberSubject, Time} from './subject.js';

/** What a filter may ask that the World does not know. */
export type FilterContext = {
  /** Whether the person marked a call, or an event (by its key) of it. */
  marked?: (conversation: string, event?: string) => boolean;
  /** What the clock on the screen is ahead of UTC at a moment, ms; UTC where absent. */
  utcOffset?: (at: number) => number;
};

/** An event as a filter asks about it; everything but type and status waits until it is asked for. */
export function eventSubject(
  world: World,
  conversation: Conversation,
  row: number | EventView,
  context: FilterContext = {},
): EventSubject {
  const index = typeof row === 'number' ? row : row.row;
  let known = typeof row === 'number' ? undefined : row;
  const view = (): EventView => {
    known ??= eventView(world, conversation, index);
    return known;
  };
  return {
    get type() {
      return world.log.typeOf(index);
    },
    get apiType() {
      return view().apiType;
    },
    get status() {
      return world.log.statusOf(index);
    },
    get note() {
      return world.log.noteOf(index);
    },
    get id() {
      return view().id;
    },
    get time() {
      return timeOf(world, conversation, world.log.at[index] ?? 0, context);
    },
    get delayMs() {
      return view().stamped ? view().arrivedAt - view().at : undefined;
    },
    get leg() {
      const leg = world.legs.get(view().leg ?? '');
      return leg && legSubject(world, conversation, leg);
    },
    get member() {
      return memberSubject(world, conversation, view().member);
    },
    get witnesses() {
      return view().witnesses;
    },
    get deliveries() {
      return view().deliveries;
    },
    get outOfOrder() {
      return view().outOfOrder;
    },
    get problem() {
      return view().problem;
    },
    get marked() {
      return context.marked?.(conversation.id, view().key) ?? false;
    },
    get stamped() {
      return view().stamped;
    },
    get reply() {
      return view().reply;
    },
    get verdict() {
      return view().verdict;
    },
    get call() {
      return callSubject(world, conversation, context);
    },
  };
}

/** A call as a filter asks about it. `someEvent` asks its events one by one, unless a faster way is given. */
export function callSubject(
  world: World,
  conversation: Conversation,
  context: FilterContext = {},
  someEvent?: (filter: Filter) => boolean,
): CallSubject {
  return {
    id: conversation.id,
    index: conversation.index,
    name: conversation.displayName ?? conversation.name,
    get state() {
      return stateOf(world, conversation);
    },
    get status() {
      return callStatus(world, conversation);
    },
    get direction() {
      return partiesOf(world, conversation).direction;
    },
    get time() {
      const from = spanOf(world, conversation).from ?? world.log.at[conversation.rows[0] ?? -1];
      return from === undefined ? undefined : timeOf(world, conversation, from, context);
    },
    get durationMs() {
      const {from, to} = spanOf(world, conversation);
      return from === undefined ? undefined : Math.max(0, (to ?? world.now) - from);
    },
    get legs() {
      return legsOf(world, conversation).map(leg => legSubject(world, conversation, leg));
    },
    get members() {
      return membersOf(world, conversation).flatMap(({id}) => memberSubject(world, conversation, id) ?? []);
    },
    get problems() {
      return problemsOf(world, conversation).length;
    },
    get marked() {
      return context.marked?.(conversation.id) ?? false;
    },
    someEvent: filter => someEvent?.(filter) ?? false,
  };
}

export function legSubject(world: World, conversation: Conversation, leg: Leg): LegSubject {
  return {
    label: legLabel(world, conversation, leg.id) ?? '',
    id: leg.id,
    direction: leg.direction,
    endpoint: typeOf(leg),
    status: outcomeOf(leg),
    from: leg.from,
    to: leg.to,
  };
}

/** A member that is only mentioned has an id and nothing else. */
export function memberSubject(
  world: World,
  conversation: Conversation,
  id: string | undefined,
): MemberSubject | undefined {
  if (id === undefined) return undefined;
  const members = membersOf(world, conversation);
  const at = members.findIndex(each => each.id === id);
  const {name, displayName} = members[at]?.user ?? {};
  return {
    id,
    names: [name, displayName].filter(each => each !== undefined),
    ...(at >= 0 && {label: `M${at + 1}`}),
  };
}

const DAY_MS = 86_400_000;

function timeOf(world: World, conversation: Conversation, at: number, {utcOffset}: FilterContext): Time {
  const local = at + (utcOffset?.(at) ?? 0);
  const first = world.log.at[conversation.rows[0] ?? -1] ?? at;
  return {at, clock: ((local % DAY_MS) + DAY_MS) % DAY_MS, sinceStart: at - first};
}

import {signatureResults} from '../call/signature-result.js';
import {BY_APPLICATION, OUT_OF_ORDER, PROBLEM, UNSTAMPED} from '../world/event-log.js';
import {witnessesOf} from '../world/fold/enter.js';
import {memberOfLeg} from '../world/fold/leg.js';
import {membersOf} from '../world/fold/member.js';
import {commentOf} from '../world/read/comment.js';
import {delayOf} from '../world/read/delay.js';
import {eventView, labelOf, nameOf} from '../world/read/event-view.js';
import {legsOf, witnessNames} from '../world/read/history.js';
import {legOfRow} from '../world/read/leg-of-row.js';
import {listenersOf} from '../world/read/listeners.js';
import {problemsOf} from '../world/read/problems.js';
import {socketsOf} from '../world/read/sockets.js';
import {callStatus, outcomeOf, partiesOf, stateOf, typeOf} from '../world/read/state.js';
import {spanOf} from '../world/read/timings.js';
import type {Conversation, Leg, World} from '../world/world.js';
import type {Filter} from './filter.js';
import type {CallSubject, EventSubject, LegSubject, MemberSubject, SocketSubject, Time} from './subject.js';

/** What a filter may ask that the World does not know. */
export type FilterContext = {
  /** Whether the person marked a call, or an event (by its key) of it. */
  marked?: (conversation: string, event?: string) => boolean;
  /** What the clock on the screen is ahead of UTC at a moment, ms; UTC where absent. */
  utcOffset?: (at: number) => number;
};

/**
 * The events of a conversation as a filter asks about them, one row after the other. It is one object that moves on, and it
 * reads what `eventView` would say column by column, when asked: making an object or a view for each of a million rows costs
 * ten times as much as asking it. So what it returned for one row is gone with the next.
 */
export function eventSubjects(
  world: World,
  conversation: Conversation,
  context: FilterContext,
): (row: number) => EventSubject {
  const {log} = world;
  let row = 0;
  let rows: readonly number[] | undefined;
  let sockets: ReadonlyMap<number, SocketSubject> | undefined;
  const reports = () => {
    rows ??= witnessesOf(world, row);
    return rows;
  };
  const withId = () => reports().find(each => log.id[each]);
  const legId = () => legOfRow(world, conversation, row);
  const legs = lookup(id => {
    const leg = world.legs.get(id);
    return leg && legSubject(leg);
  });
  const members = lookup(id => memberSubject(world, conversation, id));
  const subject: EventSubject = {
    get type() {
      return nameOf(log, row);
    },
    get apiType() {
      return log.typeOf(withId() ?? row);
    },
    get status() {
      return log.statusOf(row);
    },
    get note() {
      return log.noteOf(row);
    },
    get comment() {
      return commentOf(world, row);
    },
    get id() {
      return log.id[withId() ?? -1];
    },
    get time() {
      return timeOf(world, conversation, log.at[row] ?? 0, context);
    },
    get delayMs() {
      return delayOf(world, row);
    },
    get leg() {
      return legs(legId());
    },
    get member() {
      return members(log.memberOf(row) ?? memberOfLeg(world.legs.get(legId() ?? ''), conversation.id));
    },
    get witnesses() {
      return witnessNames(world, row);
    },
    get listeners() {
      return listenersOf(world, row);
    },
    get deliveries() {
      return reports().reduce((most, each) => Math.max(most, log.deliveries[each] ?? 1), 1);
    },
    get outOfOrder() {
      return log.has(row, OUT_OF_ORDER);
    },
    get problem() {
      return log.has(row, PROBLEM) || reports().some(each => log.has(each, PROBLEM));
    },
    get marked() {
      return context.marked?.(conversation.id, eventView(world, conversation, row).key) ?? false;
    },
    get stamped() {
      return !log.has(row, UNSTAMPED);
    },
    get reply(): EventSubject['reply'] {
      const status = log.replyStatus[row];
      if (!status) return undefined;
      return {status, ms: log.replyMs[row] ?? 0, by: log.has(row, BY_APPLICATION) ? 'application' : 'monitor'};
    },
    get signature() {
      return signatureResults[(log.signature[row] ?? 0) - 1];
    },
    get socket() {
      sockets ??= socketRows(world, conversation);
      return sockets.get(row);
    },
    call: callSubject(world, conversation, context),
  };
  return next => {
    row = next;
    rows = undefined;
    return subject;
  };
}

/** What the rows of a call tell of its WebSockets. */
function socketRows(world: World, conversation: Conversation): ReadonlyMap<number, SocketSubject> {
  const rows = new Map<number, SocketSubject>();
  for (const {closed, refused, turns} of socketsOf(world, conversation)) {
    // A connection that breaks off without a close frame is 1006 to the far side.
    if (closed) rows.set(closed.row, {words: ['closed', String(closed.code ?? 1006), closed.by]});
    if (refused) rows.set(refused.row, {words: ['refused', String(refused.status ?? refused.code), refused.by]});
    for (const {row, latency} of turns) rows.set(row, {turnMs: latency});
  }
  return rows;
}

/** Remembers what was found under each key. */
function lookup<T>(find: (key: string) => T | undefined): (key: string | undefined) => T | undefined {
  const found = new Map<string, T | undefined>();
  return key => {
    if (key === undefined) return undefined;
    if (!found.has(key)) found.set(key, find(key));
    return found.get(key);
  };
}

/** A call as a filter asks about it. `someEvent` asks its events one by one, unless a faster way is given. */
export function callSubject(
  world: World,
  conversation: Conversation,
  context: FilterContext = {},
  someEvent?: (filter: Filter) => boolean,
): CallSubject {
  let legs: readonly LegSubject[] | undefined;
  let members: readonly MemberSubject[] | undefined;
  return {
    id: conversation.id,
    index: conversation.index,
    name: conversation.displayName ?? conversation.name,
    get state() {
      return stateOf(conversation);
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
      legs ??= conversation.summed?.legs ?? legsOf(world, conversation).map(leg => legSubject(leg));
      return legs;
    },
    get members() {
      members ??= membersOf(world, conversation).flatMap(({id}) => memberSubject(world, conversation, id) ?? []);
      return members;
    },
    get problems() {
      return conversation.summed?.problems ?? problemsOf(world, conversation).length;
    },
    get marked() {
      return context.marked?.(conversation.id) ?? false;
    },
    someEvent: filter => someEvent?.(filter) ?? false,
  };
}

export function legSubject(leg: Leg): LegSubject {
  return {
    label: labelOf(leg),
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

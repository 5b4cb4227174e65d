import type {MarkKind} from '../../call/event-types.js';
import type {NccoAction} from '../../call/fact.js';
import {firstIndex} from '../../call/first-index.js';
import {isOver} from '../fold/leg.js';
import type {Conversation, Leg, World} from '../world.js';
import {legsOf} from './history.js';
import {type Mark, marksOf} from './marks.js';
import {type Timings, timingsOf} from './timings.js';

/** An action of an NCCO and how far it has come. Times in ms since the epoch. */
export type ActionRun = NccoAction & {
  /** `skipped`: the call ended, or another NCCO took over, before it was reached. */
  state: 'done' | 'running' | 'next' | 'skipped';
  from?: number;
  to?: number;
  /** An event tells of it; otherwise the actions around it do. */
  seen: boolean;
  /** Events tell when it began and when it ended; otherwise the times are those of its neighbours. */
  exact: boolean;
};

/** One NCCO that Vonage was given for a leg, and what became of its actions. */
export type NccoRun = {row: number; leg?: string; from: number; to?: number; actions: readonly ActionRun[]};

type Evidence = {from?: number; to?: number};
type Kinds = {begin?: MarkKind; end?: readonly MarkKind[]};

/** By which events an action shows that it began or ended. */
const evidence: ReadonlyMap<string, Kinds> = new Map([
  ['talk', {begin: 'say', end: ['say-end']}],
  ['stream', {begin: 'play', end: ['play-end']}],
  ['input', {end: ['input', 'speech']}],
  ['record', {begin: 'record', end: ['record-end']}],
  ['notify', {end: ['notify']}],
  ['conversation', {begin: 'transfer'}],
  ['transfer', {begin: 'transfer'}],
]);

const memo = new WeakMap<Conversation, readonly NccoRun[]>();

/**
 * Which actions of the NCCOs returned have run, run now, or are still to come. Vonage does not say: it is inferred from the events that
 * actions cause (an input's digits, a connect's leg), and from their order, since each waits for the one before it.
 */
export function nccoRuns(world: World, conversation: Conversation): readonly NccoRun[] {
  const known = memo.get(conversation);
  if (known) return known;
  const marks = marksOf(world, conversation);
  const given = marks.filter(mark => world.log.nccos.has(mark.row));
  const following = followingOf(given);
  const runs = given.map((mark): NccoRun => {
    const next = following.get(mark);
    const actions = world.log.nccos.get(mark.row)?.actions ?? [];
    const dialled = world.log.typeOf(mark.row) === 'control:dial' ? world.legs.get(mark.leg ?? '') : undefined;
    // A call that was placed with its NCCO begins with it once it is answered.
    if (dialled && !dialled.isAnswered) return waiting(mark, actions, dialled);
    const answeredAt = dialled && timingsOf(world, dialled).answeredAt;
    const from = answeredAt ?? mark.at + (world.log.replyMs[mark.row] ?? 0);
    return {
      row: mark.row,
      leg: mark.leg,
      from,
      ...(next && {to: next.at}),
      actions: progress(world, conversation, {actions, mark, from, until: next?.at}, marks),
    };
  });
  memo.set(conversation, runs);
  return runs;
}

/** Nothing of it has run yet, or ever will. */
function waiting({row, leg, at}: Mark, actions: readonly NccoAction[], dialled: Leg): NccoRun {
  const state = isOver(dialled) ? 'skipped' : 'next';
  return {row, leg, from: at, actions: actions.map(each => ({...each, state, seen: false, exact: false}))};
}

/** The next NCCO of the same leg, for each that has one. */
function followingOf(given: readonly Mark[]): ReadonlyMap<Mark, Mark> {
  const following = new Map<Mark, Mark>();
  const last = new Map<string | undefined, Mark>();
  for (const mark of given) {
    const before = last.get(mark.leg);
    if (before) following.set(before, mark);
    last.set(mark.leg, mark);
  }
  return following;
}

/** Actions that never pass unseen: an input tells what it got, also nothing, and a connect has a leg. */
const showing: ReadonlySet<string> = new Set(['input', 'connect']);

/**
 * What the NCCO that a leg was given last had certainly still to do: all from the first action on that would have been seen. Empty where
 * it may have been done; undefined where no NCCO of the leg is known.
 */
export function stillToDo(world: World, conversation: Conversation, leg: Leg): readonly ActionRun[] | undefined {
  const run = nccoRuns(world, conversation).findLast(each => each.leg === undefined || each.leg === leg.id);
  if (!run) return undefined;
  const actions = run.actions.filter(({runsAlong}) => !runsAlong);
  const done = actions.findLastIndex(({seen}) => seen);
  const first = actions.findIndex(
    (action, i) => i > done && showing.has(action.name) && !isElsewhere(conversation, action),
  );
  return first < 0 ? [] : actions.slice(first);
}

/** Whether the events of an action go to another server than the webhooks of its call. */
export function isElsewhere({publicUrl}: Conversation, {eventsTo}: NccoAction): boolean {
  return eventsTo !== undefined && eventsTo !== publicUrl?.replace(/^https?:\/\//, '');
}

type Given = {actions: readonly NccoAction[]; mark: Mark; from: number; until: number | undefined};

function progress(
  world: World,
  conversation: Conversation,
  {actions, mark, from, until}: Given,
  marks: readonly Mark[],
): ActionRun[] {
  const leg = mark.leg === undefined ? undefined : world.legs.get(mark.leg);
  const over = leg ? isOver(leg) || leg.conversation !== conversation.id : false;
  const end = until ?? (over && leg ? (timingsOf(world, leg).endedAt ?? leg.lastSeenAt) : undefined);
  const seen = collect(world, conversation, {from, end, leg}, marks, actions);
  const at = current(actions, seen);
  // An NCCO that Vonage itself ended has run out; one that a party ended was cut short.
  const ranOut = until === undefined && over && leg?.disconnectedBy === 'platform' && leg.failure === undefined;
  // The event that ended one action was answered with another NCCO: the next action never began.
  const isReplaced = until !== undefined && seen.some(({to}) => to !== undefined && to >= until);
  const reached = isReplaced ? at - 1 : at;
  const states = actions.map((action, i): ActionRun['state'] => {
    if (i > reached && !hasAny(seen[i])) return end === undefined ? 'next' : ranOut ? 'done' : 'skipped';
    const isOpen = action.runsAlong ? seen[i]?.to === undefined : i === at;
    return isOpen && end === undefined ? 'running' : 'done';
  });
  return withTimes(actions, seen, states, from, end);
}

function hasAny(found: Evidence | undefined): boolean {
  return found?.from !== undefined || found?.to !== undefined;
}

/** The first action that holds up the rest and has not ended; behind the last, when all have. */
function current(actions: readonly NccoAction[], seen: readonly Evidence[]): number {
  const furthest = actions.findLastIndex((action, i) => !action.runsAlong && hasAny(seen[i]));
  if (furthest >= 0 && seen[furthest]?.to === undefined) return furthest;
  const next = actions.findIndex((action, i) => i > furthest && !action.runsAlong);
  return next < 0 ? actions.length : next;
}

/** The events of each action: those of its kind, in order, between the NCCO's coming and its end. */
function collect(
  world: World,
  conversation: Conversation,
  {from, end, leg}: {from: number; end: number | undefined; leg: Leg | undefined},
  marks: readonly Mark[],
  actions: readonly NccoAction[],
): Evidence[] {
  const timeOf = (i: number) => marks[i]?.at ?? 0;
  const first = firstIndex(marks.length, i => timeOf(i) < from);
  const behind = end === undefined ? marks.length : firstIndex(marks.length, i => timeOf(i) <= end);
  const left = marks
    .slice(first, behind)
    .filter(({leg: id, kind}) => kind !== 'ncco' && (id === undefined || !leg || id === leg.id));
  const legs = legsOf(world, conversation).filter(each => each.direction === 'outbound' && each.id !== leg?.id);
  const dialled = legs
    .map(each => timingsOf(world, each))
    .filter(t => beganAt(t) >= from)
    .sort((a, b) => beganAt(a) - beganAt(b));
  let cursor = from;
  return actions.map(action => {
    if (action.name === 'connect') {
      const t = dialled.shift();
      return t ? {from: t.startedAt ?? t.ringingAt, to: t.endedAt} : {};
    }
    if (leaving.has(action.name)) {
      const left = departure(world, conversation, leg);
      if (left !== undefined) return {from: left};
    }
    const {begin, end: ends} = evidence.get(action.name) ?? {};
    const began = take(left, mark => mark.kind === begin && mark.at >= cursor);
    const ended = take(left, mark => ends?.includes(mark.kind) === true && mark.at >= (began?.at ?? cursor));
    if (!action.runsAlong) cursor = ended?.at ?? began?.at ?? cursor;
    return {from: began?.at, to: ended?.at};
  });
}

const beganAt = ({startedAt, ringingAt}: Timings): number => startedAt ?? ringingAt ?? 0;

/** Actions that may take a leg to another conversation, where the webhook about it belongs. */
const leaving: ReadonlySet<string> = new Set(['conversation', 'transfer']);

function departure(world: World, conversation: Conversation, leg: Leg | undefined): number | undefined {
  const other = leg && leg.conversation !== conversation.id ? world.conversations.get(leg.conversation) : undefined;
  return other && marksOf(world, other).find(mark => mark.kind === 'transfer' && mark.leg === leg?.id)?.at;
}

function take(marks: Mark[], test: (mark: Mark) => boolean): Mark | undefined {
  const at = marks.findIndex(test);
  return at < 0 ? undefined : marks.splice(at, 1)[0];
}

/** What no event tells is between what is told of its neighbours; several such actions share the time equally. */
function withTimes(
  actions: readonly NccoAction[],
  seen: readonly Evidence[],
  states: readonly ActionRun['state'][],
  start: number,
  end: number | undefined,
): ActionRun[] {
  const reached = actions.flatMap((action, i) =>
    !action.runsAlong && (states[i] === 'done' || states[i] === 'running') ? [i] : [],
  );
  const ends = reached.map((i, turn) => {
    const last = turn === reached.length - 1;
    // What begins next, a recording that runs along included, begins when this one is over.
    const begun = seen
      .slice(i + 1, last ? undefined : (reached[turn + 1] ?? i) + 1)
      .find(each => each.from !== undefined);
    return states[i] === 'running' ? undefined : (seen[i]?.to ?? begun?.from ?? (last ? end : undefined));
  });
  const bounds = spread([start, ...ends]);
  let turn = 0;
  return actions.map((action, i): ActionRun => {
    const state = states[i] ?? 'next';
    const known = seen[i] ?? {};
    const about = {
      ...action,
      state,
      seen: hasAny(known),
      exact: known.from !== undefined && known.to !== undefined,
    };
    if (state === 'next' || state === 'skipped') return about;
    const from = known.from ?? bounds[turn];
    if (action.runsAlong) return {...about, from, to: known.to ?? (state === 'done' ? end : undefined)};
    turn += 1;
    return {...about, from, to: known.to ?? bounds[turn]};
  });
}

/** Puts what is unknown between two known numbers at equal distances; what has no number behind it stays unknown. */
function spread(values: readonly (number | undefined)[]): (number | undefined)[] {
  return values.map((value, i) => {
    if (value !== undefined) return value;
    const before = values.findLastIndex((each, j) => j < i && each !== undefined);
    const after = values.findIndex((each, j) => j > i && each !== undefined);
    const low = values[before];
    const high = values[after];
    if (low === undefined || high === undefined) return undefined;
    return low + (Math.max(0, high - low) * (i - before)) / (after - before);
  });
}

import {highest} from '../../call/extremes.js';
import {CALL, LEG} from '../agenda.js';
import {ABSORBED, type EventLog, type Moves, moved} from '../event-log.js';
import {chainsOf} from '../read/chains.js';
import {withFailures} from '../read/failed.js';
import {historyOf, legsOf} from '../read/history.js';
import type {Socket} from '../socket.js';
import {type Conversation, emptyMemo, type Forgotten, type Leg, type World} from '../world.js';
import {isOver} from './leg.js';

/** What things take in memory beside each other, bytes, more or less: measured on calls of the usual kinds. */
const WEIGHTS = {conversation: 900, leg: 800, member: 350, remark: 300, row: 130};

/** What was forgotten, and where the rows of the log are now that stay. */
export type Forgot = {world: World; conversations: ReadonlySet<string>; moves: Moves};

/**
 * A World without what was silent for the longest, so that about a share (0 to 1) of what it takes in memory comes free: calls that are over go first,
 * each whole, then calls that are up, but never the newest. What stays reads as before. Where that is not enough, what the newest call has left behind
 * goes, and the calls that weigh most lose the older half of their rows, and the legs that no other row tells of. The World that it is made from
 * stays too, and must not be folded any further.
 */
export function forget(world: World, share: number): Forgot {
  let due = share * [...world.conversations.values()].reduce((sum, each) => sum + weightOf(each), 0);
  const gone = new Set<string>();
  const drop = (calls: readonly Conversation[]): void => {
    for (const each of calls) {
      gone.add(each.id);
      due -= weightOf(each);
    }
  };
  const groups = groupsOf(world);
  const lastSeenAt = highest(groups.map(group => group.lastSeenAt));
  const newest = groups.findLast(group => group.lastSeenAt === lastSeenAt);
  for (const group of groups) if (due > 0 && group !== newest) drop(group.calls);
  const behind = newest?.calls.filter(each => each.over && each.lastSeenAt < lastSeenAt) ?? [];
  for (const each of behind) if (due > 0) drop([each]);
  const left = [...world.conversations.values()].filter(({id, rows}) => !gone.has(id) && rows.length > 1);
  const cuts = new Map<string, number>();
  for (const each of left.sort((a, b) => weightOf(b) - weightOf(a))) {
    if (due <= 0) break;
    cuts.set(each.id, middleOf(each.rows));
    due -= weightOf(each) / 2;
  }
  return without(world, gone, cuts);
}

/** A World without these calls, each with all that belongs to it alone. The World that it is made from must not be folded any further. */
export function withoutCalls(world: World, gone: ReadonlySet<string>): Forgot {
  return without(world, gone, new Map());
}

function weightOf({legs, members, remarks, rows}: Conversation): number {
  const {conversation, leg, member, remark, row} = WEIGHTS;
  return conversation + legs.length * leg + members.length * member + remarks.length * remark + rows.length * row;
}

/** The row in the middle, by arrival. */
function middleOf(rows: readonly number[]): number {
  return rows.toSorted((a, b) => a - b)[rows.length >> 1] ?? 0;
}

/** Conversations that have legs in common, which are forgotten together. */
type Group = {calls: readonly Conversation[]; isUp: boolean; lastSeenAt: number};

/** First those that are over; of those, and of the others, first those that were silent for the longest. */
function groupsOf(world: World): Group[] {
  const {conversations, legs} = world;
  const placed = new Set<string>(['']);
  const groups: Group[] = [];
  for (const first of conversations.values()) {
    if (placed.has(first.id)) continue;
    placed.add(first.id);
    const calls = [first];
    for (const each of calls)
      for (const leg of each.legs)
        for (const id of legs.get(leg)?.conversations ?? []) {
          const other = conversations.get(id);
          if (!other || placed.has(id)) continue;
          placed.add(id);
          calls.push(other);
        }
    const lastSeenAt = highest(calls.map(call => call.lastSeenAt));
    groups.push({calls, isUp: calls.some(({over}) => !over), lastSeenAt});
  }
  return groups.sort((a, b) => Number(a.isUp) - Number(b.isUp) || a.lastSeenAt - b.lastSeenAt);
}

/** The World without these conversations; of those in `cuts`, without the rows before the one that is named there. */
function without(world: World, gone: ReadonlySet<string>, cuts: ReadonlyMap<string, number>): Forgot {
  const {index, health} = world;
  const {log, moves} = world.log.kept(keeps);

  function keeps(row: number): boolean {
    const {primary} = world.log;
    if (world.log.has(row, ABSORBED) && !isKept((primary[row] ?? 0) - 1)) return false;
    return isKept(row);
  }

  function isKept(row: number): boolean {
    const id = world.log.conversationOf(row);
    // A stand-in that turned out to be another conversation has left rows that only legs know.
    if (!world.conversations.has(id)) return stays(world.legs.get(world.log.legOf(row) ?? ''));
    return !gone.has(id) && row >= (cuts.get(id) ?? 0);
  }

  function stays(leg: Leg | undefined): boolean {
    return leg?.conversations.some(id => world.conversations.has(id) && !gone.has(id)) === true;
  }

  const told = new Set<string>();
  if (cuts.size > 0) for (let row = 0; row < log.length; row++) told.add(log.legOf(row) ?? '');
  const legs = new Map<string, Leg>();
  for (const [id, leg] of world.legs) {
    const isWhole = leg.conversations.some(each => world.conversations.has(each) && !gone.has(each) && !cuts.has(each));
    if (isWhole || told.has(id)) legs.set(id, leg);
    else dropLeg(world, leg);
  }
  const conversations = new Map<string, Conversation>();
  for (const [id, call] of world.conversations) {
    if (!gone.has(id)) conversations.set(id, cuts.has(id) ? cut(call, legs, moves) : withRows(call, moves));
    else for (const about of [id, CALL + id]) index.agenda.set(about, undefined);
  }
  const next: World = {
    ...world,
    version: world.version + 1,
    conversations,
    legs,
    log,
    resent: keptOf(world.resent, log),
    sockets: new Map(
      [...world.sockets].flatMap(([id, socket]) =>
        gone.has(socket.conversation) ? [] : [[id, socketAt(socket, moves)]],
      ),
    ),
    health: new Map([...health].filter(([, {conversation}]) => conversation === undefined || !gone.has(conversation))),
    index: {
      ...index,
      rows: index.rows.moved(moves),
      groups: index.groups.moved(row => moves(world.log.keptOf(row, moves))),
      sames: moved(index.sames, moves),
      replies: mapped(index.replies, asked => atRow(asked, moves)),
      synchronous: new Set([...index.synchronous].filter(id => conversations.has(id))),
      nccos: mapped(index.nccos, moves),
    },
    memo: emptyMemo(),
    forgotten: forgottenOf(world, gone, world.log.length - log.length),
  };
  return {world: next, conversations: gone, moves};
}

/** What is known of webhooks that are still there, by their `seq`. */
function keptOf<Value>(map: ReadonlyMap<number, Value>, log: EventLog): Map<number, Value> {
  if (map.size === 0) return new Map();
  const there = new Set<number>();
  for (let row = 0; row < log.length; row++)
    for (const seq of [log.seq[row] ?? 0, ...(log.more.get(row) ?? [])]) there.add(seq);
  return new Map([...map].filter(([seq]) => there.has(seq)));
}

/** The same keys with what their values are now, without those that are nothing any more. */
function mapped<Key, Value>(map: ReadonlyMap<Key, Value>, now: (value: Value) => Value | undefined): Map<Key, Value> {
  const kept = new Map<Key, Value>();
  for (const [key, value] of map) {
    const changed = now(value);
    if (changed !== undefined) kept.set(key, changed);
  }
  return kept;
}

/** What says something of a row, where the row is now; undefined where it is gone. */
function atRow<Said extends {row?: number}>(said: Said, moves: Moves): Said | undefined {
  if (said.row === undefined) return said;
  const row = moves(said.row);
  return row === undefined ? undefined : {...said, row};
}

/** What is known of a socket, with where its rows are now; -1 where one is gone. */
function socketAt(socket: Socket, moves: Moves): Socket {
  const now = <Each extends {row: number}>(each: Each): Each => ({...each, row: moves(each.row) ?? -1});
  const {refused, closed, unreadable, unknown, turns, bargeIns, rows} = socket;
  return {
    ...socket,
    ...(refused && {refused: now(refused)}),
    ...(closed && {closed: now(closed)}),
    ...(unreadable && {unreadable: now(unreadable)}),
    ...(unknown && {unknown: now(unknown)}),
    turns: turns.map(now),
    bargeIns: bargeIns.map(now),
    rows: rows.flatMap(row => moves(row) ?? []),
  };
}

function dropLeg({index}: World, leg: Leg): void {
  index.agenda.set(LEG + leg.id, undefined);
  if (leg.holdsNumber) index.numbers.giveBack(leg.number);
}

function withRows(call: Conversation, moves: Moves): Conversation {
  const now = (rows: readonly number[]): number[] => rows.flatMap(row => moves(row) ?? []);
  const remarks = call.remarks.flatMap(each => atRow(each, moves) ?? []);
  return {...call, version: call.version + 1, rows: now(call.rows), unstamped: now(call.unstamped), remarks};
}

/** A call of which rows are gone: without the legs, and the members on them, that no other row tells of. */
function cut(call: Conversation, known: ReadonlyMap<string, Leg>, moves: Moves): Conversation {
  const legs = call.legs.filter(id => known.has(id));
  const here = legs.filter(id => known.get(id)?.conversation === call.id);
  const isHere = ({id, legs: on}: Conversation['members'][number]) =>
    id.startsWith('leg:') ? known.has(id.slice('leg:'.length)) : on.length === 0 || on.some(leg => known.has(leg));
  return {
    ...withRows(call, moves),
    legs,
    here: here.length,
    live: here.filter(id => !isOver(known.get(id) as Leg)).length,
    members: call.members.filter(isHere),
  };
}

/** What is remembered of what was forgotten: the sums that a run is judged by. */
function forgottenOf(world: World, gone: ReadonlySet<string>, rows: number): Forgotten {
  const before = world.forgotten;
  const cameTo = new Map(before?.cameTo);
  const chains = chainsOf(world).filter(([first]) => first && gone.has(first.id));
  // Thousands of calls may have gone on in one conversation.
  const known = new Map<Conversation, ReadonlySet<string>>();
  const statusesIn = (call: Conversation): ReadonlySet<string> => {
    const statuses =
      known.get(call) ?? new Set(legsOf(world, call).flatMap(leg => historyOf(world, leg).map(({status}) => status)));
    known.set(call, statuses);
    return statuses;
  };
  for (const chain of chains) {
    const passed = new Set(chain.flatMap(each => [...statusesIn(each)]));
    if (chain.every(({over}) => over)) passed.add('ended');
    for (const each of passed) cameTo.set(each, (cameTo.get(each) ?? 0) + 1);
  }
  let {error, warning} = before?.failed ?? {};
  for (const id of gone) {
    const call = world.conversations.get(id);
    if (!call) continue;
    error = withFailures(error, world, call, 'error');
    warning = withFailures(warning, world, call, 'warning');
  }
  const calls = (before?.calls ?? 0) + chains.length;
  return {calls, rows: (before?.rows ?? 0) + rows, cameTo, failed: {error, warning}};
}

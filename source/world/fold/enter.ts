import type {Status} from '../../call/status.js';
import {ABSORBED, API, type EventLog, HISTORY, MEDIA, RTC, UNSTAMPED, WEBHOOK} from '../event-log.js';
import {areSeveral} from '../several.js';
import type {World} from '../world.js';
import {changeConversation, changeLeg} from './change.js';
import {digest} from './digest.js';
import {compareRows, estimate, insertRow, learnClock, removeRow} from './order.js';

/** One fact as one witness reported it. */
export type EventReport = {
  conversation: string;
  witness: typeof WEBHOOK | typeof RTC | typeof API | typeof MEDIA;
  type: string;
  /** The leg's status that this reports; facts of one leg and status are one event, whoever reports them. */
  status?: Status;
  leg?: string;
  member?: string;
  /** Vonage's stamp, ms. */
  at?: number;
  arrived: number;
  seq: number;
  id?: number;
  note?: string;
  /** Direction and parties in this witness's words; see `partiesText`. */
  parties?: string;
  /** What tells this fact from others that have no id and no status. */
  identity?: string;
  /** Facts other than statuses that webhook and API both report, such as a recording: equal keys are one event. */
  same?: string;
  /** Known only from another event's history. */
  history?: boolean;
};

/**
 * Rows of one leg's one status that are paired, and that its history has. No honest leg has as many: in a flood of them, each further row is
 * an event by itself, so that the last costs what the first cost.
 */
const MOST_PAIRED = 32;

/**
 * Enters a report into the log: a repetition counts on the row it repeats; a second witness joins the row of the first.
 * Says which row speaks for the fact, and whether it is new.
 */
export function enter(world: World, r: EventReport): {row: number; fresh: boolean} {
  const {log, index} = world;
  const group = groupKey(world, r);
  const others = rowsOf(world, group);
  const key = rowKey(world, r, others.length >= MOST_PAIRED);
  const known = key === undefined ? repeatedBy(world, r, others) : index.rows.get(key);
  if (known !== undefined) {
    repeat(world, r, known);
    return {row: known, fresh: false};
  }
  reachesTo(world, r);
  const conversation = changeConversation(world, r.conversation, {});
  const at = r.at ?? estimate(conversation, r.arrived, areSeveral(world));
  const row = log.append(r, at, r.witness | (r.at === undefined ? UNSTAMPED : 0) | (r.history ? HISTORY : 0));
  if (index.origin) log.hear(row, index.origin.id);
  if (key !== undefined) index.rows.set(key, row);
  if (r.at === undefined) conversation.unstamped.push(row);
  else if (r.witness !== API && !r.history)
    for (const moved of learnClock(log, conversation, row)) altered(world, moved);
  if (!r.history) insertRow(log, conversation.rows, row);
  if (r.same !== undefined) index.sames.set(row, r.same);
  if (group !== undefined && others.length < MOST_PAIRED) join(world, group, row, others);
  if (others.length > 0 && !r.history) world.index.changes.joined.push({row, witness: r.witness});
  return {row, fresh: true};
}

/** The same fact again, by the same witness or by another. */
function repeat(world: World, r: EventReport, row: number): void {
  const {log} = world;
  const isFirst = !log.has(row, r.witness);
  const isDelivery = !isFirst && r.witness !== API && !r.history;
  if (isDelivery) {
    log.deliveries[row] = Math.min(65_535, (log.deliveries[row] ?? 0) + 1);
    world.counts.duplicates++;
  }
  if (isFirst) {
    reachesTo(world, r);
    world.index.changes.joined.push({row, witness: r.witness});
  }
  if (isFirst || isDelivery) addSeq(world, row, r.seq);
  log.flag(row, r.witness);
  const isEarlier = r.arrived < (log.arrived[row] ?? 0);
  if (isEarlier) arriveAt(world, row, r.arrived);
  if (isFirst || isDelivery || isEarlier) altered(world, row);
}

/** Corrects when a row first arrived, which may be what tells it from others of the same stamp. */
function arriveAt(world: World, row: number, arrived: number): void {
  const {log} = world;
  const rows = log.has(row, ABSORBED | HISTORY) ? undefined : world.conversations.get(log.conversationOf(row))?.rows;
  if (rows) removeRow(rows, row);
  log.arrived[row] = arrived;
  if (rows) insertRow(log, rows, row);
}

/** Notes that a row says something else now, and that the history of its leg does. */
function altered(world: World, row: number): void {
  const {log, memo} = world;
  world.index.changes.rows.add(row);
  const id = log.status[row] ? log.legOf(row) : undefined;
  if (id === undefined) return;
  memo.histories.delete(id);
  const leg = world.legs.get(id);
  // One that is not there yet is about to be made.
  if (leg) changeLeg(world, leg);
}

/** All rows of the fact that `row` speaks for, itself first. */
export function witnessesOf(world: World, row: number): readonly number[] {
  const {log, index} = world;
  const same = index.sames.get(row);
  const leg = log.leg[row] ?? 0;
  const status = log.status[row] ?? 0;
  const group = same !== undefined ? digest(same) : leg && status ? leg * 32 + status : undefined;
  if (group === undefined) return [row];
  const rows = [row];
  for (const other of rowsOf(world, group)) if (other !== row && log.primary[other] === row + 1) rows.push(other);
  return rows;
}

/** The rows of one leg's one status, in order of their stamps: those that speak for a fact, and their further witnesses. */
export function statusRows(world: World, leg: string, status: Status): readonly number[] {
  const rows = rowsOf(world, groupKey(world, {leg, status}));
  return rows.length < 2 ? rows : rows.sort((a, b) => compareRows(world.log, a, b));
}

const newest = {[WEBHOOK]: 'webhookUpTo', [RTC]: 'rtcUpTo', [API]: 'apiUpTo', [MEDIA]: undefined} as const;

/** Notes how far this witness's reports reach. */
function reachesTo(world: World, {witness, at, history, conversation: id}: EventReport): void {
  const reach = newest[witness];
  if (reach === undefined || at === undefined || history) return;
  const known = world.conversations.get(id)?.[reach];
  if (known === undefined || known < at) changeConversation(world, id, {[reach]: at});
}

function groupKey(world: World, r: Pick<EventReport, 'leg' | 'status' | 'same'>): number | undefined {
  if (r.same !== undefined) return digest(r.same);
  if (r.leg === undefined || r.status === undefined) return undefined;
  return world.log.names.of(r.leg) * 32 + world.log.statusCode(r.status);
}

/** The key under which a row is found again when it is not one of a leg's few statuses without id. */
function rowKey(world: World, r: EventReport, isFlood: boolean): number | undefined {
  if (r.id !== undefined) {
    const code = world.log.names.of(r.conversation);
    return r.id < 0x200000 ? code * 0x200000 + r.id : digest(`${code}#${r.id}`);
  }
  if (r.status === undefined || r.leg === undefined) return r.identity === undefined ? undefined : digest(r.identity);
  return isFlood ? digest(`${r.leg} ${r.status} ${r.at} ${classOfReport(r)}`) : undefined;
}

/** The row of one leg's one status that reports the same: of the same kind of witness, with the same stamp. */
function repeatedBy({log}: World, r: EventReport, rows: readonly number[]): number | undefined {
  if (r.status === undefined || r.leg === undefined) return undefined;
  return rows.find(
    row =>
      classOf(log, row) === classOfReport(r) &&
      (r.at === undefined ? log.has(row, UNSTAMPED) : !log.has(row, UNSTAMPED) && log.at[row] === r.at),
  );
}

const classOfReport = (r: EventReport): 0 | 2 | 3 => (r.history ? 3 : r.witness === WEBHOOK ? 0 : 2);

/** Who speaks first for a fact: the Voice webhook, then an event with an id, then one without, then a mere mention. */
function classOf(log: EventLog, row: number): 0 | 1 | 2 | 3 {
  if (log.has(row, HISTORY)) return 3;
  if (log.has(row, WEBHOOK)) return 0;
  return log.id[row] ? 1 : 2;
}

/**
 * Pairs the reports of one leg's one status, whatever their stamps (they differ by milliseconds) and whichever came first. Each Voice
 * webhook is a fact. The Conversation API tells of one fact several times (a knocking leg rings before it has a conversation, and again in it;
 * by the ringing itself, then by its leg's status): its first report is the first webhook's fact, and so on, and all further ones are the last's.
 */
function join(world: World, group: number, row: number, others: readonly number[]): void {
  const {log, index} = world;
  index.groups.set(group, row);
  altered(world, row);
  const last = others.at(-1);
  if (last === undefined) return;
  log.before[row] = last + 1;
  const classes: number[][] = [[], [], [], []];
  for (const each of [...others, row].sort((a, b) => compareRows(log, a, b))) classes[classOf(log, each)]?.push(each);
  const [pushed = [], ...told] = classes;
  const facts = pushed.length > 0 ? pushed : told.flat().slice(0, 1);
  for (const fact of facts) speak(world, fact, undefined);
  for (const list of told)
    for (const [i, other] of list.entries()) {
      const fact = facts[Math.min(i, facts.length - 1)];
      if (other !== fact) speak(world, other, fact);
    }
}

/** Lets `row` be shown by itself, or by `primary`. */
function speak(world: World, row: number, primary: number | undefined): void {
  const {log} = world;
  const before = log.primary[row] ?? 0;
  const now = primary === undefined ? 0 : primary + 1;
  if (before === now) return;
  log.primary[row] = now;
  for (const each of [row, before - 1, now - 1]) if (each >= 0) world.index.changes.rows.add(each);
  if (log.has(row, HISTORY) || (before > 0 && now > 0)) return;
  const rows = world.conversations.get(log.conversationOf(row))?.rows ?? [];
  if (now > 0) {
    log.flag(row, ABSORBED);
    removeRow(rows, row);
  } else {
    log.unflag(row, ABSORBED);
    insertRow(log, rows, row);
  }
}

const none: number[] = [];

/** The rows of a group in the order in which they came. */
function rowsOf({log, index}: World, group: number | undefined): number[] {
  let next = group === undefined ? undefined : index.groups.get(group);
  if (next === undefined) return none;
  const rows: number[] = [];
  while (next !== undefined) {
    rows.push(next);
    next = log.before[next] ? (log.before[next] ?? 0) - 1 : undefined;
  }
  return rows.reverse();
}

function addSeq({log, index}: World, row: number, seq: number): void {
  const {length} = log.more.get(row) ?? none;
  if (length === MOST_MORE) return;
  addTo(log.more, row, seq);
  if (!index.origin) return;
  // What came before recordings were told apart, came of none of them.
  const heard = log.moreOrigins.get(row)?.length ?? 0;
  for (let i = heard; i < length; i++) addTo(log.moreOrigins, row, 0);
  addTo(log.moreOrigins, row, index.origin.id);
}

/** Further deliveries of one row that are remembered. */
const MOST_MORE = 1000;

function addTo(lists: Map<number, number[]>, row: number, item: number): void {
  const list = lists.get(row);
  if (list) list.push(item);
  else lists.set(row, [item]);
}

import type {Status} from '../../call/status.js';
import {ABSORBED, API, HISTORY, RTC, UNSTAMPED, WEBHOOK} from '../event-log.js';
import type {Conversation, World} from '../world.js';
import {digest} from './digest.js';
import {compareRows, estimate, learnClock, place, unplace} from './order.js';

/** One fact as one witness reported it. */
export type Report = {
  conversation: string;
  witness: typeof WEBHOOK | typeof RTC | typeof API;
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
  digest?: number;
  /** Facts other than statuses that webhook and API both report, such as a recording: equal keys are one event. */
  same?: string;
  /** Known only from another event's history. */
  history?: boolean;
};

/** Rows in one group past this are not paired any more: no honest leg has as many, and pairing costs their number. */
const MOST_PAIRED = 32;

/** And past this the older ones are not looked at: a flood about one leg must not cost its square. */
const MOST_WALKED = 256;

/**
 * Enters a report into the log: a repetition counts on the row it repeats; a second witness joins the row of the first.
 * Says which row speaks for the fact, and whether it is new.
 */
export function report(world: World, r: Report): {row: number; fresh: boolean} {
  const {log, index} = world;
  const group = groupKey(world, r);
  const known = findRow(world, r, group);
  if (known !== undefined) {
    const repeated = r.witness !== API && !r.history && log.has(known, r.witness);
    if (repeated) log.deliveries[known] = Math.min(65_535, (log.deliveries[known] ?? 0) + 1);
    if (repeated) world.counts.duplicates++;
    if (repeated || !log.has(known, r.witness)) addSeq(world, known, r.seq);
    if (!log.has(known, r.witness)) world.conversations.set(r.conversation, upTo(conversationOf(world, r), r));
    log.flag(known, r.witness);
    log.arrived[known] = Math.min(log.arrived[known] ?? r.arrived, r.arrived);
    return {row: known, fresh: false};
  }
  let conversation = upTo(conversationOf(world, r), r);
  const row = log.append({
    ...r,
    at: r.at ?? estimate(conversation, r.arrived),
    flags: r.witness | (r.at === undefined ? UNSTAMPED : 0) | (r.history ? HISTORY : 0),
  });
  const key = rowKey(world, r);
  if (key !== undefined) index.rows.set(key, row);
  if (r.at === undefined) conversation.unstamped.push(row);
  else if (r.witness !== API && !r.history) conversation = learnClock(log, conversation, row);
  if (!r.history) place(log, conversation.rows, row);
  world.conversations.set(conversation.id, conversation);
  if (r.same !== undefined) index.sames.set(row, r.same);
  if (group !== undefined) join(world, group, row);
  return {row, fresh: true};
}

/** All rows of the fact that `row` speaks for, itself first. */
export function witnessesOf(world: World, row: number): readonly number[] {
  const {log, index} = world;
  const facts = {leg: log.legOf(row), status: log.statusOf(row), same: index.sames.get(row)};
  return [
    row,
    ...rowsOf(world, groupKey(world, facts)).filter(other => other !== row && log.primary[other] === row + 1),
  ];
}

/** The rows that speak for the facts of one leg's one status, in order of their stamps. */
export function statusRows(world: World, leg: string, status: Status): readonly number[] {
  const rows = rowsOf(world, groupKey(world, {leg, status}));
  return rows.filter(row => !world.log.primary[row]).sort((a, b) => compareRows(world.log, a, b));
}

const newest = {[WEBHOOK]: 'webhookUpTo', [RTC]: 'rtcUpTo', [API]: 'apiUpTo'} as const;

/** Notes how far this witness's reports reach. */
function upTo(conversation: Conversation, {witness, at, history}: Report): Conversation {
  const known = conversation[newest[witness]];
  if (at === undefined || history || (known !== undefined && known >= at)) return conversation;
  return {...conversation, [newest[witness]]: at};
}

function conversationOf(world: World, r: Report): Conversation {
  const conversation = world.conversations.get(r.conversation);
  if (!conversation)
    throw new Error(`no conversation ${r.conversation}: it must be seen before anything is reported of it`);
  return conversation;
}

function groupKey(world: World, r: Pick<Report, 'leg' | 'status' | 'same'>): number | undefined {
  if (r.same !== undefined) return digest(r.same);
  if (r.leg === undefined || r.status === undefined) return undefined;
  return world.log.names.of(r.leg) * 32 + world.log.statusCode(r.status);
}

/** The key under which a row is found again when it is not one of a leg's statuses without id. */
function rowKey(world: World, r: Report): number | undefined {
  if (r.id !== undefined) {
    const code = world.log.names.of(r.conversation);
    return r.id < 0x200000 ? code * 0x200000 + r.id : digest(`${code}#${r.id}`);
  }
  return r.status !== undefined && r.leg !== undefined ? undefined : r.digest;
}

function findRow(world: World, r: Report, group: number | undefined): number | undefined {
  const key = rowKey(world, r);
  if (key !== undefined) return world.index.rows.get(key);
  if (group === undefined) return undefined;
  const {log} = world;
  return rowsOf(world, group).find(
    row =>
      classOf(world, row) === (r.history ? 3 : r.witness === WEBHOOK ? 0 : 2) &&
      (r.at === undefined ? log.has(row, UNSTAMPED) : !log.has(row, UNSTAMPED) && log.at[row] === r.at),
  );
}

/** Who speaks first for a fact: the Voice webhook, then an event with an id, then one without, then a mere mention. */
function classOf(world: World, row: number): 0 | 1 | 2 | 3 {
  if (world.log.has(row, HISTORY)) return 3;
  if (world.log.has(row, WEBHOOK)) return 0;
  return world.log.id[row] ? 1 : 2;
}

/**
 * Pairs the reports of one leg's one status: the first by webhook is the first by API, the second the second, whatever
 * their stamps (they differ by milliseconds) and whichever came first.
 */
function join(world: World, group: number, row: number): void {
  const {log, index} = world;
  const last = index.groups.get(group);
  index.groups.set(group, row);
  if (last === undefined) return;
  log.before[row] = last + 1;
  const rows = rowsOf(world, group);
  if (rows.length > MOST_PAIRED) return;
  const classes: number[][] = [[], [], [], []];
  for (const each of rows.sort((a, b) => compareRows(log, a, b))) classes[classOf(world, each)]?.push(each);
  const longest = Math.max(...classes.map(list => list.length));
  for (let i = 0; i < longest; i++) {
    const [first, ...others] = classes.map(list => list[i]).filter(each => each !== undefined);
    if (first === undefined) continue;
    speak(world, first, undefined);
    for (const other of others) speak(world, other, first);
  }
}

/** Lets `row` be shown by itself, or by `primary`. */
function speak(world: World, row: number, primary: number | undefined): void {
  const {log} = world;
  if (log.has(row, HISTORY)) {
    log.primary[row] = primary === undefined ? 0 : primary + 1;
    return;
  }
  const hidden = log.has(row, ABSORBED);
  if (hidden === (primary !== undefined) && (log.primary[row] ?? 0) === (primary === undefined ? 0 : primary + 1))
    return;
  log.primary[row] = primary === undefined ? 0 : primary + 1;
  const rows = world.conversations.get(log.conversationOf(row))?.rows;
  if (!rows) return;
  if (primary !== undefined && !hidden) {
    log.flag(row, ABSORBED);
    unplace(rows, row);
  } else if (primary === undefined && hidden) {
    log.unflag(row, ABSORBED);
    place(log, rows, row);
  }
}

/** The rows of a group in the order in which they came; of a flood, the newest. */
function rowsOf({log, index}: World, group: number | undefined): number[] {
  const rows: number[] = [];
  let next = group === undefined ? undefined : index.groups.get(group);
  while (next !== undefined && rows.length < MOST_WALKED) {
    rows.push(next);
    next = log.before[next] ? (log.before[next] ?? 0) - 1 : undefined;
  }
  return rows.reverse();
}

function addSeq(world: World, row: number, seq: number): void {
  const more = world.log.more.get(row);
  if (!more) world.log.more.set(row, [seq]);
  else if (more.length < 1000) more.push(seq);
}

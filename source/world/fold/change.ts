import type {LegFields} from '../../call/conversation.js';
import type {Status} from '../../call/status.js';
import {CALL} from '../agenda.js';
import {PROBLEM} from '../event-log.js';
import type {Remark} from '../remark.js';
import type {Conversation, Leg, World} from '../world.js';
import {isOver, joinFields, joinMember, joinStatus, newLeg, orderOf, prove} from './leg.js';
import {type MemberReport, newMember, withReport} from './member.js';
import {insertRow, removeRow} from './order.js';

/** The steps that folding is made of: each replaces one object of the World, and notes what it changed. */

const none: readonly Remark[] = [];

/** The conversation of that id, made when it is first seen. */
export function seeConversation(world: World, id: string, at: number): Conversation {
  const known = world.conversations.get(id);
  if (!known) return added(world, id, at);
  if (at <= known.lastSeenAt && at >= known.firstSeenAt) return known;
  return changeConversation(world, id, {
    firstSeenAt: Math.min(known.firstSeenAt, at),
    lastSeenAt: Math.max(known.lastSeenAt, at),
  });
}

function added(world: World, id: string, at: number): Conversation {
  const conversation = newConversation(world.log.names.one(id), id === '' ? 0 : indexFor(world, id), at);
  world.conversations.set(conversation.id, conversation);
  world.index.changes.conversations.add(conversation.id);
  return conversation;
}

/** Whoever tells of a call first, its events or a summary, gives it its number. */
export function indexFor({conversations, index, summed}: World, id: string): number {
  return (summed.get(id) ?? conversations.get(id))?.index ?? ++index.conversations;
}

/** A conversation of which nothing is known but that it was seen. */
export function newConversation(id: string, index: number, at: number): Conversation {
  return {
    id,
    index,
    version: 1,
    name: undefined,
    displayName: undefined,
    apiState: undefined,
    createdAt: undefined,
    sequenceNumber: undefined,
    ttl: undefined,
    regionUrl: undefined,
    publicUrl: undefined,
    askedAt: undefined,
    polledAt: undefined,
    goneAt: undefined,
    anchor: undefined,
    lag: undefined,
    webhookUpTo: undefined,
    rtcUpTo: undefined,
    apiUpTo: undefined,
    firstSeenAt: at,
    lastSeenAt: at,
    members: [],
    sockets: [],
    legs: [],
    here: 0,
    live: 0,
    over: false,
    rows: [],
    unstamped: [],
    remarks: none,
    summed: undefined,
  };
}

/**
 * Changes a conversation. With the first change that an observation brings, a new object takes its place, so that readers can compare by
 * identity; the others go into that one. Throws when there is no such conversation: it must be seen before anything is said of it.
 */
export function changeConversation(world: World, id: string, change: Partial<Conversation>): Conversation {
  const known = world.conversations.get(id);
  if (!known) throw new Error(`no conversation ${id}: it must be seen before anything is reported of it`);
  const {conversations} = world.index.changes;
  if (conversations.has(id)) return Object.assign(known, change);
  conversations.add(known.id);
  const changed = {...known, version: known.version + 1};
  world.conversations.set(known.id, changed);
  return Object.assign(changed, change);
}

export function touch(world: World, id: string): void {
  if (world.conversations.has(id)) changeConversation(world, id, {});
}

export function remark(world: World, id: string, added: Remark): void {
  const conversation = world.conversations.get(id);
  if (!conversation) return;
  const {remarks} = conversation;
  const at = added.key === undefined ? -1 : remarks.findIndex(({key}) => key === added.key);
  const known = remarks[at];
  if (!known && remarks.length >= 200) return;
  const said = known ? {...known, count: (known.count ?? 1) + 1} : added;
  changeConversation(world, id, {remarks: known ? remarks.with(at, said) : remarks.concat(said)});
  world.index.changes.remarks.push({conversation: id, remark: said});
}

/** Notes that a recording has nothing in it. */
export function remarkRecording(world: World, id: string, row: number, lacks: string | undefined): void {
  if (lacks === undefined) return;
  const {log} = world;
  log.flag(row, PROBLEM);
  const [at, leg] = [log.at[row] ?? 0, log.legOf(row)];
  remark(world, id, {code: 'recording', row, at, leg, text: lacks, severity: 'warning'});
}

/** What a report says of a leg; `order` is its stamp and rank (`orderOf`). */
export type LegReport = {
  leg: string;
  conversation: string;
  fields: LegFields;
  word: number;
  /** Vonage's stamp, ms. */
  at?: number;
  arrived: number;
  status?: Status;
  member?: {id: string; worth: number};
  /** It says that the leg was moved here, joined here, or went away from here. */
  way?: Move | 'left';
  /** It comes of an answered leg alone. */
  isTalk?: boolean;
  /** It says that the leg joined at some time. */
  hasJoined?: boolean;
};

/** Without a stamp a report counts as later than all stamped ones for who talks to whom. */
const UNKNOWN_TIME = 4e12;

/** Joins a report into its leg, and the leg into its conversation. */
export function reportLeg(world: World, r: LegReport): Leg {
  const {names} = world.log;
  const known = world.legs.get(r.leg);
  if (known) count(world, known, -1);
  const leg = known
    ? changeLeg(world, known)
    : addLeg(world, newLeg(names.one(r.leg), names.one(r.conversation), r.arrived));
  joinFields(leg, r.fields, r.word, orderOf(r.at ?? UNKNOWN_TIME, r.status));
  if (r.status) joinStatus(leg, r.status);
  leg.isAnswered ||= r.isTalk === true || (r.fields.durationMs ?? 0) > 0;
  leg.hasJoined ||= r.way === 'joined' || r.hasJoined === true;
  if (r.way === 'left') joinDeparture(leg, names.one(r.conversation), r.at ?? r.arrived);
  leg.lastSeenAt = Math.max(leg.lastSeenAt, r.arrived);
  leg.firstSeenAt = Math.min(leg.firstSeenAt, r.arrived);
  joinConversation(world, leg, r);
  const claim = r.member && {conversation: names.one(r.conversation), id: r.member.id, worth: r.member.worth};
  if (claim && joinMember(leg, claim)) world.memo.members.delete(r.conversation);
  prove(leg);
  count(world, leg, 1);
  for (const id of leg.conversations) touch(world, id);
  return leg;
}

function joinDeparture(leg: Leg, conversation: string, at: number): void {
  const {left} = leg;
  if (!left || at > left.at || (at === left.at && conversation > left.conversation)) leg.left = {conversation, at};
}

/** The leg as this observation changes it: a new object takes its place once, so that who holds the old one keeps it as it was. */
export function changeLeg(world: World, known: Leg): Leg {
  return world.index.changes.legs.has(known.id) ? known : addLeg(world, {...known, by: known.by.slice()});
}

function addLeg(world: World, leg: Leg): Leg {
  world.legs.set(leg.id, leg);
  world.index.changes.legs.add(leg.id);
  return leg;
}

/** Enters a leg, as it was or as it is, into the counts of the conversation that it is in. */
function count(world: World, leg: Leg, by: 1 | -1): void {
  const conversation = world.conversations.get(leg.conversation);
  if (!conversation) return;
  const {here, live} = conversation;
  changeConversation(world, conversation.id, {here: here + by, live: live + (isOver(leg) ? 0 : by)});
}

type Move = 'transferred' | 'joined';

/**
 * What a report says of where a leg is: more when a transfer or a join, the newest first; else less the later it is. A transfer moves the leg when it
 * arrives where it has no stamp of its own; a list that tells of a join may be read long after it.
 */
function placeWorth({at: stamp, way, arrived}: LegReport): number {
  const at = stamp ?? (way === 'transferred' ? arrived : undefined);
  if (at === undefined || way === 'left') return Number.NEGATIVE_INFINITY;
  return way === undefined ? -at : at * 2 + (way === 'transferred' ? 1 : 0);
}

/**
 * Only a transfer or a join moves a leg: Vonage may name the old conversation in what it reports later. Until one is seen, the leg is
 * where its first report says. Of one stamp a transfer counts more, for Vonage stamps the answer, the transfer and the departure alike. A departure
 * says where it no longer is. Rows kept under the leg alone move as soon as any conversation is known.
 */
function joinConversation(world: World, leg: Leg, r: LegReport): void {
  const {names} = world.log;
  const provisional = provisionalId(leg.id);
  if (r.conversation !== provisional) {
    const isProvisional = leg.conversation === provisional;
    if (isProvisional || world.conversations.has(provisional)) adopt(world, provisional, r.conversation);
    const by = placeWorth(r);
    const isTie = by === leg.conversationBy && r.conversation > leg.conversation;
    if (isProvisional || by > leg.conversationBy || isTie) {
      leg.conversation = names.one(r.conversation);
      leg.conversationBy = Math.max(by, leg.conversationBy);
    }
  }
  if (leg.conversations.includes(r.conversation)) return;
  const still = leg.conversations.filter(id => world.conversations.has(id));
  leg.conversations = still.concat(names.one(r.conversation));
  const conversation = world.conversations.get(r.conversation);
  if (!conversation) return;
  name(world, leg, conversation);
  if (!conversation.legs.includes(leg.id))
    changeConversation(world, conversation.id, {legs: conversation.legs.concat(leg.id)});
}

/** Gives a leg its number. It keeps it for good, unless it comes into a conversation that was over before, where a leg of that number is remembered. */
function name(world: World, leg: Leg, {legs}: Conversation): void {
  const isTaken = (number: number) => legs.some(id => id !== leg.id && world.legs.get(id)?.number === number);
  if (leg.number > 0 && !isTaken(leg.number)) return;
  if (leg.holdsNumber) world.index.numbers.giveBack(leg.number);
  leg.number = world.index.numbers.take(isTaken);
  leg.holdsNumber = true;
}

/** Lets other legs be called by the numbers of those whose calls are over. */
export function freeNumbers(world: World, {legs}: Conversation): void {
  for (const id of legs) {
    const leg = world.legs.get(id);
    if (!leg?.holdsNumber || leg.conversations.some(each => world.conversations.get(each)?.over === false)) continue;
    world.index.numbers.giveBack(leg.number);
    changeLeg(world, leg).holdsNumber = false;
  }
}

/** The stand-in for a conversation that no report of this leg has named yet. */
export const provisionalId = (leg: string): string => `leg:${leg}`;

/** The lesser of what is known, so that the order of arrival does not decide. */
export function least<T extends number | string>(a: T | undefined, b: T | undefined): T | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}

/** Moves everything that was kept under a stand-in to the real conversation. */
function adopt(world: World, from: string, to: string): void {
  const old = world.conversations.get(from);
  const heir = world.conversations.get(to);
  if (!old || !heir) return;
  const {log} = world;
  for (const row of [...old.rows]) {
    removeRow(old.rows, row);
    log.conversation[row] = log.names.of(to);
    insertRow(log, heir.rows, row);
  }
  for (const row of old.unstamped) heir.unstamped.push(row);
  world.conversations.delete(from);
  const {agenda, changes} = world.index;
  agenda.set(from, undefined);
  agenda.set(CALL + from, undefined);
  changes.conversations.delete(from);
  changes.adopted.push({from, to});
  for (const record of old.members) joinMemberRecord(heir, record.id, record);
  world.memo.members.delete(to);
  changeConversation(world, to, {
    firstSeenAt: Math.min(heir.firstSeenAt, old.firstSeenAt),
    lastSeenAt: Math.max(heir.lastSeenAt, old.lastSeenAt),
    askedAt: least(heir.askedAt, old.askedAt),
    publicUrl: least(heir.publicUrl, old.publicUrl),
    legs: [...new Set([...heir.legs, ...old.legs])],
    remarks: [...heir.remarks, ...old.remarks],
  });
}

/** Joins a report into a member of a conversation; `id` is a member id or `leg:…`. */
export function reportMember(world: World, conversationId: string, id: string, r: MemberReport): void {
  const conversation = world.conversations.get(conversationId);
  if (!conversation) return;
  const legs = r.legs?.map(leg => world.log.names.one(leg));
  joinMemberRecord(conversation, id, {...r, legs});
  touch(world, conversationId);
  world.memo.members.delete(conversationId);
  const {members} = world.index.changes;
  const changed = members.get(conversation.id);
  if (changed) changed.add(id);
  else members.set(conversation.id, new Set([id]));
}

/** One record a member: a call has few, and a list takes a tenth of the memory of a map. */
function joinMemberRecord({members}: Conversation, id: string, r: MemberReport): void {
  const at = members.findIndex(member => member.id === id);
  const joined = withReport(members[at] ?? newMember(id), r);
  if (at < 0) members.push(joined);
  else members[at] = joined;
}

import type {Status} from '../../call/status.js';
import type {LegFields} from '../../vonage/webhook.js';
import type {Conversation, Leg, Remark, World} from '../world.js';
import {newLeg, orderOf, withFields, withMember, withStatus} from './leg.js';
import {type MemberReport, newMember, withReport} from './member.js';
import {place, unplace} from './order.js';

/** The steps that folding is made of: each replaces one object of the World and touches its conversation. */

const none: readonly Remark[] = [];

/** The conversation of that id, made when it is first seen. */
export function seeConversation(world: World, id: string, at: number): Conversation {
  const known = world.conversations.get(id);
  if (known && at <= known.lastSeenAt && at >= known.firstSeenAt) return known;
  return changeConversation(
    world,
    known
      ? {...known, firstSeenAt: Math.min(known.firstSeenAt, at), lastSeenAt: Math.max(known.lastSeenAt, at)}
      : {
          id: world.log.names.one(id),
          index: id === '' ? 0 : ++world.index.conversations,
          version: 0,
          firstSeenAt: at,
          lastSeenAt: at,
          members: [],
          legs: [],
          rows: [],
          unstamped: [],
          remarks: none,
        },
  );
}

/** Puts a new state of a conversation in place; every change makes a new object, so that readers can compare by identity. */
export function changeConversation(world: World, next: Conversation): Conversation {
  const changed = {...next, version: next.version + 1};
  world.conversations.set(next.id, changed);
  return changed;
}

export function touch(world: World, id: string): void {
  const conversation = world.conversations.get(id);
  if (conversation) changeConversation(world, conversation);
}

export function remark(world: World, id: string, added: Remark): void {
  const conversation = world.conversations.get(id);
  if (!conversation || conversation.remarks.length >= 200) return;
  changeConversation(world, {...conversation, remarks: conversation.remarks.concat(added)});
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
  /** It says that the leg moved here, or went away from here. */
  way?: 'moved' | 'left';
};

/** Without a stamp a report counts as later than all stamped ones for who talks to whom. */
const UNKNOWN_TIME = 4e12;

/** Joins a report into its leg, and the leg into its conversation. */
export function reportLeg(world: World, r: LegReport): Leg {
  const order = orderOf(r.at ?? UNKNOWN_TIME, r.status);
  const {names} = world.log;
  const known = world.legs.get(r.leg);
  let leg = known ?? newLeg(names.one(r.leg), names.one(r.conversation), r.arrived);
  leg = withFields(leg, r.fields, r.word, order);
  if (r.status) leg = withStatus(leg, r.status);
  if (r.member)
    leg = withMember(leg, {conversation: names.one(r.conversation), id: r.member.id, worth: r.member.worth});
  if (r.arrived > leg.lastSeenAt) leg = {...leg, lastSeenAt: r.arrived};
  if (r.arrived < leg.firstSeenAt) leg = {...leg, firstSeenAt: r.arrived};
  leg = withConversation(world, leg, r);
  if (!leg.conversations.includes(r.conversation)) {
    const still = leg.conversations.filter(id => world.conversations.has(id));
    leg = {...leg, conversations: still.concat(names.one(r.conversation))};
    const conversation = world.conversations.get(r.conversation);
    if (conversation && !conversation.legs.includes(leg.id))
      changeConversation(world, {...conversation, legs: conversation.legs.concat(leg.id)});
  }
  if (leg !== known) world.legs.set(leg.id, leg);
  for (const id of leg.conversations) touch(world, id);
  return leg;
}

/**
 * A leg is where its newest report says; of one stamp, a transfer's word counts more, for Vonage stamps the answer, the
 * transfer and the departure alike. A departure says where it no longer is. Rows kept under the leg alone move as soon as
 * any conversation is known.
 */
function withConversation(world: World, leg: Leg, r: LegReport): Leg {
  const provisional = provisionalId(leg.id);
  if (r.conversation === provisional) return leg;
  if (leg.conversation === provisional || world.conversations.has(provisional))
    adopt(world, provisional, r.conversation);
  const by = r.at === undefined || r.way === 'left' ? Number.NEGATIVE_INFINITY : r.at * 2 + (r.way === 'moved' ? 1 : 0);
  const newer =
    leg.conversation === provisional ||
    by > leg.conversationBy ||
    (by === leg.conversationBy && r.conversation > leg.conversation);
  return newer
    ? {...leg, conversation: world.log.names.one(r.conversation), conversationBy: Math.max(by, leg.conversationBy)}
    : leg;
}

/** The stand-in for a conversation that no report of this leg has named yet. */
export const provisionalId = (leg: string): string => `leg:${leg}`;

/** Moves everything that was kept under a stand-in to the real conversation. */
function adopt(world: World, from: string, to: string): void {
  const old = world.conversations.get(from);
  const heir = world.conversations.get(to);
  if (!old || !heir) return;
  const {log} = world;
  for (const row of [...old.rows]) {
    unplace(old.rows, row);
    log.conversation[row] = log.names.of(to);
    place(log, heir.rows, row);
  }
  heir.unstamped.push(...old.unstamped);
  world.conversations.delete(from);
  changeConversation(world, {
    ...heir,
    firstSeenAt: Math.min(heir.firstSeenAt, old.firstSeenAt),
    lastSeenAt: Math.max(heir.lastSeenAt, old.lastSeenAt),
    legs: [...new Set([...heir.legs, ...old.legs])],
    remarks: [...heir.remarks, ...old.remarks],
  });
}

/** Joins a report into a member of a conversation; `id` is a member id or `leg:…`. */
export function reportMember(world: World, conversationId: string, id: string, r: MemberReport): void {
  const conversation = world.conversations.get(conversationId);
  if (!conversation) return;
  const at = conversation.members.findIndex(member => member.id === id);
  const legs = r.legs?.map(leg => world.log.names.one(leg));
  const next = withReport(conversation.members[at] ?? newMember(id), {...r, legs});
  changeConversation(world, {
    ...conversation,
    members: at < 0 ? conversation.members.concat(next) : conversation.members.with(at, next),
  });
}

import {
  type HealthObservation,
  isWebhook,
  type Observation,
  type ReplyObservation,
  type Setup,
} from '../call/observation.js';
import {ABSORBED, HISTORY} from '../world/event-log.js';
import {digest} from '../world/fold/digest.js';
import {witnessesOf} from '../world/fold/enter.js';
import {membersOf} from '../world/fold/member.js';
import {compareRows} from '../world/fold/order.js';
import {endsAt} from '../world/read/ended.js';
import {legsOf} from '../world/read/history.js';
import {type Problem, problemsOf} from '../world/read/problems.js';
import {stateOf} from '../world/read/state.js';
import type {Conversation, Member, World} from '../world/world.js';
import {legWithoutHistory, memberObject} from './objects.js';
import type {SnapshotLeg, SnapshotMember} from './snapshot-schema.js';

/** Something worth a line that was not known before. */
export type News =
  | {kind: 'start'; at: number; setup: Setup}
  | {kind: 'health'; health: HealthObservation}
  | {kind: 'event'; conversation: Conversation; row: number}
  | {kind: 'reply'; conversation: Conversation; row: number; reply: ReplyObservation}
  | {kind: 'leg'; conversation: Conversation; leg: Omit<SnapshotLeg, 'history'>}
  | {kind: 'member'; conversation: Conversation; member: SnapshotMember}
  | {kind: 'problem'; conversation: Conversation; problem: Problem}
  | {kind: 'end'; conversation: Conversation};

export type Reader = {
  /** What one observation brought; `world` is the World just after that observation was folded. */
  after(world: World, observation: Observation): News[];
  /** The end of calls that are over, though the last word on them was still waited for. */
  finish(world: World): News[];
  /** When time alone brings news, ms since the epoch: a tick is wanted then. */
  wakeAt(world: World): number | undefined;
};

/** What has been told of a conversation: a few numbers for each leg and member, and none for an event. */
type Told = {version: number; ended: boolean; problems: Set<string>; states: Map<string, number>};

/** Webhooks whose reply is still expected; a reply to an older one gets no line. */
const MOST_REPLIES = 1000;

/**
 * Reads a growing World as news. An event is news once, at its first sight: when a second witness reports it later, that is
 * not news. So the same observations give the same news however they were batched.
 *
 * @param states whether each change of a leg and of a member is news as well.
 */
export function newsReader({states}: {states: boolean}): Reader {
  const told = new Map<string, Told>();
  /** Calls that are over, and when they will count as ended, ms. */
  const ending = new Map<string, number>();
  /** The earliest of `ending`, ms; undefined where it has to be looked for again. */
  let soonest: number | undefined;
  const seenMembers = new WeakSet<Member>();
  /** seq of a webhook → its row. */
  const unanswered = new Map<number, number>();
  const healthTold = new Map<string, string>();
  let cursor = 0;
  let due: number | undefined;

  function after(world: World, o: Observation): News[] {
    const rows = Array.from({length: world.log.length - cursor}, (_, i) => cursor + i);
    const fresh = rows.filter(row => isFresh(world, row, cursor)).sort((a, b) => compareRows(world.log, a, b));
    cursor = world.log.length;
    const news = [...ofMonitor(o), ...fresh.flatMap(row => ofRow(world, row, o)), ...ofReply(world, o)];
    const isOverdue = due !== undefined && due <= world.now;
    due = world.due;
    for (const conversation of touchedBy(world, o, rows, isOverdue)) news.push(...ofConversation(world, conversation));
    return news;
  }

  function finish(world: World): News[] {
    const over = [...world.conversations.values()].filter(c => c.id !== '' && stateOf(world, c) === 'ended');
    return over.filter(({id}) => !toldOf(id).ended).map(conversation => ofEnd(conversation, toldOf(conversation.id)));
  }

  function ofMonitor(o: Observation): News[] {
    if (o.source === 'control') return o.setup ? [{kind: 'start', at: o.at, setup: o.setup}] : [];
    if (o.source !== 'health') return [];
    const said = `${o.conversation} ${o.state} ${o.code} ${o.text}`;
    if (healthTold.get(o.part) === said) return [];
    healthTold.set(o.part, said);
    return [{kind: 'health', health: o}];
  }

  function ofRow(world: World, row: number, o: Observation): News[] {
    const conversation = world.conversations.get(world.log.conversationOf(row));
    if (!conversation) return [];
    if (o.source !== 'api') unanswered.set(o.seq, row);
    const [oldest = 0] = unanswered.size > MOST_REPLIES ? unanswered.keys() : [];
    unanswered.delete(oldest);
    return [{kind: 'event', conversation, row}];
  }

  function ofReply(world: World, o: Observation): News[] {
    if (o.source !== 'reply') return [];
    const row = unanswered.get(o.to);
    unanswered.delete(o.to);
    const conversation = row === undefined ? undefined : world.conversations.get(world.log.conversationOf(row));
    return conversation && row !== undefined ? [{kind: 'reply', conversation, row, reply: o}] : [];
  }

  /**
   * The conversations that an observation may have changed. Mostly it says itself which; only where it does not (a repeated
   * webhook, a complaint about a reply, time passing) are all of them looked through.
   */
  function touchedBy(world: World, o: Observation, rows: number[], isOverdue: boolean): Conversation[] {
    const ids = new Set(rows.map(row => world.log.conversationOf(row)));
    if (o.source === 'api') ids.add(o.request.conversation);
    if (o.source === 'health' && o.conversation !== undefined) ids.add(o.conversation);
    if (soonestEnd() <= world.now) for (const [id, at] of ending) if (at <= world.now) ids.add(id);
    const isComplaint = o.source === 'reply' && (o.failure !== undefined || (o.findings ?? []).length > 0);
    const isUnclear = isOverdue || isComplaint || (isWebhook(o) && rows.length === 0);
    const touched: Conversation[] = [];
    if (!isUnclear) {
      for (const id of ids) {
        const conversation = world.conversations.get(id);
        if (conversation) touched.push(conversation);
      }
      return touched;
    }
    for (const each of world.conversations.values()) {
      if (ids.has(each.id) || told.get(each.id)?.version !== each.version) touched.push(each);
    }
    return touched;
  }

  function soonestEnd(): number {
    if (soonest !== undefined) return soonest;
    soonest = Number.POSITIVE_INFINITY;
    for (const at of ending.values()) soonest = Math.min(soonest, at);
    return soonest;
  }

  function expectEnd(id: string, at: number | undefined): void {
    const before = ending.get(id);
    if (before === at) return;
    if (at === undefined) ending.delete(id);
    else ending.set(id, at);
    if (before !== undefined && before === soonest) soonest = undefined;
    else if (at !== undefined && soonest !== undefined) soonest = Math.min(soonest, at);
  }

  function ofConversation(world: World, conversation: Conversation): News[] {
    const known = toldOf(conversation.id);
    adopt(world, conversation, known);
    known.version = conversation.version;
    const news: News[] = states ? ofStates(world, conversation, known) : [];
    for (const problem of problemsOf(world, conversation)) {
      const key = keyOf(problem);
      if (problem.severity === 'info' || known.problems.has(key)) continue;
      known.problems.add(key);
      news.push({kind: 'problem', conversation, problem});
    }
    const at = endsAt(world, conversation);
    if (at === undefined) known.ended = false;
    else if (!known.ended && at <= world.now) news.push(ofEnd(conversation, known));
    expectEnd(conversation.id, known.ended ? undefined : at);
    return news;
  }

  function ofEnd(conversation: Conversation, known: Told): News {
    known.ended = true;
    return {kind: 'end', conversation};
  }

  function ofStates(world: World, conversation: Conversation, known: Told): News[] {
    const news: News[] = [];
    for (const each of legsOf(world, conversation)) {
      const leg = legWithoutHistory(world, conversation, each);
      if (isNew(known, leg)) news.push({kind: 'leg', conversation, leg});
    }
    for (const each of membersOf(world, conversation)) {
      // A member says all of itself; what a leg shows also lies in its rows and in the conversation.
      if (seenMembers.has(each)) continue;
      seenMembers.add(each);
      const member = memberObject(each);
      if (isNew(known, member)) news.push({kind: 'member', conversation, member});
    }
    return news;
  }

  function toldOf(id: string): Told {
    const known = told.get(id);
    if (known) return known;
    const nothing: Told = {version: -1, ended: false, problems: new Set(), states: new Map()};
    told.set(id, nothing);
    return nothing;
  }

  /** What was told of a leg before its conversation had a name was told of that conversation. */
  function adopt(world: World, conversation: Conversation, known: Told): void {
    for (const leg of conversation.legs) {
      const before = told.get(`leg:${leg}`);
      if (!before || world.conversations.has(`leg:${leg}`)) continue;
      told.delete(`leg:${leg}`);
      expectEnd(`leg:${leg}`, undefined);
      for (const problem of before.problems) known.problems.add(problem);
      for (const [id, state] of before.states) if (!known.states.has(id)) known.states.set(id, state);
    }
  }

  function wakeAt(world: World): number | undefined {
    const next = Math.min(world.due ?? Number.POSITIVE_INFINITY, soonestEnd());
    return Number.isFinite(next) ? next : undefined;
  }

  return {after, finish, wakeAt};
}

/** Whether a row is a fact that no row before `from` has told of. */
function isFresh(world: World, row: number, from: number): boolean {
  const {log} = world;
  if (log.has(row, ABSORBED) || log.has(row, HISTORY)) return false;
  return witnessesOf(world, row).every(each => each >= from || log.has(each, HISTORY));
}

function isNew(known: Told, object: {id: string}): boolean {
  const state = digest(JSON.stringify(object));
  if (known.states.get(object.id) === state) return false;
  known.states.set(object.id, state);
  return true;
}

/**
 * A leg ends unhappily once, whatever is learnt of it later, and an API that stumbles again and again is one problem of the call
 * (standard error has each time); other problems belong to their event.
 */
function keyOf({code, leg, row, text}: Problem): string {
  const isOnce = code === 'unhappy-end' || code === 'completed-missing' || code === 'poller';
  return isOnce ? `${code} ${leg}` : `${code} ${leg} ${row} ${text}`;
}

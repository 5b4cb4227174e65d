import type {HealthObservation, Observation, ReplyObservation, Resent, Setup} from '../call/observation.js';
import type {Changes} from '../world/changes.js';
import {digest} from '../world/fold/digest.js';
import {membersOf} from '../world/fold/member.js';
import {commentOf} from '../world/read/comment.js';
import {expectationCodes, missedIn} from '../world/read/expectations.js';
import {namesOf} from '../world/read/history.js';
import {type Problem, problemOfRemark, problemsOfLeg, problemsOfPoller} from '../world/read/problems.js';
import {problemsOfSocket} from '../world/read/socket-problems.js';
import {stateOf} from '../world/read/state.js';
import type {Socket} from '../world/socket.js';
import type {Conversation, Leg, Witness, World} from '../world/world.js';
import {legWithoutHistory, memberObject} from './objects.js';
import type {SnapshotLeg, SnapshotMember} from './snapshot-schema.js';

/** Something worth a line that was not known before. */
export type News =
  | {kind: 'start'; at: number; setup: Setup}
  | {kind: 'health'; health: HealthObservation}
  | {kind: 'event'; conversation: Conversation; row: number}
  /** What a later witness says of what was told before. */
  | {kind: 'witness'; conversation: Conversation; at: number; by: Witness; rows: number[]}
  | {kind: 'reply'; conversation: Conversation; row: number; reply: ReplyObservation}
  /** What a person wrote about an event; empty where it was taken away. */
  /** A webhook was sent to the application again. */
  | {kind: 'replay'; conversation: Conversation; at: number; row: number; resent: Resent}
  | {kind: 'note'; conversation: Conversation; at: number; row: number; text: string}
  | {kind: 'leg'; conversation: Conversation; leg: Omit<SnapshotLeg, 'history'>}
  | {kind: 'member'; conversation: Conversation; member: SnapshotMember}
  | {kind: 'problem'; conversation: Conversation; problem: Problem}
  | {kind: 'end'; conversation: Conversation};

export type Reader = {
  /** What an observation brought, from what it changed in the World. */
  after(world: World, changes: Changes, observation: Observation): News[];
  /** Lets go of what was told of these conversations: they are forgotten. */
  forget(conversations: ReadonlySet<string>): void;
  /** The end of calls that have ended, though the last word on them was still waited for. */
  finish(world: World): News[];
};

/** What was told of a conversation: a number for each leg and member, a text for each problem, and nothing for an event. */
type Told = {problems: Set<string>; states: Map<string, number>};

/**
 * Reads what changes as news. An event is news once, at its first sight; what an observation adds to events that others told of is
 * news of its own, once for all of them.
 *
 * @param states whether each change of a leg and of a member is news as well.
 */
export function newsReader({states}: {states: boolean}): Reader {
  const told = new Map<string, Told>();
  const healthTold = new Map<string, string>();

  function ofMonitor(o: Observation): News[] {
    if (o.source === 'control') return o.setup ? [{kind: 'start', at: o.at, setup: o.setup}] : [];
    if (o.source !== 'health') return [];
    const said = `${o.conversation} ${o.state} ${o.code} ${o.text}`;
    if (healthTold.get(o.part) === said) return [];
    healthTold.set(o.part, said);
    return [{kind: 'health', health: o}];
  }

  function ofConversation(world: World, changes: Changes, conversation: Conversation, o: Observation): News[] {
    const {id} = conversation;
    const legs = changedLegs(world, changes, conversation);
    const socket = o.source === 'media' ? socketIn(world, conversation, o.socket) : undefined;
    const problems = [
      ...changes.remarks.filter(({conversation: about}) => about === id).map(({remark}) => problemOfRemark(remark)),
      ...legs.flatMap(leg => problemsOfLeg(world, leg)),
      ...(socket ? problemsOfSocket(world, socket) : []),
      ...missedIn(world, conversation),
      ...(o.source === 'health' ? problemsOfPoller(world, id) : []),
    ];
    const news: News[] = [];
    if (states) {
      const ofSocket = socket?.closed && world.legs.get(socket.leg ?? '');
      const told = [...new Set([...legs, ...(ofSocket ? [ofSocket] : [])])];
      for (const leg of told.map(each => legWithoutHistory(world, conversation, each)))
        if (isNew(id, leg)) news.push({kind: 'leg', conversation, leg});
      const changed = changes.members.has(id) || legs.length > 0 ? membersOf(world, conversation) : [];
      for (const member of changed.map(memberObject))
        if (isNew(id, member)) news.push({kind: 'member', conversation, member});
    }
    for (const problem of problems.sort((a, b) => a.at - b.at)) {
      const key = keyOf(problem);
      if (problem.severity === 'info' || toldOf(id).problems.has(key)) continue;
      toldOf(id).problems.add(key);
      news.push({kind: 'problem', conversation, problem});
    }
    return news;
  }

  function toldOf(id: string): Told {
    const known = told.get(id);
    if (known) return known;
    const nothing: Told = {problems: new Set(), states: new Map()};
    told.set(id, nothing);
    return nothing;
  }

  function isNew(conversation: string, object: {id: string}): boolean {
    const known = toldOf(conversation).states;
    const state = digest(JSON.stringify(object));
    if (known.get(object.id) === state) return false;
    known.set(object.id, state);
    return true;
  }

  /** What was told of a leg before its conversation had a name was told of that conversation. */
  function adopt({from, to}: {from: string; to: string}): void {
    const before = told.get(from);
    if (!before) return;
    told.delete(from);
    const known = toldOf(to);
    for (const problem of before.problems) known.problems.add(problem);
    for (const [id, state] of before.states) if (!known.states.has(id)) known.states.set(id, state);
  }

  return {
    after(world, changes, o) {
      changes.adopted.forEach(adopt);
      const {replied} = changes;
      const news = [
        ofMonitor(o),
        changes.told.flatMap(row => ofRow(world, row, row => ({kind: 'event', ...row}))),
        ofWitness(world, changes, o),
      ];
      if (o.source === 'reply' && replied !== undefined)
        news.push(ofRow(world, replied, row => ({kind: 'reply', ...row, reply: o})));
      const {noted} = changes;
      if (o.source === 'control' && o.note && noted !== undefined) {
        const text = commentOf(world, noted) ?? '';
        news.push(ofRow(world, noted, row => ({kind: 'note', at: o.at, text, ...row})));
      }
      if (o.source === 'control' && o.resent && changes.resent !== undefined) {
        const {resent, at} = o;
        news.push(ofRow(world, changes.resent, row => ({kind: 'replay', at, resent, ...row})));
      }
      for (const id of changes.conversations) {
        const conversation = world.conversations.get(id);
        if (!conversation) continue;
        news.push(ofConversation(world, changes, conversation, o));
        if (changes.over.includes(id)) news.push([{kind: 'end', conversation}]);
      }
      return news.flat();
    },
    forget(conversations) {
      for (const id of conversations) told.delete(id);
    },
    finish: world =>
      [...world.conversations.values()]
        .filter(each => each.id !== '' && !each.over && stateOf(each) === 'ended')
        .map(conversation => ({kind: 'end', conversation})),
  };
}

/** One for each call and witness: the API tells of many events in one answer. */
function ofWitness(world: World, {confirmed}: Changes, {at}: Observation): News[] {
  const news = new Map<string, Extract<News, {kind: 'witness'}>>();
  for (const {row, witness} of confirmed) {
    const conversation = world.conversations.get(world.log.conversationOf(row));
    const [by] = namesOf(witness);
    if (!conversation || !by) continue;
    const known = news.get(`${by} ${conversation.id}`);
    if (known) known.rows.push(row);
    else news.set(`${by} ${conversation.id}`, {kind: 'witness', conversation, at, by, rows: [row]});
  }
  return [...news.values()];
}

/** The WebSocket of that name, where it is of this call. */
function socketIn(world: World, {id}: Conversation, name: string): Socket | undefined {
  const socket = world.sockets.get(name);
  return socket?.conversation === id ? socket : undefined;
}

function changedLegs(world: World, {legs: ids}: Changes, conversation: Conversation): Leg[] {
  const legs: Leg[] = [];
  for (const id of ids) {
    const leg = world.legs.get(id);
    if (leg?.conversations.includes(conversation.id)) legs.push(leg);
  }
  return legs.length < 2 ? legs : legs.sort((a, b) => a.number - b.number);
}

function ofRow(world: World, row: number, news: (about: {conversation: Conversation; row: number}) => News): News[] {
  const conversation = world.conversations.get(world.log.conversationOf(row));
  return conversation ? [news({conversation, row})] : [];
}

/** Problems of a leg, or of a call, whatever event shows them. */
const once: ReadonlySet<Problem['code']> = new Set([
  'unhappy-end',
  'completed-missing',
  'never-up',
  'stamps',
  'poller',
  ...expectationCodes,
]);

/**
 * A leg ends unhappily once, whatever is learnt of it later, and an API that stumbles again and again is one problem of the call
 * (standard error has each time). What is found again and again is told the first, the tenth and the hundredth time. Other problems
 * belong to their event.
 */
function keyOf({code, leg, row, text, key, count = 1}: Problem): string {
  if (key !== undefined) return `${key} ${Math.floor(Math.log10(count))}`;
  return once.has(code) ? `${code} ${leg}` : `${code} ${leg} ${row} ${text}`;
}

import {iso, stamp} from '../text/time.js';
import {memberOfLeg} from '../world/fold/leg.js';
import {eventView, labelOf} from '../world/read/event-view.js';
import {historyOf} from '../world/read/history.js';
import {type Problem, saidOf} from '../world/read/problems.js';
import {socketToName} from '../world/read/sockets.js';
import {stateOf, typeOf} from '../world/read/state.js';
import {costOf, timingsOf} from '../world/read/timings.js';
import type {Conversation, Leg, Member, World} from '../world/world.js';
import {mediaOfLeg} from './media-object.js';
import type {SnapshotEvent, SnapshotLeg, SnapshotMember, SnapshotProblem} from './snapshot-schema.js';
import {socketName} from './socket-name.js';

/** Legs, members, events and problems as scripts get them, in the snapshot and in NDJSON lines alike. */

/** What a call says of itself, in the order of the snapshot. */
export function conversationFacts(world: World, conversation: Conversation) {
  return {
    id: conversation.id,
    name: conversation.name ?? null,
    displayName: conversation.displayName ?? null,
    state: stateOf(conversation),
    createdAt: iso(conversation.createdAt),
    firstSeenAt: stamp(conversation.firstSeenAt),
    lastSeenAt: stamp(conversation.lastSeenAt),
    goneAt: iso(conversation.goneAt),
    sequenceNumber: conversation.sequenceNumber ?? null,
    cost: costOf(world, conversation) ?? null,
  };
}

export function memberObject(member: Member): SnapshotMember {
  const {user, media} = member;
  return {
    id: member.id,
    state: member.state,
    user: user ? {id: user.id ?? null, name: user.name ?? null, displayName: user.displayName ?? null} : null,
    invitedAt: iso(member.invitedAt),
    joinedAt: iso(member.joinedAt),
    leftAt: iso(member.leftAt),
    channel: {type: member.type ?? null, from: member.from ?? null, to: member.to ?? null},
    legs: [...member.legs],
    media: {audio: media.audio ?? null, muted: media.muted ?? null, earmuffed: media.earmuffed ?? null},
  };
}

export function legObject(world: World, conversation: Conversation, leg: Leg): SnapshotLeg {
  const history = historyOf(world, leg).map(({status, at, arrivedAt, witnesses}) => ({
    status,
    at: stamp(at),
    arrivedAt: stamp(arrivedAt),
    witnesses,
  }));
  const media = mediaOfLeg(world, conversation, leg.id);
  return {...stateOfLeg(conversation, leg), history, ...factsOfLeg(world, leg), ...(media && {media})};
}

/** A leg without the statuses that it went through, and with what is known of its WebSocket once that is over: until then it changes with each word. */
export function legWithoutHistory(world: World, conversation: Conversation, leg: Leg): Omit<SnapshotLeg, 'history'> {
  const media = mediaOfLeg(world, conversation, leg.id);
  const isOver = media && (media.closed !== null || media.refused !== null);
  return {...stateOfLeg(conversation, leg), ...factsOfLeg(world, leg), ...(isOver && {media})};
}

function stateOfLeg(conversation: Conversation, leg: Leg) {
  return {
    id: leg.id,
    label: labelOf(leg),
    direction: leg.direction ?? null,
    type: typeOf(leg),
    from: leg.from ?? null,
    to: leg.to ?? null,
    status: leg.status ?? null,
    failure: leg.failure ?? null,
    member: memberOfLeg(leg, conversation.id) ?? null,
  };
}

function factsOfLeg(world: World, leg: Leg) {
  const {postDialMs = null, ringMs = null, talkMs = null} = timingsOf(world, leg);
  return {
    startTime: iso(leg.startTime),
    endTime: iso(leg.endTime),
    durationMs: leg.durationMs ?? null,
    price: leg.price ?? null,
    rate: leg.rate ?? null,
    network: leg.network ?? null,
    detail: leg.detail ?? null,
    sipCode: leg.sipCode ?? null,
    disconnectedBy: leg.disconnectedBy ?? null,
    timings: {postDialMs, ringMs, talkMs},
  };
}

/** One row of the stream without what was received for it. */
export function eventObject(world: World, conversation: Conversation, row: number): Omit<SnapshotEvent, 'raw'> {
  const view = eventView(world, conversation, row);
  const socket = socketToName(world, conversation, row);
  return {
    key: view.key,
    id: view.id ?? null,
    type: view.type,
    apiType: view.apiType ?? null,
    status: view.status ?? null,
    at: stamp(view.at),
    stamped: view.stamped,
    arrivedAt: stamp(view.arrivedAt),
    leg: view.leg ?? null,
    member: view.member ?? null,
    note: view.note ?? null,
    ...(socket && {socket: socketName(socket)}),
    comment: view.comment ?? null,
    witnesses: view.witnesses,
    deliveries: view.deliveries,
    outOfOrder: view.outOfOrder,
    signature: view.signature ?? null,
    reply: view.reply ? {...view.reply, ms: microseconds(view.reply.ms)} : null,
  };
}

export function problemObject(problem: Problem): SnapshotProblem {
  const {code, severity} = problem;
  return {
    code,
    severity,
    at: stamp(problem.at),
    leg: problem.leg ?? null,
    text: saidOf(problem),
    advice: problem.advice ?? null,
  };
}

/** Times of replies are measured finer than anybody asks, and kept as floats: three digits are what was measured. */
export function microseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

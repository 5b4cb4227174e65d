import {isFailure, moneyOf, tariffOf} from './billing.js';
import {channelOf, sipOr} from './channel.js';
import {endIfEmpty, push, record, recordJoined, recordLeft, recordMedia} from './conversation.js';
import type {NccoAction} from './ncco/schema.js';
import {hex32, uuid} from './random.js';
import type {Conversation, EndedBy, Leg, Platform} from './state.js';
import {addressOf, type Payload, type Status, stamp} from './types.js';

/** What makes a leg stop what it is doing. */
export class Interruption extends Error {
  constructor(
    readonly at: number,
    readonly by: EndedBy,
    /** What made a person, or a limit, end it; said to whoever watches. */
    readonly why?: string,
  ) {
    super('The leg was hung up.');
  }
}

/** What makes a leg drop its NCCO for another one, given from outside (`transfer` of the Voice API). */
export class Replaced extends Error {
  constructor(
    readonly at: number,
    readonly actions: NccoAction[],
  ) {
    super('The NCCO was replaced.');
  }
}

/** Whether a leg has ended. */
export function isOver(leg: Leg): boolean {
  return leg.endedAt !== undefined;
}

/** Whether somebody is at the other end: answered, and neither hung up nor failed, even where `completed` is still to be told. */
export function isUp(leg: Leg): boolean {
  return leg.answeredAt !== undefined && !hasLeft(leg);
}

/** Whether nobody is at the other end any more, or ever will be. */
export function hasLeft(leg: Leg): boolean {
  return isOver(leg) || leg.gone.signal.aborted || isFailure(leg.status);
}

/** Hangs a leg up; what runs on it ends. Nothing happens when it has ended already. */
export function hangUp(leg: Leg, at: number, by: EndedBy, why?: string): void {
  if (!isOver(leg)) leg.gone.abort(new Interruption(notBefore(leg, at), by, why));
}

/** Hangs a leg up at a time to come, unless it has ended by then. */
export function hangUpLater({clock}: Platform, leg: Leg, time: number, by: EndedBy, why?: string): void {
  clock.until(time, leg.gone.signal).then(
    at => hangUp(leg, at, by, why),
    () => undefined,
  );
}

/** Gives a leg another NCCO from outside, in place of what runs on it. */
export function replaceNcco(leg: Leg, at: number, actions: NccoAction[]): void {
  // One that was given before and not begun is forgotten.
  if (leg.run.signal.aborted) leg.run = new AbortController();
  leg.run.abort(new Replaced(notBefore(leg, at), actions));
}

/** The time, or that of the last thing known of a leg when it is later: nothing happens to a leg before what has happened. */
function notBefore({history, member}: Leg, at: number): number {
  return Math.max(at, history.at(-1)?.at ?? at, member?.times.invited ?? at, member?.times.joined ?? at);
}

/** What every event webhook about a leg says, in the order of the captures. */
function payloadOf(leg: Leg, status: Status, at: number, before: Payload, after: Payload): Payload {
  const headers = leg.remote.type === 'websocket' ? (leg.remote.headers ?? {}) : {};
  const app = leg.remote.type === 'app';
  const all: Payload = {
    ...before,
    // Legs of the Client SDK have no headers before they are answered.
    ...(app && status === 'started' ? {} : {headers}),
    ...referenceOf(leg, status),
    ...after,
    ...endsOf(leg, status),
    uuid: leg.id,
    conversation_uuid: leg.conversation.id,
    status,
    direction: leg.direction,
    timestamp: stamp(at),
  };
  for (const field of leg.call.scenario.omit ?? []) delete all[field];
  return all;
}

/**
 * `from` and `to` as the captures have them: a Client SDK caller has no `from`, and its own name as `to`; a phone that it
 * calls sees that name as `from`, until `completed` says "Unknown".
 */
function endsOf(leg: Leg, status: Status): Payload {
  if (leg.from.type !== 'app') return {from: addressOf(leg.from), to: addressOf(leg.to)};
  if (leg.direction === 'inbound') return {from: null, to: addressOf(leg.from)};
  const hidden = status === 'completed' && leg.to.type === 'phone';
  return {from: hidden ? 'Unknown' : addressOf(leg.from), to: addressOf(leg.to)};
}

/** Client SDK legs carry the client's own reference, under one name at first and under another later. */
function referenceOf(leg: Leg, status: Status): Payload {
  const reference = leg.direction === 'inbound' ? leg.call.scenario.caller?.clientReference : undefined;
  if (!reference) return {};
  return status === 'started' ? {client_ref: reference} : {client_reference: reference};
}

/** Moves a leg to a status; the returned payload is that of the event webhook to be told, and then the history is pushed. */
export function move(platform: Platform, leg: Leg, status: Status, at: number, extra: Payload = {}): Payload {
  leg.status = status;
  leg.history.push({status, at});
  platform.act({
    at,
    kind: 'leg',
    text: `${leg.direction} ${addressOf(leg.from)} → ${addressOf(leg.to)} ${status}`,
  });
  if (status === 'answered') {
    leg.answeredAt = at;
    return payloadOf(leg, status, at, {start_time: null}, {rate: null, network: null, ...extra});
  }
  return payloadOf(leg, status, at, {}, extra);
}

/** Moves a leg to a status and sends the event webhook. */
export function reportStatus(platform: Platform, leg: Leg, status: Status, at: number, extra?: Payload): void {
  tell(platform, leg, at, move(platform, leg, status, at, extra));
}

/** Sends the event webhook of a move, and pushes the history that it is now part of. */
export function tell(platform: Platform, leg: Leg, at: number, payload: Payload): void {
  leg.call.outbox.tell('event', at, leg.target, payload);
  pushHistory(platform, leg, at);
}

/** Pushes a leg's whole history to the RTC event URL, as Vonage does at each change. */
export function pushHistory(platform: Platform, leg: Leg, at: number): void {
  const {conversation, member, history} = leg;
  push(platform, leg.call.outbox, at, {
    type: 'leg:status:update',
    conversation_id: conversation.id,
    from: member?.id ?? null,
    body: {
      leg_id: leg.id,
      type: leg.remote.type,
      direction: leg.direction,
      status: leg.status,
      statusHistory: history.map(entry => ({
        status: entry.status,
        date: stamp(entry.at),
        conversation_id: conversation.id,
        ...(member && {member_id: member.id}),
      })),
    },
  });
}

/**
 * Answers a leg: the webhook, and the three events of the Conversation API with the distances between their stamps that
 * the concept page shows (the member has joined a few ms before the leg is `answered`). From here on its length counts.
 */
export function answer(platform: Platform, leg: Leg, at: number): void {
  const {member} = leg;
  const inbound = leg.direction === 'inbound';
  if (member) {
    const known = member.times.joined ?? member.times.invited ?? at;
    const earlier = (ms: number) => Math.max(at - ms, known);
    member.state = 'JOINED';
    member.times.joined = earlier(inbound ? 6 : 7);
    record(platform, member, at, sipOr(leg, 'answered'), {channel: channelOf(leg), direction: leg.direction});
    recordJoined(platform, member, earlier(inbound ? 3 : 4));
    recordMedia(platform, member, earlier(3));
  }
  reportStatus(platform, leg, 'answered', at);
  const {lengthLimitMs} = leg;
  hangUpLater(platform, leg, at + lengthLimitMs, 'platform', `its limit of ${lengthLimitMs / 1000} s is over`);
}

/**
 * Ends a leg: `completed` (which does not follow `rejected`), the member's leaving, and the conversation's end when
 * nobody is left in it and nothing keeps it.
 */
export function end(platform: Platform, leg: Leg, wanted: number, by: EndedBy): void {
  if (isOver(leg)) return;
  const at = notBefore(leg, wanted);
  leg.endedAt = at;
  if (!leg.gone.signal.aborted) leg.gone.abort(new Interruption(at, by));
  const {reason} = leg.gone.signal;
  if (reason instanceof Interruption && reason.why) {
    const who = reason.by === 'user' ? `${addressOf(leg.remote)}, who` : 'Vonage:';
    platform.act({at, kind: 'leg', text: `${leg.id} is hung up by ${who} ${reason.why}`});
  }
  if (leg.status !== 'rejected') reportStatus(platform, leg, 'completed', at, moneyOf(leg, at, by));
  leave(platform, leg, at, by);
  forgetOldLegs(platform);
}

/** Legs that can still be asked for after their end: a bound for runs that place calls for hours. */
const keptLegs = 1000;

function forgetOldLegs({legs}: Platform): void {
  if (legs.size <= keptLegs) return;
  for (const old of legs.values()) {
    if (legs.size <= keptLegs) return;
    if (isOver(old)) legs.delete(old.id);
  }
}

/** Moves a leg into another conversation and tells the application; becoming a member there is the caller's to do. */
export function moveTo(platform: Platform, leg: Leg, conversation: Conversation, at: number): void {
  const before = leg.conversation;
  leave(platform, leg, at);
  leg.conversation = conversation;
  leg.call.outbox.tell('event', at, leg.target, {
    conversation_uuid_from: before.id,
    type: 'transfer',
    uuid: leg.id,
    conversation_uuid_to: conversation.id,
    timestamp: stamp(at),
  });
}

/** Takes a leg's member out of its conversation, which ends with its last member unless something keeps it. */
export function leave(platform: Platform, leg: Leg, at: number, by: EndedBy = 'platform'): void {
  const {member, conversation, call} = leg;
  if (member && member.state !== 'LEFT') {
    if (isOver(leg)) {
      const reason = {text: by === 'user' ? 'NORMAL_CLEARING' : 'MANAGER_REQUEST', code: '200', sip_code: 200};
      record(platform, member, at, sipOr(leg, 'hangup'), {channel: channelOf(leg), direction: leg.direction, reason});
    }
    recordLeft(platform, member, at, {code: '200', text: 'NORMAL_CLEARING'});
  }
  endIfEmpty(platform, conversation, call.outbox, at);
}

/** Makes a leg that has not begun: `started` is the caller's to report. */
export function createLeg(
  platform: Platform,
  leg: Pick<Leg, 'direction' | 'from' | 'to' | 'call' | 'conversation' | 'target'> &
    Partial<Pick<Leg, 'ringLimitMs' | 'lengthLimitMs'>>,
): Leg {
  const remote = leg.direction === 'inbound' ? leg.from : leg.to;
  const {random} = platform;
  // Only inbound phone legs are named by 32 digits without dashes.
  const plain = leg.direction === 'inbound' && remote.type === 'phone';
  const created: Leg = {
    ringLimitMs: 60_000,
    lengthLimitMs: 7_200_000,
    ...leg,
    id: leg.call.ids.legs.shift() ?? (plain ? hex32(random) : uuid(random)),
    remote,
    status: 'started',
    history: [],
    gone: new AbortController(),
    run: new AbortController(),
    atEnd: [],
    patience: {since: platform.clock.now(), rounds: 0},
    ...tariffOf(leg.direction, remote),
  };
  leg.call.legs.push(created);
  platform.legs.set(created.id, created);
  return created;
}

import {Closed} from './clock.js';
import {addMember, createConversation, pushState, recordJoined} from './conversation.js';
import {dial} from './dial.js';
import {createLeg, end, hangUp, hangUpLater, Interruption, replaceNcco, reportStatus, tell} from './leg.js';
import {askForNcco, type Wish} from './ncco/ask.js';
import {besides} from './ncco/besides.js';
import {endWhenDropped} from './ncco/connect-socket.js';
import {detect} from './ncco/detection.js';
import {live, run} from './ncco/run.js';
import type {CallOutcome} from './outcome.js';
import type {Callee, Scenario} from './scenarios/scenario.js';
import {seedCall} from './seed-call.js';
import type {Call, CallRequest, Conversation, Detection, Leg, Platform} from './state.js';
import {addressOf, type Party, type Payload} from './types.js';

/** How long a caller stays connected when the application could not say what to do, ms (Vonage's article on dropped calls). */
const dropMs = 1000;

/** Begins a call that has no leg yet. With `seedIds` its ids are those of Vonage's published example. */
export function createCall(platform: Platform, scenario: Scenario, seedIds: boolean): Call {
  const {legs, members, users, voiceUsers} = seedCall.ids;
  return {
    scenario,
    timing: platform.timing,
    outbox: platform.newOutbox(),
    legs: [],
    ids: seedIds
      ? {legs: [...legs], members: [...members], users: [...users], voiceUsers: [...voiceUsers]}
      : {legs: [], members: [], users: [], voiceUsers: []},
    dialled: 0,
    digits: [...(scenario.digits ?? [])],
    speech: [...(scenario.speech ?? [])],
    media: [],
    pending: [],
    lives: [],
    begun: 0,
  };
}

/** Somebody calls the application's number, at `began`: everything until the last leg of this call has ended. */
export async function receive(
  platform: Platform,
  scenario: Scenario,
  began: number,
  seedIds: boolean,
): Promise<CallOutcome> {
  const {clock, timing, targets} = platform;
  const call = createCall(platform, scenario, seedIds);
  const caller: Party = scenario.caller?.party ?? {type: 'phone', number: seedCall.alice};
  const to: Party = toOf(caller, scenario.to ?? seedCall.vonageNumber);
  const conversation = createConversation(platform, {
    at: began + timing.createdMs,
    ...(seedIds && {id: seedCall.ids.conversation, name: seedCall.ids.name}),
  });
  const leg = createLeg(platform, {direction: 'inbound', from: caller, to, call, conversation, target: targets.event});
  platform.act({at: began, kind: 'call', text: `${leg.id} begins: ${scenario.name}`});
  return lifeOf(platform, call, leg, async () => {
    reportStatus(platform, leg, 'started', began);
    if (caller.type !== 'app') reportStatus(platform, leg, 'ringing', began);
    pushState(platform, call.outbox, conversation, conversation.createdAt, 'conversation:created');
    const {hangUpAfterMs} = scenario.caller ?? {};
    if (hangUpAfterMs !== undefined) hangUpLater(platform, leg, began + hangUpAfterMs, 'user');
    const joinedEventAt = await clock.until(began + timing.joinedEventMs, leg.gone.signal);
    recordJoined(platform, addMember(platform, leg, 'JOINED', began + timing.joinedMs), joinedEventAt);
    const askedAt = await clock.until(began + timing.answerMs, leg.gone.signal);
    const fields = {...answerFieldsOf(platform, leg), ...scenario.caller?.answerFields};
    return carryOutWish(platform, leg, askedAt, await askForNcco(platform, leg, askedAt, targets.answer, fields));
  });
}

/** ms from a request to create a call to the leg's `started`. */
const creationMs = 300;

/** Calls somebody because the application asked for it. The leg exists at once; `over` is when the call has ended. */
export function callOut(
  platform: Platform,
  request: CallRequest,
  callee: Callee,
): {leg: Leg; over: Promise<CallOutcome>} {
  const {clock, targets} = platform;
  const created = clock.now();
  const call = createCall(platform, {name: 'created', summary: 'A call that the application created'}, false);
  const conversation = createConversation(platform, {at: created});
  const {from, to, ringLimitMs, lengthLimitMs} = request;
  const target = request.event ?? targets.event;
  const limits = {ringLimitMs, lengthLimitMs};
  const leg = createLeg(platform, {direction: 'outbound', from, to, call, conversation, target, ...limits});
  addMember(platform, leg, 'INVITED', created);
  const until = (time: number) => clock.until(time, leg.gone.signal);
  const over = lifeOf(platform, call, leg, async () => {
    pushState(platform, call.outbox, conversation, created, 'conversation:created');
    const {at, payload} = await dial(platform, leg, callee, await until(created + creationMs), until);
    if (payload) {
      tell(platform, leg, at, payload);
      return at;
    }
    if (callee.talkMs !== undefined) hangUpLater(platform, leg, at + callee.talkMs, 'user');
    if (leg.media) besides(leg, endWhenDropped(platform, leg, leg.media));
    if (request.detection) besides(leg, detectBesides(platform, leg, request.detection, callee, at));
    if (request.actions) return run(platform, leg, request.actions, at);
    if (!request.answer) return at;
    const fields = answerFieldsOf(platform, leg);
    return carryOutWish(platform, leg, at, await askForNcco(platform, leg, at, request.answer, fields));
  });
  return {leg, over};
}

async function detectBesides(
  platform: Platform,
  leg: Leg,
  detection: Detection,
  callee: Callee,
  from: number,
): Promise<void> {
  try {
    const until = (time: number) => platform.clock.until(time, leg.gone.signal);
    const {at, actions, hangsUp} = await detect(platform, leg, detection, callee, from, until);
    if (actions) replaceNcco(leg, at, actions);
    if (hangsUp) hangUp(leg, at, 'platform');
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
  }
}

/** Carries out what the application wants, or drops the caller when nobody knows. Returns when that was done. */
export async function carryOutWish(platform: Platform, leg: Leg, asked: number, wish: Wish): Promise<number> {
  if (wish.actions) return run(platform, leg, wish.actions, wish.readyAt, asked);
  return platform.clock.until(wish.readyAt + dropMs, leg.gone.signal);
}

/** Runs a call's first leg to its end, and with it all others; returns what became of them. */
export async function lifeOf(
  platform: Platform,
  call: Call,
  leg: Leg,
  until: () => Promise<number>,
): Promise<CallOutcome> {
  const {conversation} = leg;
  try {
    const ended = await live(platform, leg, until);
    // More may begin while these last.
    while (call.lives.length > 0) await call.lives.shift();
    for (const other of call.legs) end(platform, other, ended.at, 'platform');
    await call.outbox.idle();
    platform.act({at: ended.at, kind: 'call', text: `${leg.id} ended: ${leg.status}`});
  } catch (error) {
    if (!(error instanceof Closed)) throw error;
  }
  return outcomeOf(call, conversation, leg);
}

/** The parameters of an answer webhook (Vonage's webhook reference). */
function answerFieldsOf(platform: Platform, leg: Leg): Payload {
  const caller = leg.from.type === 'app' ? {from_user: leg.from.user} : {from: addressOf(leg.from)};
  return {
    to: addressOf(leg.to),
    ...caller,
    endpoint_type: leg.remote.type,
    conversation_uuid: leg.conversation.id,
    uuid: leg.id,
    region_url: platform.regionUrl ?? platform.publicUrl,
  };
}

function toOf(caller: Party, to: string): Party {
  return caller.type === 'app' ? {type: 'app', user: to} : {type: 'phone', number: to};
}

function outcomeOf(call: Call, conversation: Conversation, first: Leg): CallOutcome {
  return {
    scenario: call.scenario.name,
    uuid: first.id,
    conversation: conversation.id,
    status: first.status,
    legs: call.legs.map(leg => ({
      uuid: leg.id,
      direction: leg.direction,
      from: addressOf(leg.from),
      to: addressOf(leg.to),
      statuses: leg.history.map(({status, at}) => ({status, at})),
    })),
    media: call.media,
    deliveries: call.outbox.deliveries,
  };
}

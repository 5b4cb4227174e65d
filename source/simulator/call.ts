import {Closed} from './clock.js';
import {addMember, createConversation, pushState, recordJoined} from './conversation.js';
import {createLeg, end, hangUp, Interruption, report} from './leg.js';
import {askForNcco, type Wish} from './ncco/ask.js';
import {flush, run} from './ncco/run.js';
import type {Scenario} from './scenarios/scenario.js';
import {seedCall} from './seed-call.js';
import type {Call, CallOutcome, Conversation, EndedBy, Leg, Platform} from './state.js';
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
    pending: [],
    atEnd: [],
  };
}

/** Somebody calls the application's number: everything until the last leg of this call has ended. */
export async function receive(platform: Platform, scenario: Scenario, seedIds: boolean): Promise<CallOutcome> {
  const {clock, timing, targets} = platform;
  const began = clock.now();
  const call = createCall(platform, scenario, seedIds);
  const caller: Party = scenario.caller?.party ?? {type: 'phone', number: seedCall.alice};
  const to: Party = toOf(caller, scenario.to ?? seedCall.vonageNumber);
  const conversation = createConversation(platform, {
    at: began + timing.createdMs,
    ...(seedIds && {id: seedCall.ids.conversation, name: seedCall.ids.name}),
  });
  const leg = createLeg(platform, {direction: 'inbound', from: caller, to, call, conversation, target: targets.event});
  return lifeOf(platform, call, leg, async () => {
    report(platform, leg, 'started', began);
    if (caller.type !== 'app') report(platform, leg, 'ringing', began);
    pushState(platform, call.outbox, conversation, conversation.createdAt, 'conversation:created');
    giveUpLater(platform, leg, began);
    const member = addMember(platform, leg, 'JOINED', began + timing.joinedMs);
    recordJoined(platform, member, await clock.until(began + timing.joinedEventMs, leg.gone.signal));
    const askedAt = await clock.until(began + timing.answerMs, leg.gone.signal);
    const fields = {...answerFieldsOf(platform, leg), ...scenario.caller?.answerFields};
    return carryOutWish(platform, leg, askedAt, await askForNcco(platform, leg, askedAt, targets.answer, fields));
  });
}

/** Carries out what the application wants, or drops the caller when nobody knows. Returns when that was done. */
export async function carryOutWish(platform: Platform, leg: Leg, asked: number, wish: Wish): Promise<number> {
  if (wish.actions) return run(platform, leg, wish.actions, wish.readyAt, asked);
  return platform.clock.until(wish.readyAt + dropMs, leg.gone.signal);
}

/** Runs a call's first leg to its end, whoever ends it, and tells what became of it. */
export async function lifeOf(
  platform: Platform,
  call: Call,
  leg: Leg,
  live: () => Promise<number>,
): Promise<CallOutcome> {
  const {conversation} = leg;
  let ended: {at: number; by: EndedBy};
  try {
    const at = await live();
    ended = {at, by: 'platform'};
  } catch (error) {
    if (error instanceof Closed) return outcomeOf(call, conversation, leg);
    if (!(error instanceof Interruption)) throw error;
    ended = error;
  }
  for (const finish of call.atEnd.splice(0)) finish(ended.at);
  end(platform, leg, ended.at, ended.by);
  flush(leg);
  for (const other of call.legs) end(platform, other, ended.at, 'platform');
  await call.outbox.idle();
  platform.act({at: ended.at, kind: 'call', text: `${leg.id} ended: ${leg.status}`});
  return outcomeOf(call, conversation, leg);
}

/** The parameters of an answer webhook (Vonage's webhook reference). */
function answerFieldsOf(platform: Platform, leg: Leg): Payload {
  const caller = leg.from.type === 'app' ? {from_user: leg.from.user} : {from: addressOf(leg.from)};
  return {
    to: addressOf(leg.to),
    ...caller,
    ...(leg.from.type !== 'phone' && {endpoint_type: leg.from.type}),
    conversation_uuid: leg.conversation.id,
    uuid: leg.id,
    ...(platform.regionUrl && {region_url: platform.regionUrl}),
  };
}

function toOf(caller: Party, to: string): Party {
  return caller.type === 'app' ? {type: 'app', user: to} : {type: 'phone', number: to};
}

function giveUpLater(platform: Platform, leg: Leg, began: number): void {
  const after = leg.call.scenario.caller?.hangUpAfterMs;
  if (after === undefined) return;
  platform.clock.until(began + after, leg.gone.signal).then(
    at => hangUp(leg, at, 'user'),
    () => undefined,
  );
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
    deliveries: call.outbox.deliveries,
  };
}

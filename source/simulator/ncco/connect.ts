import {channelOf, sipOr} from '../channel.js';
import {addMember, record} from '../conversation.js';
import {answer, createLeg, end, hangUp, Interruption, move, report, sipCodes} from '../leg.js';
import type {Callee} from '../scenarios/scenario.js';
import type {Leg} from '../state.js';
import type {Party, Payload, Status} from '../types.js';
import {askAboutEvent} from './ask.js';
import {type Outcome, type Scene, targetOf, until} from './scene.js';
import type {ActionOf, Endpoint} from './schema.js';

/** Statuses about which a synchronous `connect` asks the application what to do next. */
const asked = new Set<Status>(['busy', 'failed', 'rejected', 'timeout', 'unanswered']);

/** ms from the callee's voice to the verdict of machine detection, and on to the beep. */
const detectionMs = 3000;
const beepMs = 5000;

/** Calls somebody and joins the two: the NCCO goes on when that leg has ended. */
export async function connect(scene: Scene, action: ActionOf<'connect'>): Promise<Outcome> {
  const {platform, leg} = scene;
  const {call} = leg;
  const endpoint = action.endpoint[0];
  if (!endpoint) return {at: scene.at};
  const callee = nextCallee(scene);
  const first = call.dialled++ === 0;
  const outbound = createLeg(platform, {
    direction: 'outbound',
    from: action.from ? {type: 'phone', number: action.from} : defaultFrom(leg),
    to: partyOf(endpoint),
    call,
    conversation: leg.conversation,
    target: targetOf(scene, action),
    ringLimitMs: (action.timeout ?? 60) * 1000,
    lengthLimitMs: (action.limit ?? 7200) * 1000,
  });
  // In the capture of a first connect, the invitation's stamp is earlier than the answer webhook's row.
  const invitedAt = first && leg.answeredAt === undefined ? scene.asked + call.timing.invitedMs : scene.at;
  addMember(platform, outbound, 'INVITED', invitedAt);

  let begun = false;
  try {
    const dialAt = await until(scene, Math.max(scene.at, scene.asked + call.timing.dialMs), outbound.gone.signal);
    begun = true;
    ringOut(scene, outbound, dialAt);
    const settled = await settle(scene, action, callee, outbound, dialAt);
    if ('actions' in settled || outbound.answeredAt === undefined) return settled;
    return await talk(scene, action, callee, outbound, settled.at);
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    const mine = error === outbound.gone.signal.reason;
    if (!begun) call.legs.splice(call.legs.indexOf(outbound), 1);
    else if (outbound.answeredAt === undefined && !mine) report(platform, outbound, 'cancelled', error.at);
    call.pending.push(() => end(platform, outbound, error.at, mine ? error.by : 'platform'));
    if (mine) return {at: error.at};
    throw error;
  }
}

function nextCallee({leg: {call}}: Scene): Callee {
  const {callees} = call.scenario;
  return callees?.[call.dialled] ?? callees?.at(-1) ?? {};
}

/** Without a `from` the callee sees "Unknown"; a Client SDK caller is seen by name. */
function defaultFrom(leg: Leg): Party {
  return leg.remote.type === 'app' ? leg.remote : {type: 'phone', number: 'Unknown'};
}

function partyOf(endpoint: Endpoint): Party {
  switch (endpoint.type) {
    case 'phone':
      return {type: 'phone', number: endpoint.number};
    case 'app':
      return {type: 'app', user: endpoint.user};
    case 'vbc':
      return {type: 'vbc', extension: endpoint.extension};
    case 'sip':
      return {type: 'sip', uri: endpoint.uri ?? `sip:${endpoint.user ?? ''}@${endpoint.domain ?? ''}`};
    case 'websocket':
      return {
        type: 'websocket',
        uri: endpoint.uri,
        'content-type': endpoint['content-type'],
        headers: endpoint.headers,
      };
  }
}

function ringOut({platform}: Scene, outbound: Leg, at: number): void {
  report(platform, outbound, 'started', at);
  // Legs of the Client SDK and of WebSockets never ring.
  if (outbound.remote.type === 'app' || outbound.remote.type === 'websocket') return;
  if (outbound.member)
    record(platform, outbound.member, at, sipOr(outbound, 'ringing'), {channel: channelOf(outbound)});
  report(platform, outbound, 'ringing', at);
}

/** What the callee makes of the call, and when; `timeout` when the phone has rung for too long. */
function outcomeOf({platform}: Scene, callee: Callee, outbound: Leg): {status: Status; afterMs: number} {
  const status = callee.outcome ?? 'answered';
  const afterMs = callee.afterMs ?? (status === 'timeout' ? outbound.ringLimitMs : platform.timing.ringMs);
  return afterMs >= outbound.ringLimitMs ? {status: 'timeout', afterMs: outbound.ringLimitMs} : {status, afterMs};
}

/** Waits for the callee's answer or refusal and tells of it. */
async function settle(
  scene: Scene,
  action: ActionOf<'connect'>,
  callee: Callee,
  outbound: Leg,
  from: number,
): Promise<Outcome> {
  const {platform, leg} = scene;
  const {status, afterMs} = outcomeOf(scene, callee, outbound);
  const at = await until(scene, from + afterMs, outbound.gone.signal);
  if (status === 'answered') {
    answer(platform, outbound, at);
    if (leg.answeredAt !== undefined) return {at};
    const bridgedAt = await until(scene, at + leg.call.timing.bridgeMs, outbound.gone.signal);
    answer(platform, leg, bridgedAt);
    return {at: bridgedAt};
  }
  const payload = move(platform, outbound, status, at, failureOf(status, callee));
  leg.call.pending.push(() => end(platform, outbound, at, 'platform'));
  if (action.eventType !== 'synchronous' || !asked.has(status)) {
    leg.call.outbox.tell('event', at, outbound.target, payload);
    return {at};
  }
  const wish = await askAboutEvent(platform, leg, at, outbound.target, payload);
  return {at: wish.readyAt, actions: wish.actions};
}

function failureOf(status: Status, callee: Callee): Payload {
  const code = sipCodes[status];
  // `busy`, `timeout` and `cancelled` never have a detail.
  const detail = status === 'failed' || status === 'rejected' || status === 'unanswered' ? callee.detail : undefined;
  return {...(detail && {detail}), ...(code && status !== 'timeout' && {sip_code: code})};
}

/** The two talk until the callee hangs up, the limit is reached, or a machine is found where none is wanted. */
async function talk(
  scene: Scene,
  action: ActionOf<'connect'>,
  callee: Callee,
  outbound: Leg,
  from: number,
): Promise<Outcome> {
  const {platform, leg} = scene;
  const answeredAt = outbound.answeredAt ?? from;
  const talkMs = callee.talkMs ?? leg.call.timing.talkMs;
  const limited = talkMs >= outbound.lengthLimitMs;
  const endAt = answeredAt + Math.min(talkMs, outbound.lengthLimitMs);
  const finish = (at: number, by: 'user' | 'platform') => {
    hangUp(outbound, at, by);
    leg.call.pending.push(() => end(platform, outbound, at, by));
    return {at};
  };
  if (detectionOf(action)) {
    const detected = await detect(scene, action, callee, outbound, Math.min(answeredAt + detectionMs, endAt));
    if (detected.actions || detected.hangsUp) return {...finish(detected.at, 'platform'), actions: detected.actions};
  }
  const at = await until(scene, endAt, outbound.gone.signal);
  return finish(at, limited ? 'platform' : 'user');
}

type Detection = {behavior?: string; mode?: string};

function detectionOf(action: ActionOf<'connect'>): Detection | undefined {
  if (action.machineDetection) return {behavior: action.machineDetection};
  return action.advancedMachineDetection ?? action.advanced_machine_detection;
}

/** Machine detection: its events name the leg `call_uuid`, and in mode `default` their reply may be another NCCO. */
async function detect(
  scene: Scene,
  action: ActionOf<'connect'>,
  callee: Callee,
  outbound: Leg,
  due: number,
): Promise<Outcome & {hangsUp?: boolean}> {
  const {platform, leg} = scene;
  const {behavior, mode = 'default'} = detectionOf(action) ?? {};
  const machine = callee.detected === 'machine' || callee.detected === 'beep';
  const status = machine ? 'machine' : 'human';
  const tell = async (at: number, extra: Payload) => {
    const {uuid, ...payload} = move(platform, outbound, status, at, extra);
    const {actions, readyAt} = await askAboutEvent(platform, leg, at, outbound.target, {...payload, call_uuid: uuid});
    return {at: readyAt, ...(mode === 'default' && {actions})};
  };
  const verdict = await tell(await until(scene, due, outbound.gone.signal), {});
  if (verdict.actions) return verdict;
  if (machine && behavior === 'hangup') return {...verdict, hangsUp: true};
  if (!machine || mode === 'detect') return verdict;
  const beepAt = await until(scene, verdict.at + beepMs, outbound.gone.signal);
  return tell(beepAt, {sub_state: callee.detected === 'beep' ? 'beep_start' : 'beep_timeout'});
}

import {addMember} from '../conversation.js';
import {dial} from '../dial.js';
import {
  answer,
  createLeg,
  end,
  hangUp,
  Interruption,
  leave,
  pushHistory,
  Replaced,
  reportStatus,
  tell,
} from '../leg.js';
import type {Callee} from '../scenarios/scenario.js';
import type {Detection, EndedBy, Leg} from '../state.js';
import type {Status} from '../types.js';
import {askAboutEvent} from './ask.js';
import {talkToSocket} from './connect-socket.js';
import {detect} from './detection.js';
import {defaultFrom, partyOf} from './parties.js';
import {listenUntil} from './patience.js';
import {type Outcome, type Scene, targetOf, waitUntil} from './scene.js';
import type {ActionOf} from './schema.js';

/** Statuses about which a synchronous `connect` asks the application what to do next. */
const askedAbout = new Set<Status>(['busy', 'failed', 'rejected', 'timeout', 'unanswered']);

/** Calls somebody and joins the two: the NCCO goes on when that leg has ended. */
export async function connect(scene: Scene, action: ActionOf<'connect'>): Promise<Outcome> {
  const endpoint = action.endpoint[0];
  if (!endpoint) return {at: scene.at};
  const {platform, leg} = scene;
  const {call} = leg;
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
  const outcome = await reach(scene, action, callee, outbound).catch(error => interrupted(scene, outbound, error));
  // Who talks is not bored.
  if (outbound.answeredAt !== undefined) leg.patience.since += outcome.at - outbound.answeredAt;
  return outcome;
}

function nextCallee({leg: {call}}: Scene): Callee {
  const {callees} = call.scenario;
  return callees?.[call.dialled] ?? callees?.at(-1) ?? {};
}

/** Waits on behalf of both legs, by one of the ways to wait on behalf of the first. */
function untilEither(scene: Scene, outbound: Leg, wait: typeof waitUntil) {
  return (time: number, ...signals: AbortSignal[]) =>
    wait(scene, time, outbound.gone.signal, outbound.run.signal, ...signals);
}

async function reach(scene: Scene, action: ActionOf<'connect'>, callee: Callee, outbound: Leg): Promise<Outcome> {
  const {platform, leg} = scene;
  const wait = untilEither(scene, outbound, listenUntil);
  const dialAt = await wait(Math.max(scene.at, scene.asked + leg.call.timing.dialMs));
  const {at, status, payload} = await dial(platform, outbound, callee, dialAt, wait);
  if (payload) {
    leg.call.pending.push(() => end(platform, outbound, at, 'platform'));
    if (action.eventType !== 'synchronous' || !askedAbout.has(status)) {
      // Without `synchronous` nobody is told that a WebSocket could not be reached.
      if (outbound.remote.type === 'websocket') pushHistory(platform, outbound, at);
      else tell(platform, outbound, at, payload);
      return {at};
    }
    const asked = askAboutEvent(platform, leg, at, outbound.target, payload);
    pushHistory(platform, outbound, at);
    const wish = await asked;
    return {at: wish.readyAt, actions: wish.actions};
  }
  if (leg.answeredAt === undefined) answer(platform, leg, await wait(at + leg.call.timing.bridgeMs));
  return talk(scene, action, callee, outbound, at);
}

/** The two talk until the callee hangs up, or a machine is found where none is wanted. */
async function talk(
  scene: Scene,
  action: ActionOf<'connect'>,
  callee: Callee,
  outbound: Leg,
  answeredAt: number,
): Promise<Outcome> {
  const {platform, leg} = scene;
  const wait = untilEither(scene, outbound, waitUntil);
  // However short the talk is, the two were joined.
  let endsAt = Math.max(answeredAt + (callee.talkMs ?? leg.call.timing.talkMs), leg.answeredAt ?? answeredAt);
  const finish = (at: number, by: EndedBy) => {
    hangUp(outbound, at, by);
    leg.call.pending.push(() => end(platform, outbound, at, by));
    return {at};
  };
  if (outbound.media) {
    const ended = await talkToSocket(scene, outbound, outbound.media, {from: answeredAt, endsAt, wait});
    return {...finish(ended.at, ended.by), actions: ended.actions};
  }
  const detection = detectionOf(action);
  if (detection) {
    const detected = await detect(platform, outbound, detection, callee, answeredAt, wait);
    if (detected.actions || detected.hangsUp) return {...finish(detected.at, 'platform'), actions: detected.actions};
    endsAt = Math.max(endsAt, detected.at);
  }
  return finish(await wait(endsAt), 'user');
}

function detectionOf(action: ActionOf<'connect'>): Detection | undefined {
  if (action.machineDetection) return {behavior: action.machineDetection};
  return action.advancedMachineDetection ?? action.advanced_machine_detection;
}

/** One of the two legs was hung up, or got another NCCO, while they were being joined or talking. */
function interrupted(scene: Scene, outbound: Leg, error: unknown): Outcome {
  const {platform, leg} = scene;
  if (error instanceof Replaced && error === outbound.run.signal.reason) {
    scene.alone(outbound, error);
    return {at: error.at};
  }
  if (!(error instanceof Interruption || error instanceof Replaced)) throw error;
  const hungUp = error instanceof Interruption && error === outbound.gone.signal.reason;
  const by = hungUp ? error.by : 'platform';
  if (outbound.history.length === 0) {
    // It was invited and never called: there is nothing to complete.
    platform.legs.delete(outbound.id);
    leg.call.legs.splice(leg.call.legs.indexOf(outbound), 1);
    leave(platform, outbound, error.at);
  } else {
    if (outbound.answeredAt === undefined && !hungUp) reportStatus(platform, outbound, 'cancelled', error.at);
    leg.call.pending.push(() => end(platform, outbound, error.at, by));
  }
  if (!hungUp) throw error;
  return {at: error.at};
}

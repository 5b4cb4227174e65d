import {sipCodes} from './billing.js';
import {channelOf, sipOr} from './channel.js';
import {record} from './conversation.js';
import {answer, move, reportStatus} from './leg.js';
import {connectSocket} from './media/socket.js';
import type {MediaOutcome} from './outcome.js';
import type {Callee} from './scenarios/scenario.js';
import type {Leg, Platform} from './state.js';
import type {Party, Payload, Status} from './types.js';

/** How an attempt to reach somebody ended; `payload` is the event webhook that is still to be sent when it failed. */
export type Dialled = {at: number; status: Status; payload?: Payload};

/** Rings somebody up: `started`, `ringing`, and what the callee makes of it. Being answered is told here. */
export async function dial(
  platform: Platform,
  leg: Leg,
  callee: Callee,
  at: number,
  until: (time: number) => Promise<number>,
): Promise<Dialled> {
  reportStatus(platform, leg, 'started', at);
  // Legs of the Client SDK and of WebSockets never ring.
  if (leg.remote.type !== 'app' && leg.remote.type !== 'websocket') {
    if (leg.member) record(platform, leg.member, at, sipOr(leg, 'ringing'), {channel: channelOf(leg)});
    reportStatus(platform, leg, 'ringing', at);
  }
  if (leg.remote.type === 'websocket' && callee.outcome === undefined) {
    return dialSocket(platform, leg, leg.remote, at, until);
  }
  const {status, afterMs} = outcomeOf(platform, callee, leg);
  const settledAt = await until(at + afterMs);
  if (status === 'answered') {
    answer(platform, leg, settledAt);
    return {at: settledAt, status};
  }
  return {at: settledAt, status, payload: move(platform, leg, status, settledAt, failureOf(status, callee))};
}

/** A WebSocket is really called. What a failure tells is less than elsewhere; see Vonage's WebSocket guide. */
async function dialSocket(
  platform: Platform,
  leg: Leg,
  endpoint: Extract<Party, {type: 'websocket'}>,
  at: number,
  until: (time: number) => Promise<number>,
): Promise<Dialled> {
  const {tookMs, socket, status} = await connectSocket(platform, lineOf(leg), endpoint);
  const settledAt = await until(at + platform.clock.cost(tookMs));
  if (!socket) {
    const {direction, ...payload} = move(platform, leg, status, settledAt);
    return {at: settledAt, status, payload};
  }
  leg.media = socket;
  answer(platform, leg, settledAt);
  return {at: settledAt, status: 'answered'};
}

function lineOf({gone, call}: Leg) {
  return {gone: gone.signal, says: call.scenario.says, keep: (outcome: MediaOutcome) => void call.media.push(outcome)};
}

/** What the callee makes of the call, and when; `timeout` when the phone has rung for too long. */
function outcomeOf(platform: Platform, callee: Callee, leg: Leg): {status: Status; afterMs: number} {
  const status = callee.outcome ?? 'answered';
  const silent = leg.remote.type === 'app' || leg.remote.type === 'websocket';
  const usualMs = status === 'timeout' ? leg.ringLimitMs : silent ? 0 : platform.timing.ringMs;
  const afterMs = callee.afterMs ?? usualMs;
  return afterMs >= leg.ringLimitMs ? {status: 'timeout', afterMs: leg.ringLimitMs} : {status, afterMs};
}

const detailed = new Set<Status>(['failed', 'rejected', 'unanswered']);

function failureOf(status: Status, callee: Callee): Payload {
  const code = sipCodes[status];
  // `busy`, `timeout` and `cancelled` never have a detail.
  const detail = detailed.has(status) ? callee.detail : undefined;
  return {...(detail && {detail}), ...(code && status !== 'timeout' && {sip_code: code})};
}

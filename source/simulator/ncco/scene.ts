import {answer, type Replaced} from '../leg.js';
import type {Leg, Platform} from '../state.js';
import {stamp, type Target} from '../types.js';
import type {NccoAction} from './schema.js';

/** Where an action is carried out: on which leg, and from when. */
export type Scene = {
  platform: Platform;
  leg: Leg;
  /** When the action begins, simulated ms since the epoch. */
  at: number;
  /** When the webhook left that this NCCO answers: what Vonage prepares counts from there. */
  asked: number;
  /** Lets another leg go on with an NCCO of its own. */
  alone(leg: Leg, replaced: Replaced): void;
};

/** What an action came to: when it ended, and the NCCO that replaces the actions of the running one that have not begun. */
export type Outcome = {at: number; actions?: NccoAction[]};

/** Waits on behalf of a scene's leg. Rejects with an Interruption when the leg is hung up or gets another NCCO. */
export function waitUntil({platform, leg}: Scene, time: number, ...signals: AbortSignal[]): Promise<number> {
  return platform.clock.until(time, leg.gone.signal, leg.run.signal, ...signals);
}

/** Most actions answer the call when it has not been answered; `connect` waits for the callee. */
export function ensureAnswered({platform, leg, at}: Scene): void {
  if (leg.answeredAt === undefined) answer(platform, leg, at);
}

/** Where the events of an action go: its own URL, or the leg's. */
export function targetOf({leg}: Scene, action: {eventUrl?: string[]; eventMethod?: 'GET' | 'POST'}): Target {
  const url = action.eventUrl?.[0];
  return url ? {url, method: action.eventMethod ?? 'POST'} : leg.target;
}

/** The fields that every event about an action of a leg begins with. */
export function about({leg}: Scene, at: number) {
  return {uuid: leg.id, conversation_uuid: leg.conversation.id, timestamp: stamp(at)};
}

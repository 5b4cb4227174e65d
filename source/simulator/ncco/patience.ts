import {Interruption} from '../leg.js';
import type {Leg} from '../state.js';
import {type Scene, waitUntil} from './scene.js';

/** Questions in a row to which a person has nothing to type or to say before hanging up at the next one. */
const questions = 3;

/** ms that a person only listens, at most. */
const longestMs = 300_000;

/** ms into a question at which somebody who has had enough hangs up. */
const sighMs = 1000;

/** Waits on behalf of a leg whose person has nothing to do but listen, and hangs up after five minutes of that. */
export async function listenUntil(scene: Scene, time: number, ...signals: AbortSignal[]): Promise<number> {
  const {leg} = scene;
  const enough = Math.max(leg.patience.since + longestMs, scene.at);
  if (time <= enough || leg.remote.type === 'websocket') return waitUntil(scene, time, ...signals);
  throw new Interruption(
    await waitUntil(scene, enough, ...signals),
    'user',
    `has only listened for ${longestMs / 60_000} minutes`,
  );
}

/** A person has pressed a key or said something, and listens again. */
export function hasAnswered({patience}: Leg, at: number): void {
  patience.since = at;
  patience.rounds = 0;
}

/** A person has nothing to type and nothing to say: that goes for a few questions. */
export async function staySilent(scene: Scene): Promise<void> {
  const {patience} = scene.leg;
  if (patience.rounds++ < questions) return;
  const at = await waitUntil(scene, scene.at + sighMs);
  throw new Interruption(at, 'user', `has nothing to type or to say, and was asked ${questions} times before`);
}

/**
 * A leg goes on with yet another NCCO, without its person having been asked anything: that goes for as long as two people
 * would talk.
 */
export function hearMore({patience, remote, call}: Leg, at: number): void {
  patience.rounds++;
  if (remote.type === 'websocket' || patience.rounds <= questions) return;
  if (at - patience.since < Math.min(call.timing.talkMs, longestMs)) return;
  throw new Interruption(at, 'user', `has listened to ${patience.rounds} NCCOs in a row`);
}

/** The application let everybody wait in real time while simulated time stood still: that is listening, too. */
export function hasWaited({patience}: Leg, ms: number): void {
  // Less than a second is not noticed; and the stamps of a run stay the same on a slower machine.
  patience.since -= Math.floor(ms / 1000) * 1000;
}
